"""AWS's own shapes, as Service Catalog's API answers them: the members that are kept here."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, NotRequired, TypedDict, TypeVar, cast

Detail = TypeVar("Detail", bound=Mapping[str, object])


class Tag(TypedDict):
    Key: str
    Value: str


class PortfolioDetail(TypedDict):
    Id: str
    ARN: str
    CreatedTime: datetime.datetime
    DisplayName: str
    Description: str | None
    ProviderName: str


class Principal(TypedDict):
    PrincipalARN: str
    PrincipalType: str


class PortfolioShareDetail(TypedDict):
    PrincipalId: str
    Type: str
    Accepted: bool
    ShareTagOptions: bool
    SharePrincipals: bool


class ProductViewSummary(TypedDict):
    Id: str
    ProductId: str
    Name: str
    Owner: str
    ShortDescription: str | None
    Type: str
    Distributor: str | None
    HasDefaultPath: bool
    SupportDescription: str | None
    SupportEmail: str | None
    SupportUrl: str | None


class ProductViewDetail(TypedDict):
    ProductViewSummary: ProductViewSummary
    Status: str
    ProductARN: str
    CreatedTime: datetime.datetime


class ProvisioningArtifactDetail(TypedDict):
    Id: str
    Name: str | None
    Description: str | None
    Type: str
    CreatedTime: datetime.datetime
    Active: bool
    Guidance: str


class ConstraintDetail(TypedDict):
    ConstraintId: str
    Type: str
    Owner: str
    ProductId: str
    PortfolioId: str
    Description: str | None


class TagOptionDetail(TypedDict):
    Id: str
    Active: bool
    Owner: str
    Key: str
    Value: str


class LaunchPath(TypedDict):
    Id: str
    Name: str


class ProvisionedProductDetail(TypedDict):
    Id: str
    Name: str
    Arn: str
    Type: str
    CreatedTime: datetime.datetime
    ProductId: str
    LaunchRoleArn: str | None
    Status: str
    StatusMessage: str | None
    LastRecordId: str
    ProvisioningArtifactId: NotRequired[str]
    LastProvisioningRecordId: NotRequired[str]
    LastSuccessfulProvisioningRecordId: NotRequired[str]


class RecordError(TypedDict):
    Code: str
    Description: str


class RecordDetail(TypedDict):
    RecordId: str
    ProvisionedProductName: str
    ProvisionedProductId: str
    ProvisionedProductType: str
    ProductId: str
    ProvisioningArtifactId: str
    PathId: str
    LaunchRoleArn: str | None
    RecordType: str
    RecordErrors: list[RecordError]
    RecordTags: list[Tag]
    Status: str
    CreatedTime: datetime.datetime
    UpdatedTime: datetime.datetime


class RecordOutput(TypedDict):
    OutputKey: str
    OutputValue: str
    Description: str | None


def with_members(detail: Detail, request: Mapping[str, Any], names: Iterable[str]) -> Detail:
    """A copy of the detail with those of the named members that an update sends."""
    return cast("Detail", {**detail, **{name: request[name] for name in names if name in request}})


def changed_tags(tags: list[Tag], request: Mapping[str, Any]) -> list[Tag]:
    """`tags` after the AddTags and RemoveTags of an update."""
    added: list[Tag] = request.get("AddTags", [])
    replaced = {*request.get("RemoveTags", []), *(tag["Key"] for tag in added)}
    return [tag for tag in tags if tag["Key"] not in replaced] + added
