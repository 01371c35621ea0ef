"""One environment: a hub, the units that receive the catalog, and what every account in them should know."""

import hashlib

from pydantic import Field, ValidationInfo, field_validator

from scripts.configuration.documents import Document
from scripts.configuration.fields import AccountId, EmailAddress, Name, OrganizationId, Region, UnitId


class Hub(Document):
    account: AccountId = Field(description="the account that owns the portfolios, 12 digits in quotes")
    regions: list[Region] = Field(min_length=1, description="regions to publish in; the first holds what is global")


class Stages(Document):
    staging: AccountId = Field(description="the account that models are deployed to first, 12 digits in quotes")
    production: AccountId = Field(description="the account that serves, 12 digits in quotes")


class Network(Document):
    vpc: str = Field(pattern=r"^vpc-[0-9a-f]{8,17}$", description="for example vpc-0a1b2c3d")
    subnets: list[str] = Field(min_length=1, max_length=16, description="for example [subnet-0a1b2c3d]")
    security_groups: list[str] = Field(min_length=1, max_length=5, description="for example [sg-0a1b2c3d]")


class Settings(Document):
    notification_address: EmailAddress | None = Field(
        default=None,
        description="who hears of failures, approvals and changes of production; confirmed once per account and region",
    )
    network: Network | None = Field(default=None, description="where builds and jobs run, if not AWS's own network")


class Environment(Document):
    """A file in `portfolios/environments/`; the file is named after the environment."""

    environment: Name = Field(description="the environment's name, also the name of its file")
    organization: OrganizationId = Field(description="for example o-a1b2c3d4e5")
    hub: Hub = Field(description="the account and regions that own the catalog")
    units: dict[Name, UnitId] = Field(min_length=1, description="organisational units by the name used in portfolios")
    spokes: list[Name] = Field(min_length=1, description="units whose accounts receive roles and settings")
    targets: list[Name] = Field(description="units of the accounts in `stages`, which get the roles to deploy with")
    stages: Stages = Field(description="where the projects of this environment deploy")
    portfolios: list[Name] = Field(default=[], description="portfolios to publish; all of them if left out")
    settings: Settings = Field(default=Settings(), description="what every project reads instead of asking")

    @field_validator("hub")
    @classmethod
    def _distinct_regions(cls, value: Hub) -> Hub:
        if len(set(value.regions)) < len(value.regions):
            raise ValueError("a region stands twice in `regions`; keep one")
        return value

    @field_validator("targets")
    @classmethod
    def _some_targets(cls, value: list[str]) -> list[str]:
        if not value:
            raise ValueError(
                "`stages` names accounts and `targets` no unit; without its roles no stage can be deployed to"
            )
        return value

    @field_validator("stages")
    @classmethod
    def _apart_from_the_hub(cls, value: Stages, known: ValidationInfo) -> Stages:
        hub: Hub | None = known.data.get("hub")
        for stage, account in (("staging", value.staging), ("production", value.production)):
            if hub and account == hub.account:
                raise ValueError(
                    f"the {stage} account is the hub itself ({account}); "
                    "a spoke and the hub are two accounts: the hub owns portfolios, a spoke imports them"
                )
        return value

    @property
    def home_region(self) -> str:
        """The region that holds what is global: IAM roles, StackSets."""
        return self.hub.regions[0]

    @property
    def asset_suffix(self) -> str:
        """12 hexadecimal characters that keep bucket names from being guessed and from clashing."""
        owner = f"{self.organization}/{self.hub.account}/{self.environment}"
        return hashlib.sha256(owner.encode()).hexdigest()[:12]

    def asset_bucket(self, region: str) -> str:
        """The name of the hub's asset bucket in `region`, at most 56 characters."""
        return f"mlops-catalog-assets-{self.asset_suffix}-{region}"
