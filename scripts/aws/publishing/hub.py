"""The hub account: reads what exists, and performs one change at a time."""

from typing import TYPE_CHECKING, Any

from scripts.aws.account import Account
from scripts.aws.prerequisites import require_sharing
from scripts.aws.publishing.assets import find_assets, put_assets, restore_assets
from scripts.aws.publishing.lease import Lease
from scripts.aws.publishing.organization import is_management, require_outside
from scripts.aws.publishing.sharing import (
    find_guidance,
    find_sharing,
    grant_access,
    revoke_access,
    set_guidance,
    start_sharing,
    stop_sharing,
)
from scripts.aws.publishing.stack_sets import StackSets
from scripts.aws.stacks import apply_stack, find_stack
from scripts.aws.waiting import until
from scripts.publishing.catalog_template import portfolio_output, product_output
from scripts.publishing.changes import (
    ApplyStack,
    ApplyStackSet,
    CatalogChange,
    Change,
    GrantAccess,
    RestoreAssets,
    RevokeAccess,
    SetGuidance,
    StartSharing,
    StopSharing,
    UploadAssets,
)
from scripts.publishing.desired import Desired, Region
from scripts.publishing.existing import Existing, ExistingRegion, ExistingSharing, ExistingStack
from scripts.publishing.publish import Watch
from templates import names
from templates.catalog.reading import read_catalog

if TYPE_CHECKING:
    from mypy_boto3_servicecatalog import ServiceCatalogClient

SHOWN_WITHIN = 90.0
"""Seconds until AWS shows everywhere what it has done."""


class Hub:
    """The account that owns the catalog.

    Raises CredentialsError when the credentials belong to another account; nothing is written before that is known.
    """

    def __init__(self, account: Account, desired: Desired) -> None:
        account.require(desired.account, "the hub")
        self.account = account
        self.desired = desired
        require_sharing(account.servicecatalog(desired.home_region))
        require_outside(account, desired.account, _units(desired))
        self.stack_sets = StackSets(account.cloudformation(desired.home_region), self._call_as())
        home = desired.regions[0]
        self.lease = Lease(account.s3(home.name), home.bucket, desired.account)

    def find(self) -> Existing:
        """Everything that the catalog owns, read from AWS."""
        return Existing(
            roles=find_stack(self.account.cloudformation(self.desired.home_region), self.desired.roles.name),
            regions={region.name: self._find_region(region) for region in self.desired.regions},
            stack_sets={
                stack_set.name: existing
                for stack_set in self.desired.stack_sets
                if (existing := self.stack_sets.find(stack_set.name, overridable=stack_set.overrides is not None))
            },
        )

    def perform(self, change: Change, watch: Watch) -> None:
        """Do one change and wait until AWS has done it; `watch` is called while waiting."""
        match change:
            case ApplyStack():
                client = self.account.cloudformation(change.stack.region)
                apply_stack(client, change.stack, change.template_url, watch)
            case ApplyStackSet():
                self.stack_sets.apply(change, watch)
            case UploadAssets():
                put_assets(self.account.s3(change.region), change.bucket, self.desired.account, change.assets)
            case RestoreAssets():
                restore_assets(self.account.s3(change.region), change.bucket, self.desired.account, change.assets)
            case _:
                self._perform_in_catalog(change, self.account.servicecatalog(change.region), watch)

    def _perform_in_catalog(self, change: CatalogChange, client: "ServiceCatalogClient", watch: Watch) -> None:
        match change:
            case SetGuidance():
                set_guidance(client, self._product(change), change.version, change.new)
            case StartSharing():
                start_sharing(client, self._portfolio(change), change.unit_id, watch)
            case GrantAccess():
                grant_access(client, self._portfolio(change), change.pattern)
            case StopSharing():
                stop_sharing(client, change.portfolio_id, change.unit_id, watch)
            case RevokeAccess():
                revoke_access(client, change.portfolio_id, change.pattern)

    def _portfolio(self, change: StartSharing | GrantAccess) -> str:
        return self._output(change.region, portfolio_output(change.portfolio))

    def _product(self, change: SetGuidance) -> str:
        return self._output(change.region, product_output(change.product))

    def _call_as(self) -> Any:
        return "SELF" if is_management(self.account, self.desired.account) else "DELEGATED_ADMIN"

    def _find_region(self, region: Region) -> ExistingRegion:
        client = self.account.cloudformation(region.name)
        asset_stack, catalog = find_stack(client, region.asset_stack.name), find_stack(client, region.catalog.name)
        has_bucket = asset_stack is not None and "AssetBucket" in asset_stack.outputs
        return ExistingRegion(
            asset_stack=asset_stack,
            catalog=catalog,
            assets=self._find_assets(region) if has_bucket else {},
            sharing=self._find_sharing(region.name, catalog),
            guidance=self._find_guidance(region.name, catalog),
        )

    def _find_assets(self, region: Region) -> dict[str, str]:
        keys = [asset.key for asset in region.assets]
        return find_assets(self.account.s3(region.name), region.bucket, self.desired.account, keys)

    def _find_sharing(self, region: str, catalog: ExistingStack | None) -> dict[str, ExistingSharing]:
        """By portfolio, those included that the next publish removes."""
        portfolios = read_catalog(catalog.template).portfolios if catalog else ()
        outputs = catalog.outputs if catalog else {}
        client = self.account.servicecatalog(region)
        return {
            portfolio.name: find_sharing(client, outputs[portfolio_output(portfolio.name)])
            for portfolio in portfolios
            if portfolio_output(portfolio.name) in outputs
        }

    def _find_guidance(self, region: str, catalog: ExistingStack | None) -> dict[tuple[str, str], str]:
        outputs = catalog.outputs if catalog else {}
        client = self.account.servicecatalog(region)
        return {
            (product, version): guidance
            for product in sorted({release.product for release in self.desired.releases})
            if product_output(product) in outputs
            for version, guidance in find_guidance(client, outputs[product_output(product)]).items()
        }

    def _output(self, region: str, name: str) -> str:
        """An output of the catalog's stack; AWS may show it a moment after the deployment."""
        client = self.account.cloudformation(region)

        def shown() -> str | None:
            stack = find_stack(client, names.CATALOG_STACK)
            return stack.outputs.get(name) if stack else None

        return until(shown, lambda: None, f"output {name} of stack {names.CATALOG_STACK}", SHOWN_WITHIN)


def _units(desired: Desired) -> dict[str, str]:
    """The units that StackSets deploy to, by id."""
    return {node: name for stack_set in desired.stack_sets for name, node in stack_set.units.items()}
