"""The verb that measures the gate itself: `mutation`."""

import click

from scripts.configuration import Workspace
from scripts.console import Terminal
from scripts.errors import ConfigurationError

terminal = Terminal()
workspace = Workspace.of_this_checkout()


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
