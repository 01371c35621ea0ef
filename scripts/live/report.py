"""What a run shows: the plan with its costs, the table of answers, and how it ends."""

from collections.abc import Iterable, Mapping, Sequence

from scripts.errors import CatalogError, UnfinishedError
from scripts.live.budget import Budget, Price
from scripts.live.calls import Place
from scripts.live.plan import Plan
from scripts.live.probe import Verdict
from scripts.live.questions import Question
from scripts.live.results import BROKEN, HELD
from scripts.live.run import Outcome

LONGEST = 64
COLUMNS = ("no.", "assumption", "answer", "because")


class BrokenError(CatalogError):
    """AWS does otherwise than the catalog assumes."""

    exit_code = 5


def place_sentence(place: Place) -> str:
    where = "" if place.is_aws else " · a local one, so no answer is kept in docs/assumptions.json"
    return f"{place.account} · {place.region}{where}"


def plan_lines(plan: Plan, questions: Sequence[Question], answered: Mapping[int, Verdict]) -> list[tuple[str, ...]]:
    """Number, cost and assumption of every question, those that are asked first, in their order."""
    texts = {question.number: question.assumption for question in questions}
    asked = [
        (str(probe.number), probe.cost.sentence, _short(texts[probe.number]), _state(probe.number in answered))
        for probe in plan.probes
    ]
    others = [(str(number), "", _short(texts[number]), reason) for number, reason in sorted(plan.left_out.items())]
    return asked + others


def cost_sentences(plan: Plan, budget: Budget) -> list[str]:
    """What the run costs at most, and where the prices are from."""
    count = f"{len(plan.probes)} questions, ${plan.dollars:.2f} at most, of a budget of ${budget.dollars:.2f}"
    return [count, *(f"{price.unit} ${price.dollars:.4f} ({price.source})" for price in _prices(plan))]


def _prices(plan: Plan) -> Iterable[Price]:
    return dict.fromkeys(probe.cost.price for probe in plan.probes if probe.cost.price)


def _state(answered: bool) -> str:  # noqa: FBT001
    return "answered" if answered else ""


def answer_rows(plan: Plan, outcome: Outcome, questions: Sequence[Question]) -> list[tuple[str, ...]]:
    """A row for every question of the plan."""
    rows: list[tuple[str, ...]] = []
    texts = {question.number: question for question in questions}
    for probe in sorted(plan.probes, key=lambda probe: probe.number):
        found = outcome.answers.get(probe.number)
        answer = (found.answer, found.because) if found else ("not asked", outcome.failures.get(probe.number, ""))
        rows.append((str(probe.number), _short(texts[probe.number].assumption), *answer))
    return rows


def consequences(outcome: Outcome, questions: Sequence[Question]) -> list[str]:
    """For every broken assumption: what relies on it, and what breaks."""
    return [
        f"{question.number} {question.used_in}: {question.if_wrong}"
        for question in questions
        if (found := outcome.answers.get(question.number)) and found.answer == BROKEN
    ]


def ending(plan: Plan, outcome: Outcome) -> CatalogError | None:
    """None if every question of the plan was answered and held, and nothing is left in the account."""
    broken = sorted(number for number, found in outcome.answers.items() if found.answer == BROKEN)
    if broken:
        problem = f"AWS does otherwise than assumed: {', '.join(map(str, broken))}"
        return BrokenError(problem, hint="the lines above name what relies on it; docs/assumptions.md has the rows")
    if outcome.left:
        return UnfinishedError("; ".join(outcome.left), hint="make verify-live CLEAN=yes removes it")
    held = {number for number, found in outcome.answers.items() if found.answer == HELD}
    missing = [str(probe.number) for probe in plan.probes if probe.number not in held]
    if missing or not plan.probes:
        problem = f"without an answer: {', '.join(missing) or 'every question'}"
        return UnfinishedError(problem, hint="the table has the reasons; start again to ask what failed once more")
    return None


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
