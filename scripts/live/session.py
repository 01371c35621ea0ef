"""What the command needs: the questions, the probes, the accounts, and where answers are kept."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from scripts.configuration import Workspace
from scripts.errors import ConfigurationError
from scripts.live.cassette import today
from scripts.live.probe import ACCOUNT, HUB
from scripts.live.probes import PROBES
from scripts.live.questions import Question, read_questions, rendered
from scripts.live.results import BROKEN, HELD, PERSON, Result, read_results, write_results
from scripts.live.run import Outcome, Run, kept_cassette

PARTS = (ACCOUNT, HUB)


def read_parts(pairs: Sequence[str]) -> dict[str, str]:
    """`hub=<profile>` as profiles by the account's part."""
    found = {part: profile for part, _, profile in (pair.partition("=") for pair in pairs)}
    unknown = set(found) - set(PARTS)
    if unknown or not all(found.values()):
        problem = f'AS="{" ".join(pairs)}": {", ".join(sorted(unknown)) or "a profile is missing"}'
        raise ConfigurationError(problem, hint=f'AS="{HUB}=<profile>"; the parts are {", ".join(PARTS)}')
    return found


class Assumptions:
    """docs/assumptions.md and the answers beside it."""

    def __init__(self, workspace: Workspace) -> None:
        docs = workspace.root / "docs"
        self.document, self.stored = docs / "assumptions.md", docs / "assumptions.json"
        self.cassettes, self.root = workspace.cassettes_folder, workspace.root

    def questions(self) -> tuple[Question, ...]:
        return read_questions(self.document.read_text(encoding="utf-8"))

    def render(self) -> bool:
        """Write numbers and answers into the table; whether that changed it."""
        text = self.document.read_text(encoding="utf-8")
        scripted = {probe.number for probe in PROBES}
        new = rendered(text, read_results(self.stored), scripted)
        self.document.write_text(new, encoding="utf-8")
        return new != text

    def keep(self, results: Mapping[int, Result]) -> None:
        """Add answers; of a question that had one, the new one counts."""
        write_results(self.stored, {**read_results(self.stored), **results})
        self.render()

    def keep_run(self, run: Run) -> Path | None:
        """Keep the answers and recordings of a run; where the recordings are."""
        path = kept_cassette(run, self.cassettes)
        self.keep(run.results(path.relative_to(self.root).as_posix() if path else ""))
        return path

    def keep_of_a_person(self, answers: Iterable[str], region: str) -> None:
        """Keep `<number>=held` or `<number>=broken`, as a person saw it."""
        known = {question.number for question in self.questions()}
        found = dict(_answer(pair, known) for pair in answers)
        self.keep({number: Result(number, answer, today(), region, PERSON) for number, answer in found.items()})


def _answer(pair: str, known: Collection[int]) -> tuple[int, str]:
    number, _, answer = pair.partition("=")
    if not number.isdigit() or int(number) not in known or answer not in (HELD, BROKEN):
        raise ConfigurationError(f"`{pair}` is no answer", hint=f"<number>={HELD} or <number>={BROKEN}")
    return int(number), answer


def keep(run: Run, outcome: Outcome, assumptions: Assumptions) -> Path | None:
    """Keep recordings, and answers if AWS gave them; end the run if nothing is left to ask or to remove."""
    path = assumptions.keep_run(run) if run.place.is_aws else kept_cassette(run, run.folder)
    if not outcome.left and not outcome.failures:
        run.close()
    return path
