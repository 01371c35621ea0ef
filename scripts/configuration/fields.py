"""Types of the values in configuration files, with AWS's rule for each and a hint that states it."""

import re
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema

from templates import names

ACCOUNT_PATTERN = r"^\d{12}$"
NAME_PATTERN = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"


def _account(value: Any) -> Any:
    if isinstance(value, int):
        raise ValueError('an account id is a string; put quotes around its 12 digits: "012345678901"')  # noqa: TRY004
    if isinstance(value, str) and not re.fullmatch(ACCOUNT_PATTERN, value):
        raise ValueError('an account id has 12 digits; for example "012345678901"')
    return value


def _matching(pattern: str, rule: str) -> AfterValidator:
    def check(value: str) -> str:
        if not re.fullmatch(pattern, value):
            raise ValueError(rule)
        return value

    return AfterValidator(check)


def _limited(most: int, source: str) -> AfterValidator:
    def check(value: str) -> str:
        if not 1 <= len(value) <= most:
            raise ValueError(f"has {len(value)} characters; {source} allows 1 to {most}")
        return value

    return AfterValidator(check)


def partition_of(region: str) -> str:
    """The partition whose regions are called so: AWS General Reference, "Amazon Resource Names"."""
    prefixes = {"us-gov-": "aws-us-gov", "cn-": "aws-cn"}
    return next((partition for prefix, partition in prefixes.items() if region.startswith(prefix)), "aws")


AccountId = Annotated[str, BeforeValidator(_account), WithJsonSchema({"type": "string", "pattern": ACCOUNT_PATTERN})]
Name = Annotated[
    str,
    _matching(NAME_PATTERN, "is not a name; use lower-case words joined by hyphens"),
    Field(json_schema_extra={"pattern": NAME_PATTERN}),
]
Region = Annotated[str, _matching(r"[a-z]{2}(-[a-z]+)+-\d", "is not a region; for example eu-west-1")]
Partition = Literal["aws", "aws-us-gov", "aws-cn"]
OrganizationId = Annotated[str, _matching(r"o-[a-z0-9]{10,32}", "is not an organisation id; for example o-a1b2c3d4e5")]
UnitId = Annotated[
    str,
    _matching(r"ou-[0-9a-z]{4,32}-[a-z0-9]{8,32}", "is not an OU id; for example ou-ab12-cdefgh34"),
]
Principal = Annotated[
    str,
    _matching(
        r"role/[\w+=,.@/*?-]{4,}",
        "is not a role name pattern; for example role/service-role/AmazonSageMaker-ExecutionRole*",
    ),
]
LaunchRoleName = Annotated[
    str,
    _matching(
        rf"{names.LAUNCH_ROLE}(-[\w+=,.@-]{{1,40}})?",
        f"is not {names.LAUNCH_ROLE} or a name that begins with {names.LAUNCH_ROLE}-, which resource policies name",
    ),
]
# Limits of the members of CreatePortfolio and CreateProduct in botocore's servicecatalog model.
PortfolioDisplayName = Annotated[str, _limited(100, "Service Catalog")]
PortfolioDescription = Annotated[str, _limited(2000, "Service Catalog")]
ProviderName = Annotated[str, _limited(50, "Service Catalog")]
TagKey = Annotated[str, _limited(128, "Service Catalog")]
TagValue = Annotated[str, _limited(256, "Service Catalog")]
ApproverPrincipal = Annotated[
    str,
    _matching(
        r"(role|user)/[\w+=,.@/*-]{2,}",
        "is not a role or user; for example role/aws-reserved/sso.amazonaws.com/*/AWSReservedSSO_Approver_*",
    ),
]
EmailAddress = Annotated[
    str, _matching(r"[^@\s]+@[^@\s]+\.[^@\s]+", "is not an e-mail address; for example ml@acme.org")
]
