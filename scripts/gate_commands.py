"""The verbs of the gate."""

from datetime import UTC, datetime

import click

from scripts.configuration import Workspace
from scripts.console import Terminal
from scripts.errors import ConfigurationError

terminal = Terminal()
workspace = Workspace.of_this_checkout()


@click.command()
@click.option("--tool", "tools", multiple=True, metavar="TOOL", help="Only this scanner.")
def gate(tools: tuple[str, ...]) -> None:
    """Scan templates, seeds and locks with every tool."""
    from scripts.gate.rendered import render as render_once
    from scripts.gate.run import chosen, judge, require_clean, rows, run_scanners
    from scripts.gate.scanners import SCANNERS

    render_once(workspace)
    reports = run_scanners(workspace, chosen(SCANNERS, tools))
    outcome = judge(workspace, reports, tuple(SCANNERS), datetime.now(UTC).date())
    terminal.table(("tool", "open", "suppressed", "seconds"), rows(reports, outcome))
    for finding in outcome.open:
        terminal.row("open", finding.sentence)
        terminal.row(" hint", finding.hint)
    terminal.rows("wrong", outcome.problems)
    require_clean(outcome)


@click.command()
def mutation() -> None:
    """Seed defects into every template, and write to docs/gate which rule caught which."""
    from scripts.gate.mutation.measure import measure

    report = measure(workspace)
    terminal.rows("escaped", report.escaped)
    terminal.row("mutation", report.sentence)
    if report.escaped:
        hint = "write the rule that catches their kind, not the instance: scripts/gate/rules"
        raise ConfigurationError(f"{len(report.escaped)} mutants escape the gate", hint=hint)
