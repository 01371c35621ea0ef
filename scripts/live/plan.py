"""Which questions a run asks, in which order, and why it leaves others out. Decided before the first call."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from scripts.errors import ConfigurationError
from scripts.live.budget import Budget
from scripts.live.probe import HUB, Probe
from scripts.live.questions import Question


@dataclass(frozen=True)
class Plan:
    """Probes in the order in which they are asked, and the reason for every other question."""

    probes: tuple[Probe, ...]
    left_out: Mapping[int, str]

    @property
    def dollars(self) -> float:
        """At most."""
        return sum(probe.cost.dollars for probe in self.probes)


def make_plan(
    questions: Sequence[Question], probes: Iterable[Probe], budget: Budget, parts: Collection[str],
    chosen: Collection[int] = (),
) -> Plan:  # fmt: skip
    """The cheapest questions first, endpoints last, as far as the budget allows."""
    by_number = {probe.number: probe for probe in probes}
    unknown = set(chosen) - {question.number for question in questions}
    if unknown:
        raise ConfigurationError(f"there is no question {min(unknown)}", hint="docs/assumptions.md has the numbers")
    asked: list[Probe] = []
    left_out = {question.number: _by_a_person(question) for question in questions if question.number not in by_number}
    for probe in sorted(by_number.values(), key=_order):
        reason = _reason(probe, budget, parts, chosen)
        if reason:
            left_out[probe.number] = reason
        else:
            asked.append(probe)
            budget = budget.after(probe.cost)
    return Plan(tuple(asked), left_out)


def _order(probe: Probe) -> tuple[bool, float, int]:
    return probe.cost.endpoint, probe.cost.dollars, probe.number


def _by_a_person(question: Question) -> str:
    return f"by a person: {question.settled_by}"


def _reason(probe: Probe, budget: Budget, parts: Collection[str], chosen: Collection[int]) -> str:
    if chosen and probe.number not in chosen:
        return "not chosen"
    if probe.part not in parts:
        return f'needs AS="{HUB}=<profile>", a delegated administrator of Service Catalog and StackSets'
    if not budget.allows(probe.cost):
        return f"needs BUDGET={max(probe.cost.needs, budget.spent + probe.cost.dollars):.2f}"
    return ""
