"""What the tests of the publisher share: a small catalog, and a hub that lives in memory."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from scripts.configuration import Workspace
from scripts.publishing.changes import (
    AdmitPrincipal,
    ApplyStack,
    ApplyStackSet,
    Change,
    DismissPrincipal,
    Guide,
    StartSharing,
    StopSharing,
    UploadAssets,
)
from scripts.publishing.desired import Asset, Desired, Offer, Region, Stack, StackSet, template_key
from scripts.publishing.existing import Found, FoundOffer, FoundRegion, FoundStack, FoundStackSet, Instance
from scripts.releases.store import Release, template_text

ROOT = Path(__file__).resolve().parents[2]


class Interrupted(BaseException):
    """Stands for a killed process: nothing may catch it."""


class MemoryHub:
    """A hub account whose AWS is a `Found`; it can be told to die before a given change."""

    def __init__(self, found: Found | None = None) -> None:
        self.found = found or Found(None, {}, {})
        self.dies_before: int | None = None
        self.performed: list[Change] = []
        self.held = False
        self.failing_accounts: frozenset[str] = frozenset()

    @property
    def lease(self) -> "MemoryHub":
        return self

    def hold(self) -> bool:
        self.held = any(region.hub for region in self.found.regions.values())
        return self.held

    def release(self) -> None:
        self.held = False

    def find(self) -> Found:
        return self.found

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
            case UploadAssets():
                region = self._region(change.region)
                keys = region.assets | {asset.key for asset in change.assets}
                self._put(change.region, replace(region, assets=keys))
            case Guide():
                region = self._region(change.region)
                guidance = {**region.guidance, (change.product, change.version): change.guidance}
                self._put(change.region, replace(region, guidance=guidance))
            case _:
                self._offer(change)

    def _apply(self, change: ApplyStack) -> None:
        stack = change.stack
        found = FoundStack(json.loads(stack.template), dict(stack.parameters), "CREATE_COMPLETE")
        if stack.name == "mlops-catalog-roles":
            self.found = replace(self.found, roles=found)
        else:
            key = "hub" if stack.name == "mlops-catalog-hub-assets" else "catalog"
            self._put(stack.region, replace(self._region(stack.region), **{key: found}))

    def _deploy(self, change: ApplyStackSet) -> None:
        wanted = change.stack_set
        behind = "OUTDATED" if self.failing_accounts else "CURRENT"
        instances = tuple(
            Instance(account, region, behind if account in self.failing_accounts else "CURRENT", "")
            for account in ("222222222222", "333333333333")
            for region in wanted.regions
        )
        units = frozenset(wanted.units.values())
        after = frozenset(wanted.after)
        found = FoundStackSet(json.loads(wanted.template), dict(wanted.parameters), units, instances, after)
        self.found = replace(self.found, stack_sets={**self.found.stack_sets, wanted.name: found})

    def _offer(self, change: StartSharing | StopSharing | AdmitPrincipal | DismissPrincipal) -> None:
        region = self._region(change.region)
        offer = region.offers.get(change.portfolio, FoundOffer("port-1", frozenset(), frozenset()))
        match change:
            case StartSharing():
                offer = replace(offer, units=offer.units | {change.unit_id})
            case StopSharing():
                offer = replace(offer, units=offer.units - {change.unit_id})
            case AdmitPrincipal():
                offer = replace(offer, principals=offer.principals | {change.pattern})
            case DismissPrincipal():
                offer = replace(offer, principals=offer.principals - {change.pattern})
        self._put(change.region, replace(region, offers={**region.offers, change.portfolio: offer}))

    def _region(self, name: str) -> FoundRegion:
        return self.found.regions.get(name, FoundRegion())

    def _put(self, name: str, region: FoundRegion) -> None:
        self.found = replace(self.found, regions={**self.found.regions, name: region})


class Silence:
    """Progress that nobody watches."""

    def starts(self, change: Change) -> None: ...
    def waits(self, said: str) -> None: ...
    def ends(self, change: Change) -> None: ...


def _version(product: str, name: str) -> dict[str, object]:
    return {"Name": name, "Info": {"LoadTemplateFromURL": f"https://assets/{product}-{name}.json"}}


def catalog_template(versions: dict[str, list[str]]) -> str:
    """A catalog's template with one portfolio and the given products."""
    resources: dict[str, object] = {
        "Portfolio": {"Type": "AWS::ServiceCatalog::Portfolio", "Properties": {"DisplayName": "MLOps projects"}}
    }
    for product, names in versions.items():
        resources[f"Product{product.title()}"] = {
            "Type": "AWS::ServiceCatalog::CloudFormationProduct",
            "Properties": {
                "Name": product,
                "ProvisioningArtifactParameters": [_version(product, name) for name in names],
            },
        }
        resources[f"Offer{product.title()}"] = {
            "Type": "AWS::ServiceCatalog::PortfolioProductAssociation",
            "Properties": {"PortfolioId": {"Ref": "Portfolio"}, "ProductId": {"Ref": f"Product{product.title()}"}},
        }
    return template_text({"Resources": resources})


def small_desired(versions: dict[str, list[str]], region_names: tuple[str, ...] = ("us-east-1",)) -> Desired:
    """Everything a catalog of the given products and versions needs."""
    releases = tuple(_release(product, version) for product, names in versions.items() for version in names)
    catalog = catalog_template(versions)
    assets = (
        Asset("seeds/weather/4f1c.zip", b"seed", "seed weather@4f1c"),
        *(
            Asset(template_key(item.template_text), item.template_text.encode(), f"{item.product} {item.version}")
            for item in releases
        ),
        Asset(template_key(catalog), catalog.encode(), "catalog"),
    )
    empty = template_text({"Resources": {}})
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
                Stack("mlops-catalog", name, catalog, {}),
                assets,
            )
            for name in region_names
        ),
        stack_sets=stack_sets,
        offers=(Offer("mlops-projects", {"mlops": "ou-sand-mlops001"}, ("arn:aws:iam:::role/DataScience*",)),),
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


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A checkout whose files a test may change."""
    for folder in ("portfolios", "releases", "seedcode", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "*_cache"))
    return Workspace(tmp_path)
