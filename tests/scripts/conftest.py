"""What the tests of the publisher share: a small catalog, and a hub in memory."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from scripts.configuration import Workspace
from scripts.publishing.changes import (
    ApplyStack,
    ApplyStackSet,
    Change,
    GrantAccess,
    RestoreAssets,
    RevokeAccess,
    SetGuidance,
    StartSharing,
    StopSharing,
    UploadAssets,
)
from scripts.publishing.desired import Asset, Desired, Region, Sharing, Stack, StackSet, template_key
from scripts.publishing.existing import (
    Existing,
    ExistingRegion,
    ExistingSharing,
    ExistingStack,
    ExistingStackSet,
    StackInstance,
)
from scripts.releases.store import Release, template_text
from templates.catalog.portfolio import CatalogPortfolio, PortfolioProduct, PublishedProduct, Version
from templates.catalog.template import catalog
from tests.checkouts import track

ROOT = Path(__file__).resolve().parents[2]


class Interrupted(BaseException):
    """Stands for a killed process: nothing catches it."""


class MemoryHub:
    """A hub account whose AWS is an `Existing`; it can be interrupted before a given change."""

    def __init__(self, existing: Existing | None = None) -> None:
        self.existing = existing or Existing(None, {}, {})
        self.dies_before: int | None = None
        self.performed: list[Change] = []
        self.held = False
        self.failing_accounts: frozenset[str] = frozenset()

    @property
    def lease(self) -> "MemoryHub":
        return self

    def hold(self) -> bool:
        self.held = any(region.asset_stack for region in self.existing.regions.values())
        return self.held

    def give_back(self) -> None:
        self.held = False

    def find(self) -> Existing:
        return self.existing

    def perform(self, change: Change, tick: Callable[[], None]) -> None:
        if self.dies_before == len(self.performed):
            raise Interrupted
        tick()
        self.performed.append(change)
        match change:
            case ApplyStack():
                self._apply(change)
            case ApplyStackSet():
                self._deploy(change)
            case UploadAssets() | RestoreAssets():
                region = self._region(change.region)
                stored = {asset.key: asset.digest for asset in change.assets}
                self._put(change.region, replace(region, assets={**region.assets, **stored}))
            case SetGuidance():
                region = self._region(change.region)
                guidance = {**region.guidance, (change.product, change.version): change.new}
                self._put(change.region, replace(region, guidance=guidance))
            case _:
                self._share(change)

    def _apply(self, change: ApplyStack) -> None:
        stack = change.stack
        existing = ExistingStack(json.loads(stack.template), dict(stack.parameters), "CREATE_COMPLETE")
        if stack.name == "mlops-catalog-roles":
            self.existing = replace(self.existing, roles=existing)
        else:
            key = "asset_stack" if stack.name == "mlops-catalog-hub-assets" else "catalog"
            self._put(stack.region, replace(self._region(stack.region), **{key: existing}))

    def _deploy(self, change: ApplyStackSet) -> None:
        stack_set = change.stack_set
        behind = "OUTDATED" if self.failing_accounts else "CURRENT"
        instances = tuple(
            StackInstance(account, region, behind if account in self.failing_accounts else "CURRENT", "")
            for account in ("222222222222", "333333333333")
            for region in stack_set.regions
        )
        units = frozenset(stack_set.units.values())
        after = frozenset(stack_set.after)
        existing = ExistingStackSet(json.loads(stack_set.template), dict(stack_set.parameters), units, instances, after)
        self.existing = replace(self.existing, stack_sets={**self.existing.stack_sets, stack_set.name: existing})

    def _share(self, change: StartSharing | StopSharing | GrantAccess | RevokeAccess) -> None:
        region = self._region(change.region)
        sharing = region.sharing.get(change.portfolio, ExistingSharing("port-1", frozenset(), frozenset()))
        match change:
            case StartSharing():
                sharing = replace(sharing, units=sharing.units | {change.unit_id})
            case StopSharing():
                sharing = replace(sharing, units=sharing.units - {change.unit_id})
            case GrantAccess():
                sharing = replace(sharing, principals=sharing.principals | {change.pattern})
            case RevokeAccess():
                sharing = replace(sharing, principals=sharing.principals - {change.pattern})
        self._put(change.region, replace(region, sharing={**region.sharing, change.portfolio: sharing}))

    def _region(self, name: str) -> ExistingRegion:
        return self.existing.regions.get(name, ExistingRegion())

    def _put(self, name: str, region: ExistingRegion) -> None:
        self.existing = replace(self.existing, regions={**self.existing.regions, name: region})


class Silence:
    """Progress callbacks that do nothing."""

    def starts(self, change: Change) -> None: ...
    def waits(self, message: str) -> None: ...
    def ends(self, change: Change) -> None: ...


def catalog_portfolio(versions: dict[str, list[str]]) -> CatalogPortfolio:
    """A portfolio with the given products."""
    products = tuple(
        PublishedProduct(product, "", "", tuple(_version(product, name) for name in names))
        for product, names in versions.items()
    )
    return CatalogPortfolio(
        name="mlops-projects",
        display_name="MLOps projects",
        description="Projects.",
        provider="Platform team",
        products=tuple(PortfolioProduct(product, "mlops-catalog-launch") for product in products),
    )


def _version(product: str, name: str) -> Version:
    return Version(name, f"https://assets/{product}-{name}.json", "First")


def small_desired(versions: dict[str, list[str]], region_names: tuple[str, ...] = ("us-east-1",)) -> Desired:
    """Everything a catalog of the given products and versions needs."""
    releases = tuple(_release(product, version) for product, names in versions.items() for version in names)
    catalog_text = template_text(catalog([catalog_portfolio(versions)]).to_dict())
    assets = (
        Asset("seeds/weather/4f1c.zip", b"seed", "seed weather@4f1c"),
        *(
            Asset(template_key(item.template_text), item.template_text.encode(), f"{item.product} {item.version}")
            for item in releases
        ),
        Asset(template_key(catalog_text), catalog_text.encode(), "catalog"),
    )
    empty = template_text({"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}})
    stack_sets = tuple(
        StackSet(f"mlops-catalog-{name}", f"spoke {name}", empty, {}, {"mlops": "ou-sand-mlops001"}, places)
        for name, places in (("roles", region_names[:1]), ("settings", region_names))
    )
    return Desired(
        account="111111111111",
        roles=Stack("mlops-catalog-roles", region_names[0], empty, {}),
        regions=tuple(
            Region(
                name,
                f"mlops-catalog-assets-{name}",
                Stack("mlops-catalog-hub-assets", name, empty, {}),
                Stack("mlops-catalog", name, catalog_text, {}),
                assets,
            )
            for name in region_names
        ),
        stack_sets=stack_sets,
        sharing=(
            Sharing(
                "mlops-projects", {"mlops": "ou-sand-mlops001"}, ("arn:aws:iam:::role/DataScience*",), ("alpha", "beta")
            ),
        ),
        guidance={(item.product, item.version): "current" for item in releases},
        releases=releases,
        launch_roles=("mlops-catalog-launch",),
    )


def _release(product: str, version: str) -> Release:
    text = template_text({"Description": f"{product} {version}"})
    return Release(product, version, title=product.title(), description=f"What {product} does.", template_text=text)


@pytest.fixture
def desired() -> Desired:
    return small_desired({"alpha": ["1.0.0"], "beta": ["1.0.0"]})


@pytest.fixture
def make_desired() -> Callable[..., Desired]:
    return small_desired


@pytest.fixture
def memory_hub() -> MemoryHub:
    return MemoryHub()


@pytest.fixture
def make_hub() -> type[MemoryHub]:
    return MemoryHub


@pytest.fixture
def interrupted() -> type[BaseException]:
    return Interrupted


@pytest.fixture
def silence() -> Silence:
    return Silence()


@pytest.fixture(scope="session")
def tracked_checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this checkout under git, which no test changes."""
    copy = tmp_path_factory.mktemp("checkout")
    for folder in ("portfolios", "release", "releases", "seedcode", "templates"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__", "*_cache"))
    track(copy)
    return copy


@pytest.fixture
def workspace(tracked_checkout: Path, tmp_path: Path) -> Workspace:
    """A checkout whose files a test may change; git finds what it tracks in the objects of the first copy."""
    shutil.copytree(tracked_checkout, tmp_path, dirs_exist_ok=True, ignore=shutil.ignore_patterns("objects"))
    information = tmp_path / ".git" / "objects" / "info"
    information.mkdir(parents=True)
    (information / "alternates").write_text(f"{tracked_checkout / '.git' / 'objects'}\n")
    return Workspace(tmp_path)
