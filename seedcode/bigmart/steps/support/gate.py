"""The rules that a model has to meet to be registered, and the sentence with the result.

**Better than the baselines** has to be shown: the lower end of the improvement over the best one has to reach what is
required. **Not worse than production** is the other way round: a model is stopped if it is shown to be worse, when even
the favourable end of the comparison is a larger loss than allowed. To ask for proof of the opposite would stop nearly
every model that is as good as production's: 85 to 92 of 100 in the simulation of the README, on test sets of any size.
A test set that is too small to show a loss is one that cannot show an advantage over the baselines either.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from support.configuration import Gate

LONGEST = 256
"""Characters of a value of CustomerMetadataProperties, and which: API reference, CreateModelPackage."""
FORBIDDEN = re.compile(r"[^\w .:/=+\-@]")
MOST_DIGITS = 6


@dataclass(frozen=True)
class Rule:
    """A figure with its interval, of which the end `compared` counts. With `direction` lower, `least` is the most."""

    what: str
    value: float
    low: float
    high: float
    least: float
    compared: str = "low"
    direction: str = "higher"

    @property
    def end(self) -> float:
        return self.low if self.compared == "low" else self.high

    @property
    def short(self) -> float:
        """How much is missing; not more than 0 if the rule holds."""
        return self.least - self.end if self.direction == "higher" else self.end - self.least

    @property
    def holds(self) -> bool:
        return self.short <= 0

    def document(self) -> dict[str, Any]:
        return asdict(self) | {"holds": self.holds}


def judge(gate: Gate, result: Mapping[str, Any]) -> dict[str, Any]:
    """`passed` is 1 or 0, from the figures of evaluation.json; the verdict names the rules that were missed, or all."""
    every = rules(gate, result)
    missed = [rule for rule in every if not rule.holds]
    return {
        "rules": [rule.document() for rule in every],
        "passed": 0 if missed else 1,
        "verdict": verdict(missed or every, gate, result),
    }


def rules(gate: Gate, result: Mapping[str, Any]) -> list[Rule]:
    """Better than the best baseline, the metric itself if a limit is set, not worse than production."""
    name, direction = result["metric"]["name"], result["metric"]["direction"]
    difference, production = result["difference"]["baseline"], result["difference"]["champion"]
    found = [Rule(f"better than {difference['name']}", *figures(difference), gate.minimum_improvement)]
    if gate.minimum is not None:
        worse = "low" if direction == "higher" else "high"
        own = figures(result["candidate"][name])
        found.append(Rule(name, *own, gate.minimum, worse, direction))
    if production:
        what, least = f"not worse than {production['name']}", 0 - gate.maximum_regression
        found.append(Rule(what, *figures(production), least, "high"))
    return found


def figures(given: Mapping[str, Any]) -> tuple[float, float, float]:
    return given["value"], given["low"], given["high"]


def verdict(shown: list[Rule], gate: Gate, result: Mapping[str, Any]) -> str:
    """One sentence in signs that the registry takes; what is less important is left out if it does not fit."""
    start = "Good enough" if all(rule.holds for rule in shown) else "Not good enough"
    parts = [f"{start}: {' and '.join(map(words, shown))}"]
    further = [problem(result), measured(result), f"reliably means with {100 * gate.confidence:g} percent confidence"]
    for part in filter(None, further):
        longer = FORBIDDEN.sub(" ", " - ".join([*parts, part]))
        if len(longer) <= LONGEST:
            parts.append(part)
    return FORBIDDEN.sub(" ", " - ".join(parts))[:LONGEST]


def words(rule: Rule) -> str:
    """A rule with what was found."""
    if rule.what.startswith("not worse than "):
        return against_production(rule)
    if rule.what.startswith("better than "):
        what = rule.what if rule.value >= 0 else rule.what.replace("better", "worse", 1)
        return f"{percent(abs(rule.value))} {what} and reliably {required(rule, 100, 1)}"
    return f"{rule.what} {rule.value:.3f} and reliably {required(rule, 1, 3)}"


def against_production(rule: Rule) -> str:
    """How much better or worse than production, and whether that may be chance."""
    name = rule.what.removeprefix("not worse than ")
    if rule.value >= 0:
        return f"{percent(rule.value)} better than {name}"
    lost = f"{percent(-rule.value)} worse than {name}"
    if rule.end >= 0:
        return f"{lost} which may be chance"
    loss = Rule(name, -rule.value, -rule.high, -rule.low, 0 - rule.least, direction="lower")
    return f"{lost} and reliably {required(loss, 100, 1)}"


def percent(share: float) -> str:
    return f"{100 * share:.1f} percent"


def required(rule: Rule, factor: int, digits: int) -> str:
    """The end that is compared and the limit; a miss that rounding would hide is shown with more digits."""
    end, least = (factor * value for value in (rule.end, rule.least))
    while not rule.holds and digits < MOST_DIGITS and f"{end:.{digits}f}" == f"{least:.{digits}f}":
        digits += 1
    only = "" if rule.holds or rule.direction == "lower" else "only "
    return f"{only}{end:.{digits}f}: {'required' if rule.direction == 'higher' else 'allowed'} {least:.{digits}f}"


def measured(result: Mapping[str, Any]) -> str:
    """The metric of the model, of the best baseline and of production."""
    name, unit = result["metric"]["name"], result["metric"].get("unit", "")
    best, champion = result["difference"]["baseline"]["name"], result["champion"]
    others = [f"{number(result['baselines'][best][name]['value'])} of {best}"]
    if champion and "metrics" in champion:
        others.append(f"{number(champion['metrics'][name]['value'])} of {result['difference']['champion']['name']}")
    own = f"{name} {number(result['candidate'][name]['value'])}{f' {unit}' if unit else ''}"
    return f"{own} against {' and '.join(others)}: {result['metric']['direction']} is better"


def number(value: float) -> str:
    """In the digits that tell one model from another, whatever the size of the target."""
    if abs(value) >= 100:
        return f"{value:.0f}"
    return f"{value:.3f}" if abs(value) >= 0.01 or not value else f"{value:.3g}"


def problem(result: Mapping[str, Any]) -> str:
    """Why production was not compared, if it was not."""
    return (result["champion"] or {}).get("problem", "")
