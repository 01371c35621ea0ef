"""One portfolio: its products, and who gets them."""

from pydantic import Field, field_validator

from scripts.configuration.documents import Document
from scripts.configuration.fields import (
    EmailAddress,
    LaunchRoleName,
    Name,
    PortfolioDescription,
    PortfolioDisplayName,
    Principal,
    ProviderName,
    TagKey,
    TagValue,
)


class Support(Document):
    email: EmailAddress | None = Field(default=None, description="e-mail address for questions about a product")
    url: str | None = Field(default=None, description="page with help on a product")
    description: str | None = Field(default=None, description="how to get help")


class Portfolio(Document):
    """A file in `portfolios/`; the file is named after the portfolio."""

    portfolio: Name = Field(description="the portfolio's name, also the name of its file")
    display_name: PortfolioDisplayName = Field(description="the name that people see, up to 100 characters")
    description: PortfolioDescription = Field(description="what the portfolio is for, up to 2,000 characters")
    provider: ProviderName = Field(description="the team behind it, up to 50 characters")
    support: Support = Field(default=Support(), description="where people get help")
    share_with: list[Name] = Field(description="units of the environment whose accounts receive the portfolio")
    principals: list[Principal] = Field(
        description=(
            "names or name patterns of roles that can launch, for example role/DataScience/*. Anyone who can create a "
            "role of such a name in an account can launch there: keep them narrow, or reserve the names with a service "
            "control policy. Studio's console creates AmazonSageMaker-ExecutionRole*; domains created with Terraform "
            "or CDK have roles of other names"
        )
    )
    launch_role: LaunchRoleName | None = Field(
        default=None,
        description=(
            "a role in every account that creates the products' resources, instead of those that the catalog makes"
        ),
    )
    products: list[Name] = Field(description="names of products, see `make help` or templates/products")
    tags: dict[TagKey, TagValue] = Field(default={}, description="tags of the portfolio and of all that it launches")
    tag_options: dict[TagKey, list[TagValue]] = Field(
        default={}, description="tags that have this value and no other on what is launched"
    )

    @field_validator("products")
    @classmethod
    def _some_products(cls, value: list[str]) -> list[str]:
        if not value:
            raise ValueError("a portfolio has at least one product; name one, or delete the file")
        return _distinct(value)

    @field_validator("principals")
    @classmethod
    def _some_principals(cls, value: list[str]) -> list[str]:
        if not value:
            raise ValueError("no role could launch; name a role pattern such as role/service-role/AmazonSageMaker-*")
        if len(value) > 10:
            raise ValueError(
                "Service Catalog takes 10 name patterns a portfolio; use a wider pattern, "
                "or a second portfolio with other products or for other units"
            )
        return _distinct(value)

    @field_validator("tag_options")
    @classmethod
    def _no_choice(cls, value: dict[str, list[str]]) -> dict[str, list[str]]:
        """Service Catalog refuses a launch without a choice, and Studio's form has no field for one."""
        for key, values in value.items():
            if len(values) != 1:
                raise ValueError(
                    f"`{key}` has {len(values)} values, and Studio's form has no field to choose one; keep one"
                )
        return value

    @field_validator("share_with")
    @classmethod
    def _some_units(cls, value: list[str]) -> list[str]:
        if not value:
            raise ValueError("no account would receive the portfolio; name a unit of the environment")
        return _distinct(value)


def _distinct(values: list[str]) -> list[str]:
    repeated = [value for value in values if values.count(value) > 1]
    if repeated:
        raise ValueError(f"duplicate `{repeated[0]}`; keep one")
    return values
