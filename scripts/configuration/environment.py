"""One environment: a hub, the units that receive the catalog, and the settings of every account in them."""

import hashlib

from pydantic import Field, ValidationInfo, field_validator

from scripts.configuration.documents import Document
from scripts.configuration.fields import (
    AccountId,
    ApproverPrincipal,
    EmailAddress,
    Name,
    OrganizationId,
    Partition,
    Region,
    UnitId,
    partition_of,
)
from scripts.configuration.networks import Network, StageNetworks
from templates import names


class Hub(Document):
    account: AccountId = Field(description="the account that owns the portfolios, 12 digits in quotes")
    regions: list[Region] = Field(min_length=1, description="regions to publish in; the first has what is global")


class Stages(Document):
    staging: AccountId = Field(description="the account that models are deployed to first, 12 digits in quotes")
    production: AccountId = Field(description="the account that serves, 12 digits in quotes")


class Settings(Document):
    notification_address: EmailAddress | None = Field(
        default=None,
        description="address for failures, approvals and changes of production; confirmed once per account and region",
    )
    approvers: list[ApproverPrincipal] = Field(
        default=[], description="roles and users that may become the approver; if left out, all that IAM allows to"
    )
    approver_mfa: bool = Field(
        default=False, description="whether becoming the approver needs multi-factor authentication, which IAM knows of"
    )
    package_index: str | None = Field(
        default=None,
        pattern=r"^https://[^\s@]+$",
        description="where builds install Python packages from, if not the public index; an address without a password",
    )
    network: Network | None = Field(
        default=None,
        description="where builds and jobs run, if not AWS's own network; for one region, VPCs belong to one each",
    )
    networks: dict[Region, Network] = Field(
        default={}, description="the same by region, for all accounts that share these subnets"
    )
    account_networks: dict[AccountId, dict[Region, Network]] = Field(
        default={}, description="the same by account and region, for accounts with networks of their own"
    )
    studio_networks: dict[Region, Network] = Field(
        default={}, description="where Studio domains are by region, if not in the network of builds and jobs"
    )
    stage_networks: dict[Region, StageNetworks] = Field(
        default={}, description="where deployed models run in the accounts of `stages`, if not AWS's own network"
    )


class Environment(Document):
    """A file in `portfolios/environments/`; the file is named after the environment."""

    environment: Name = Field(description="the environment's name, also the name of its file")
    partition: Partition = Field(default="aws", description="aws, aws-us-gov or aws-cn")
    sandbox: bool = Field(
        default=False, description="whether candidates, versions such as 1.2.0.dev that can still change, go there too"
    )
    organization: OrganizationId = Field(description="for example o-a1b2c3d4e5")
    hub: Hub = Field(description="the account and regions that own the catalog")
    units: dict[Name, UnitId] = Field(min_length=1, description="organisational units by the name used in portfolios")
    spokes: list[Name] = Field(min_length=1, description="units whose accounts receive roles and settings")
    targets: list[Name] = Field(
        description="units of the accounts in `stages`, where launches make the roles of their projects"
    )
    stages: Stages = Field(description="where the projects of this environment deploy")
    portfolios: list[Name] = Field(default=[], description="portfolios to publish; all of them if left out")
    settings: Settings = Field(
        default=Settings(), description="what every project reads, so that no one types it at launch"
    )

    @field_validator("hub")
    @classmethod
    def _distinct_regions(cls, value: Hub) -> Hub:
        if len(set(value.regions)) < len(value.regions):
            raise ValueError("duplicate region in `regions`; keep one")
        return value

    @field_validator("targets")
    @classmethod
    def _some_targets(cls, value: list[str]) -> list[str]:
        if not value:
            raise ValueError(
                "`stages` names accounts and `targets` no unit; without its roles no stage can be deployed to"
            )
        return value

    @field_validator("hub")
    @classmethod
    def _regions_of_the_partition(cls, value: Hub, known: ValidationInfo) -> Hub:
        partition = known.data.get("partition", "aws")
        for region in value.regions:
            if partition_of(region) != partition:
                raise ValueError(
                    f"{region} is no region of the partition {partition}; set `partition: {partition_of(region)}`"
                )
        return value

    @field_validator("settings")
    @classmethod
    def _networks_of_regions(cls, value: Settings, known: ValidationInfo) -> Settings:
        hub: Hub | None = known.data.get("hub")
        regions = hub.regions if hub else []
        if value.network and len(regions) > 1:
            raise ValueError(
                f"one network cannot be for {len(regions)} regions, a VPC belongs to one; "
                "name a network for each region under `networks`"
            )
        if value.network and value.networks:
            raise ValueError("both `network` and `networks` are set; keep `networks`")
        of_accounts = {region for by_region in value.account_networks.values() for region in by_region}
        named = {*value.networks, *value.studio_networks, *value.stage_networks, *of_accounts}
        if hub and named - set(regions):
            raise ValueError(
                f"{min(named - set(regions))} has a network and is not published in; add it to `hub.regions`"
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
        """The region of what is global: IAM roles, StackSets."""
        return self.hub.regions[0]

    @property
    def networks(self) -> dict[str, Network]:
        """The network that every account uses, by region."""
        only = self.settings.network
        return {self.home_region: only} if only else dict(self.settings.networks)

    @property
    def asset_suffix(self) -> str:
        """12 hexadecimal characters that keep bucket names from being guessed and from clashing."""
        owner = f"{self.organization}/{self.hub.account}/{self.environment}"
        return hashlib.sha256(owner.encode()).hexdigest()[:12]

    def asset_bucket(self, region: str) -> str:
        """The name of the hub's asset bucket in `region`, at most 56 characters."""
        return names.asset_bucket(self.asset_suffix, region)
