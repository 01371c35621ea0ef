"""What is in AWS now, as far as the catalog owns it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class ExistingStack:
    """A stack as it is deployed; `template` is its JSON as parsed."""

    template: Mapping[str, object]
    parameters: Mapping[str, str]
    status: str
    outputs: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class StackInstance:
    """A StackSet's stack in one account and region; `status` is CURRENT, OUTDATED or INOPERABLE.

    `detail` is StackInstanceStatus.DetailedStatus, the cause.
    """

    account: str
    region: str
    status: str
    reason: str
    detail: str = ""

    @property
    def left_out(self) -> bool:
        """Whether StackSets skip the account until a person acts: publishing again changes nothing."""
        suspended = self.detail == "SKIPPED_SUSPENDED_ACCOUNT"
        return suspended or (self.status == "INOPERABLE" and self.detail != "FAILED_IMPORT")


@dataclass(frozen=True)
class ExistingStackSet:
    """A StackSet as it is; `units` are ids, `after` the names of the StackSets that it waits for.

    `overrides` are the parameters that accounts have of their own, by account and region.
    """

    template: Mapping[str, object]
    parameters: Mapping[str, str]
    units: frozenset[str]
    instances: tuple[StackInstance, ...]
    after: frozenset[str] = frozenset()
    overrides: Mapping[tuple[str, str], Mapping[str, str]] = field(
        default_factory=dict[tuple[str, str], Mapping[str, str]]
    )

    @property
    def behind(self) -> tuple[StackInstance, ...]:
        """The instances that do not have the StackSet's template, and could."""
        return tuple(instance for instance in self.instances if instance.status != "CURRENT" and not instance.left_out)

    @property
    def regions(self) -> frozenset[str]:
        return frozenset(instance.region for instance in self.instances)


@dataclass(frozen=True)
class ExistingSharing:
    """What a portfolio is shared with now; `units` are the ids of units that get it with its principals."""

    portfolio_id: str
    units: frozenset[str]
    principals: frozenset[str]


@dataclass(frozen=True)
class ExistingRegion:
    """One region of the hub. `sharing` is by portfolio name, `guidance` by product and version.

    `assets` is the sha-256 of each asset's content by its key, as S3 computed it; empty where S3 has none.
    """

    asset_stack: ExistingStack | None = None
    catalog: ExistingStack | None = None
    assets: Mapping[str, str] = field(default_factory=dict[str, str])
    sharing: Mapping[str, ExistingSharing] = field(default_factory=dict[str, ExistingSharing])
    guidance: Mapping[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])


@dataclass(frozen=True)
class Existing:
    """Everything of it. `regions` and `stack_sets` are by name."""

    roles: ExistingStack | None
    regions: Mapping[str, ExistingRegion]
    stack_sets: Mapping[str, ExistingStackSet]
