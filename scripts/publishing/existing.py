"""What is in AWS now, as far as the catalog owns it."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class FoundStack:
    """A stack as it is deployed; `template` is its JSON as parsed."""

    template: Mapping[str, object]
    parameters: Mapping[str, str]
    status: str
    outputs: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True)
class Instance:
    """A StackSet's stack in one account and region; `status` is CURRENT, OUTDATED or INOPERABLE.

    `detail` is StackInstanceStatus.DetailedStatus, which tells why.
    """

    account: str
    region: str
    status: str
    reason: str
    detail: str = ""

    @property
    def left_out(self) -> bool:
        """Whether StackSets pass the account over until a person does something: publishing again changes nothing."""
        suspended = self.detail == "SKIPPED_SUSPENDED_ACCOUNT"
        return suspended or (self.status == "INOPERABLE" and self.detail != "FAILED_IMPORT")


@dataclass(frozen=True)
class FoundStackSet:
    """A StackSet as it is; `units` are ids, `after` the names of the StackSets that it waits for.

    `overrides` are the parameters that accounts have of their own, by account and region.
    """

    template: Mapping[str, object]
    parameters: Mapping[str, str]
    units: frozenset[str]
    instances: tuple[Instance, ...]
    after: frozenset[str] = frozenset()
    overrides: Mapping[tuple[str, str], Mapping[str, str]] = field(
        default_factory=dict[tuple[str, str], Mapping[str, str]]
    )

    @property
    def behind(self) -> tuple[Instance, ...]:
        """The instances that do not have the StackSet's template, and could."""
        return tuple(instance for instance in self.instances if instance.status != "CURRENT" and not instance.left_out)

    @property
    def regions(self) -> frozenset[str]:
        return frozenset(instance.region for instance in self.instances)


@dataclass(frozen=True)
class FoundOffer:
    """Who gets a portfolio now; `units` are the ids of nodes it is shared with, principals included."""

    portfolio_id: str
    units: frozenset[str]
    principals: frozenset[str]


@dataclass(frozen=True)
class FoundRegion:
    """One region of the hub. `offers` is by portfolio name, `guidance` by product and version."""

    hub: FoundStack | None = None
    catalog: FoundStack | None = None
    assets: frozenset[str] = frozenset()
    offers: Mapping[str, FoundOffer] = field(default_factory=dict[str, FoundOffer])
    guidance: Mapping[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])


@dataclass(frozen=True)
class Found:
    """All of it. `regions` and `stack_sets` are by name."""

    roles: FoundStack | None
    regions: Mapping[str, FoundRegion]
    stack_sets: Mapping[str, FoundStackSet]
