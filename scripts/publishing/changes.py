"""The steps of a publish. Each has sentences about what it changes, and all that is needed to do it."""

from dataclasses import dataclass

from scripts.publishing.desired import Asset, Override, Stack, StackSet
from scripts.publishing.differences import Difference, Removal
from scripts.releases.store import Guidance

MOST_TITLES = 4  # that fit in a line


@dataclass(frozen=True)
class ApplyStack:
    """Create or update a stack of the hub; `template_url` is None for a template that is sent inline."""

    stack: Stack
    template_url: str | None
    differences: tuple[Difference, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(difference.sentence for difference in self.differences)


@dataclass(frozen=True)
class UploadAssets:
    """Put content at keys that are not there yet."""

    region: str
    bucket: str
    assets: tuple[Asset, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        if len(self.assets) > MOST_TITLES:
            return (f"+ {len(self.assets)} assets in {self.region}",)
        titles = ", ".join(asset.title for asset in self.assets)
        return (f"+ assets in {self.region}: {titles}",)


@dataclass(frozen=True)
class RestoreAssets:
    """Put the right content back at keys whose content is not what was published."""

    region: str
    bucket: str
    assets: tuple[Asset, ...]

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(
            f"~ {asset.title} in {self.region} was replaced: {asset.key} is restored, what is there is kept"
            for asset in self.assets
        )


@dataclass(frozen=True)
class ApplyStackSet:
    """Create or update a StackSet, deploy it to more units, or retry the accounts in which it failed."""

    stack_set: StackSet
    template_url: str
    exists: bool
    outdated: bool
    new_units: tuple[str, ...]
    sentences: tuple[str, ...]
    overrides: tuple[Override, ...] = ()


@dataclass(frozen=True)
class StartSharing:
    """Share a portfolio, its principals included, with an organisational unit."""

    region: str
    portfolio: str
    unit: str
    unit_id: str

    @property
    def sentences(self) -> tuple[str, ...]:
        return (f"+ {self.portfolio} shared with OU {self.unit}{_in(self.region)}",)


@dataclass(frozen=True)
class StopSharing:
    """No longer share a portfolio with an organisational unit; projects that were launched stay."""

    region: str
    portfolio: str
    portfolio_id: str
    unit_id: str

    @property
    def sentences(self) -> tuple[str, ...]:
        return (f"- {self.portfolio} no longer shared with {self.unit_id}{_in(self.region)}",)


@dataclass(frozen=True)
class GrantAccess:
    """Let the roles that match a name pattern use a portfolio."""

    region: str
    portfolio: str
    pattern: str

    @property
    def sentences(self) -> tuple[str, ...]:
        return (f"+ {self.portfolio} for {_role(self.pattern)}{_in(self.region)}",)


@dataclass(frozen=True)
class RevokeAccess:
    """No longer let the roles that match a name pattern use a portfolio."""

    region: str
    portfolio: str
    portfolio_id: str
    pattern: str

    @property
    def sentences(self) -> tuple[str, ...]:
        return (f"- {self.portfolio} no longer for {_role(self.pattern)}{_in(self.region)}",)


@dataclass(frozen=True)
class SetGuidance:
    """Set whether people should start with a version: `current` or `deprecated`."""

    region: str
    product: str
    version: str
    old: str
    new: Guidance

    @property
    def sentences(self) -> tuple[str, ...]:
        return (f"~ {self.product} {self.version} is {self.new} (was {self.old}){_in(self.region)}",)


CatalogChange = StartSharing | StopSharing | GrantAccess | RevokeAccess | SetGuidance
"""What the API of Service Catalog does after CloudFormation has done its part."""

Change = ApplyStack | UploadAssets | RestoreAssets | ApplyStackSet | CatalogChange


def removals(change: Change) -> tuple[str, ...]:
    """The sentences about access, products or versions that the change removes."""
    match change:
        case StopSharing() | RevokeAccess():
            return change.sentences
        case ApplyStack():
            return tuple(item.sentence for item in change.differences if isinstance(item, Removal))
        case _:
            return ()


def _in(region: str) -> str:
    return f" ({region})"


def _role(pattern: str) -> str:
    return pattern.partition(":iam:::")[2] or pattern
