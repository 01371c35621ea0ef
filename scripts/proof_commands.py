"""The verbs about proofs: `proof` of candidates, and what a release needs before it is recorded."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from scripts.configuration import Workspace
from scripts.console import Terminal

if TYPE_CHECKING:
    from scripts.proofs.prove import Proved
    from scripts.releases.render import Rendered

terminal = Terminal()
workspace = Workspace.of_this_checkout()
BROKEN_SHOWN = 5


@click.command()
@click.argument("product", required=False)
def proof(product: str | None) -> None:
    """Prove the statements of docs/security.md about the products of this checkout, or about one."""
    from scripts.proofs.prove import prove, require, texts_of_checkout, write

    items, texts = texts_of_checkout(workspace)
    chosen = [item for item in items if product in (None, item.product.name)]
    proved = [prove(workspace, item, texts) for item in chosen]
    for one in proved:
        _show(one)
        terminal.row("proof", workspace.place(write(workspace, one, workspace.build_folder / "proofs")))
    for one in proved:
        require(one)


@click.command()
def security() -> None:
    """Write the generated parts of docs/security.md."""
    from scripts.proofs.document.security import DOCUMENTED, generated, generated_controls, write_document
    from scripts.proofs.prove import ENVIRONMENT, SCANNERS, suppressions_path, texts_of_checkout
    from scripts.proofs.world.people import managed_policy
    from scripts.proofs.world.world import make_world

    _, texts = texts_of_checkout(workspace)
    worlds = [make_world(name, texts, managed_policy(workspace.root / ENVIRONMENT)) for name in DOCUMENTED]
    controls = generated_controls(worlds[0], workspace.root / SCANNERS, suppressions_path(workspace))
    path = workspace.root / "docs" / "security.md"
    write_document(path, generated(worlds) | controls)
    terminal.row("security", workspace.place(path))


def prove_release(items: Iterable["Rendered"]) -> None:
    """Writes the proof of each product beside the record that follows.

    Raises ConfigurationError when a statement does not hold: then nothing is recorded.
    """
    from scripts.proofs.prove import prove, require, texts_of_checkout, write

    _, texts = texts_of_checkout(workspace)
    proved = [prove(workspace, item, texts) for item in items]
    for one in proved:
        require(one)
    for one in proved:
        write(workspace, one, workspace.releases_folder)


def _show(one: "Proved") -> None:
    rows = [
        (outcome.statement.name, f"{len(outcome.checked):,}", str(len(outcome.broken)), str(len(outcome.disputed)))
        for outcome in one.outcomes
    ]
    terminal.table((one.item.product.name, "requests", "do not hold", "disputed"), rows)
    for outcome in one.outcomes:
        for checked in outcome.broken[:BROKEN_SHOWN]:
            terminal.row("fails", f"{outcome.statement.name}: {checked.text}")
