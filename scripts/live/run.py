"""One run: asks the questions of a plan one after the other, and continues where a killed run ended."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from scripts.errors import CatalogError, ConfigurationError
from scripts.live import journal as events
from scripts.live.budget import Budget
from scripts.live.calls import Aws, Refused
from scripts.live.cassette import Recorded, read_cassette, today, write_cassette
from scripts.live.cleaning import clean
from scripts.live.journal import Journal
from scripts.live.lab import Lab
from scripts.live.pace import Pace
from scripts.live.plan import Plan
from scripts.live.probe import ACCOUNT, HUB, Probe, Verdict
from scripts.live.results import UNDECIDED, Result

DEFAULT_BUDGET = 0.5
Parts = Mapping[str, Aws]


class Progress(Protocol):
    """What the terminal shows while a run goes on."""

    def starts(self, title: str) -> None:
        """A question is asked, or something is removed."""
        ...

    def ends(self, probe: Probe, answer: str, because: str) -> None:
        """A question has an answer, or could not be asked."""
        ...


@dataclass
class Outcome:
    """Answers by number, why questions have none, and what is left in the account."""

    answers: dict[int, Verdict] = field(default_factory=dict[int, Verdict])
    failures: dict[int, str] = field(default_factory=dict[int, str])
    left: tuple[str, ...] = ()


class Run:
    """The state of a run is its journal; the recorded cases are beside it."""

    def __init__(self, folder: Path, parts: Parts, units: tuple[str, ...] = ()) -> None:
        self.folder, self.parts, self.units = folder, parts, units
        self.journal = Journal(folder / "journal.jsonl")
        self.cassette = folder / "cases.jsonl"
        self.place = parts[ACCOUNT].place
        self.pace = Pace.of(is_aws=self.place.is_aws)
        begun = self.journal.run
        if begun and (begun["account"], begun["region"]) != (self.place.account, self.place.region):
            problem = f"the run {begun['run']} was begun in account {begun['account']}, {begun['region']}"
            raise ConfigurationError(problem, hint="use its credentials, or CLEAN=yes with them, to end it first")

    @property
    def answered(self) -> dict[int, Verdict]:
        """What the run knows already."""
        return {number: Verdict(line["answer"], line["because"]) for number, line in self.journal.answers.items()}

    @property
    def budget(self) -> float:
        """Dollars that the run was begun with; without one, what no endpoint needs."""
        return self.journal.run["budget"] if self.journal.run else DEFAULT_BUDGET

    def clean(self, progress: Progress) -> tuple[str, ...]:
        """Remove what is left, also of a run that was killed."""
        return clean(self.journal, self.parts, self.pace, progress.starts)

    def ask(self, plan: Plan, budget: Budget, progress: Progress) -> Outcome:
        """Ask what has no answer yet."""
        if self.journal.run is None:
            where = {"account": self.place.account, "region": self.place.region}
            run = uuid.uuid4().hex[:8]
            self.journal.write(events.RUN, run=run, date=today(), budget=budget.dollars, **where)
        outcome = Outcome(self.answered)
        outcome.left = self.clean(progress)
        for probe in plan.probes:
            if probe.number not in outcome.answers:
                self._ask(probe, budget, outcome, progress)
                outcome.left = self.clean(progress)
        return outcome

    def results(self, cassette: str) -> dict[int, Result]:
        """Held and broken answers, as they are kept."""
        place = self.place
        return {
            number: Result(number, line["answer"], line["date"], place.region, "script", line["because"], cassette)
            for number, line in self.journal.answers.items()
            if line["answer"] != UNDECIDED
        }

    @property
    def date(self) -> str:
        """When it was begun."""
        return self.journal.of(events.RUN)[-1]["date"]

    def close(self) -> None:
        """End the run, so that the next start is a new one."""
        self.journal.close()
        self.cassette.unlink(missing_ok=True)

    def _ask(self, probe: Probe, budget: Budget, outcome: Outcome, progress: Progress) -> None:
        if not Budget(budget.dollars, self.journal.spent).allows(probe.cost):
            outcome.failures[probe.number] = "the budget was spent by attempts that were interrupted"
            return
        progress.starts(f"{probe.number} {probe.question}")
        run = self.journal.of(events.RUN)[-1]["run"]
        self.journal.write(events.ASKS, number=probe.number, dollars=probe.cost.dollars)
        attempt = self.journal.attempts(probe.number)
        lab = Lab(probe, self.parts[probe.part], self.journal, run, attempt, self.pace, self.units)
        try:
            found = self._recorded(lab, probe.ask(lab))
        except (Refused, CatalogError, LookupError) as error:
            problem = f"an answer of AWS lacks {error}" if isinstance(error, LookupError) else str(error)
            outcome.failures[probe.number] = problem
            progress.ends(probe, "failed", problem)
            return
        answer = {"answer": found.answer, "because": found.because}
        self.journal.write(events.ANSWERED, number=probe.number, date=today(), **answer)
        outcome.answers[probe.number] = found
        progress.ends(probe, found.answer, found.because)

    def _recorded(self, lab: Lab, found: Verdict) -> Verdict:
        """The verdict without what identifies the account; its calls are on disk before it is."""
        words = lab.aws.words(frozenset(call.name for call in lab.calls))
        secrets = (*self.units, *(secret for aws in self.parts.values() for secret in aws.secrets))
        probe = lab.probe
        member = probe.part if probe.part == HUB else ACCOUNT if probe.in_organization else ""
        about = (lab.place, lab.calls, secrets, words, self.units, member)
        recorded = Recorded(probe.number, lab.token, lab.run, *about)
        if found.answer != UNDECIDED:  # such an account shows nothing that others have to agree with
            write_cassette(self.cassette, [recorded.case(today())])
        return Verdict(found.answer, str(recorded.redaction.value(found.because, "message")))


def kept_cassette(run: Run, folder: Path) -> Path | None:
    """Where the recorded cases of a run are kept: of the day on which it began and a region in one file."""
    cases = read_cassette(run.cassette)
    if not cases:
        return None
    path = folder / f"cases-{run.date}-{run.place.region}.jsonl"
    write_cassette(path, cases)
    return path
