"""The verbs about how AWS really behaves: agreement, verify-live, assumptions."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from scripts.configuration import Workspace
from scripts.console import Terminal
from scripts.errors import ConfigurationError, UnfinishedError

if TYPE_CHECKING:
    from scripts.live.budget import Budget
    from scripts.live.plan import Plan
    from scripts.live.probe import Probe
    from scripts.live.run import Run
    from scripts.live.session import Assumptions

terminal = Terminal()
workspace = Workspace.of_this_checkout()


@click.command()
@click.argument("recordings", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--state", type=click.Path(exists=True, file_okay=False, path_type=Path), default=".sandbox")
@click.option("--service", "services", multiple=True, help="Replay this service alone; writes no table.")
def agreement(recordings: Path, state: Path, services: tuple[str, ...]) -> None:
    """Replay recorded answers of AWS against a running, empty sandbox, and count what agrees."""
    from scripts.agreement import run, table
    from scripts.aws.agreement import sandbox_client

    cases = run.chosen_cases(recordings, services, workspace.cassettes_folder)
    with terminal.err.status(f"replaying {len(cases)} cases"):
        verdicts = run.replay_cases(cases, sandbox_client(state))
    counted = run.count(verdicts, workspace.agreement_folder)
    terminal.table(("service", *table.COLUMNS), table.texts(counted))
    if services:
        terminal.rows("differs", [line.sentence for line in counted.differences])
        return
    terminal.rows("table", [workspace.place(path) for path in run.write_table(counted, workspace.agreement_folder)])
    run.check(counted)


@click.command()
@click.option("--answer", "answers", multiple=True, metavar="NUMBER=held|broken", help="What a person saw in AWS.")
@click.option("--region", help="Where it was seen.")
def assumptions(answers: tuple[str, ...], region: str | None) -> None:
    """Write numbers and answers into docs/assumptions.md; keep an answer that a person saw."""
    from scripts.live.session import Assumptions

    kept = Assumptions(workspace)
    if answers and not region:
        raise ConfigurationError("an answer needs the region where it was seen", hint="--region <region>")
    if answers and region:
        kept.keep_of_a_person(answers, region)
    changed = kept.render()
    terminal.row("table", f"{workspace.place(kept.document)}{'' if changed or answers else ' has every answer'}")


@click.command("verify-live")
@click.option("--environment", "-e", default="sandbox", show_default=True, help="A file of portfolios/environments.")
@click.option("--as", "profiles", multiple=True, metavar="hub=PROFILE", help="The profile of another account.")
@click.option("--budget", type=float, help="Dollars that the run may spend at most, up to 5.")
@click.option("--question", "chosen", type=int, multiple=True, help="Ask this question alone.")
@click.option("--clean", is_flag=True, help="Remove what an interrupted run left, and end it.")
def verify_live(
    environment: str, profiles: tuple[str, ...], budget: float | None, chosen: tuple[int, ...], *, clean: bool
) -> None:
    """Ask an account the questions of docs/assumptions.md, and record its answers."""
    from scripts.live import report
    from scripts.live.budget import Budget
    from scripts.live.plan import make_plan
    from scripts.live.probes import PROBES
    from scripts.live.session import Assumptions

    kept, run = Assumptions(workspace), _run(environment, profiles)
    terminal.row("account", report.place_sentence(run.place))
    if clean:
        _clean(run)
        return
    most = Budget(run.budget if budget is None else budget)
    plan = make_plan(kept.questions(), PROBES, most, run.parts, chosen)
    terminal.table(("no.", "cost", "assumption", ""), report.plan_lines(plan, kept.questions(), run.answered))
    terminal.rows("cost", report.cost_sentences(plan, most))
    if budget is None and run.journal.run is None:
        _confirm(plan)
    _ask(run, plan, most, kept)


def _run(environment: str, profiles: Sequence[str]) -> "Run":
    from scripts.aws.account import Account
    from scripts.aws.live import AwsAccount
    from scripts.live.probe import ACCOUNT
    from scripts.live.run import Run
    from scripts.live.session import read_parts

    settings = workspace.environment(environment)
    found: dict[str, str | None] = {ACCOUNT: None, **read_parts(profiles)}
    parts = {part: AwsAccount(Account.of_profile(profile), settings.home_region) for part, profile in found.items()}
    units = tuple(settings.units[name] for name in settings.targets)
    return Run(workspace.build_folder / "live" / environment, parts, units)


def _clean(run: "Run") -> None:
    left = run.clean(_Progress())
    if left:
        raise UnfinishedError("; ".join(left), hint="remove the cause, then make verify-live CLEAN=yes again")
    if run.journal.run:
        run.close()
    terminal.row("clean", "nothing of a run is left")


def _confirm(plan: "Plan") -> None:
    """The cost is agreed to before the first call that makes anything."""
    if not terminal.err.is_terminal:
        hint = "BUDGET=<dollars> starts the run without a question; 0 asks what is free"
        raise ConfigurationError(f"the run would cost up to ${plan.dollars:.2f}; nobody agreed to that", hint=hint)
    click.confirm(f"ask {len(plan.probes)} questions for up to ${plan.dollars:.2f}?", abort=True)


def _ask(run: "Run", plan: "Plan", most: "Budget", kept: "Assumptions") -> None:
    from scripts.live import report
    from scripts.live.session import keep

    questions = kept.questions()
    outcome = run.ask(plan, most, _Progress())
    terminal.table(report.COLUMNS, report.answer_rows(plan, outcome, questions))
    terminal.rows("breaks", report.consequences(outcome, questions))
    cassette = keep(run, outcome, kept)
    if cassette:
        terminal.row("recorded", workspace.place(cassette))
    failure = report.ending(plan, outcome)
    if failure:
        raise failure


class _Progress:
    """One line for each question that is asked, and for each answer."""

    def starts(self, title: str) -> None:
        terminal.err.print(f"{'…':<10}{title}", markup=False)

    def ends(self, probe: "Probe", answer: str, because: str) -> None:
        terminal.row(answer, f"{probe.number:>2}  {because}")
