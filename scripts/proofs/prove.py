"""Proves every statement about a product of this checkout, and keeps what a checker needs."""

import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.configuration import Workspace
from scripts.errors import ConfigurationError
from scripts.proofs.disagreements import known_disagreements, unexplained
from scripts.proofs.proof import Outcome, outcomes
from scripts.proofs.record import proof_record, proof_text
from scripts.proofs.requests import Request
from scripts.proofs.simulation import Answer, evaluator_version, simulated
from scripts.proofs.statements import STATEMENTS
from scripts.proofs.world.people import managed_policy
from scripts.proofs.world.world import Texts, World, make_world
from scripts.releases.render import Rendered, render_products
from scripts.releases.store import text_digest
from scripts.releases.versions import released_version
from templates import FOUNDATIONS

ENVIRONMENT, SCANNERS, OTHERS = ".venv-proofs", ".venv-gate", "proofs"
"""Environments of the second evaluator and of the scanners; the folder of templates besides the product's."""


@dataclass(frozen=True)
class Proved:
    """The world and answers of one product."""

    item: Rendered
    world: World
    outcomes: tuple[Outcome, ...]

    @property
    def folder_name(self) -> Path:
        return Path(self.item.product.name) / released_version(self.item.product.version)


def texts_of_checkout(workspace: Workspace) -> tuple[tuple[Rendered, ...], Texts]:
    items = render_products(workspace)
    products = {item.product.name: item.template for item in items}
    return items, Texts(products, {foundation.name: foundation.render() for foundation in FOUNDATIONS})


def prove(workspace: Workspace, item: Rendered, texts: Texts) -> Proved:
    """The answers of both evaluators to every statement about one product."""
    environment = workspace.root / ENVIRONMENT
    world = make_world(item.product.name, texts, managed_policy(environment))

    def second(requests: Sequence[Request]) -> Sequence[Answer]:
        return simulated(requests, world.facts, environment)

    return Proved(item, world, outcomes(world, STATEMENTS, second))


def require(proved: Proved) -> None:
    """Raises ConfigurationError when a statement does not hold, or the evaluators differ."""
    name = proved.item.product.name
    for outcome in proved.outcomes:
        if outcome.broken:
            problem = f"{name}: {outcome.statement.name} does not hold in {len(outcome.broken)} requests"
            raise ConfigurationError(problem, hint=f"the first: {outcome.broken[0].text}")
        differing = unexplained(outcome.disputed, known_disagreements())
        if differing:
            problem = f"{name}: the evaluators differ on {len(differing)} requests of {outcome.statement.name}"
            raise ConfigurationError(problem, hint=f"the first: {differing[0].text}: {differing[0].second}")


def write(workspace: Workspace, proved: Proved, folder: Path) -> Path:
    """Writes `proof.json`, and the templates that it rests on, below a folder like that of releases."""
    own = folder / proved.folder_name
    files = {own / "proof.json": proof_text(_record(workspace, proved)), own / "template.json": proved.item.template}
    for source, digest in _digests(proved.world).items():
        if source != proved.world.product:
            files[folder / OTHERS / f"{source}-{digest[:12]}.json"] = proved.world.texts.of(source)
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return own / "proof.json"


def _record(workspace: Workspace, proved: Proved) -> dict[str, Any]:
    version = released_version(proved.item.product.version)
    environment = workspace.root / ENVIRONMENT
    record = proof_record(
        proved.world, proved.outcomes, evaluator_version(environment), _digests(proved.world), version
    )
    return record | {"suppressions": list(_suppressions(workspace))}


def _digests(world: World) -> dict[str, str]:
    sources = sorted({stack.source for _, stack in world.stacks})
    return {source: text_digest(world.texts.of(source)) for source in sources}


def suppressions_path(workspace: Workspace) -> Path:
    """The file of exceptions of the scanners."""
    return workspace.root / "scripts" / "gate" / "suppressions.toml"


def _suppressions(workspace: Workspace) -> Iterator[dict[str, Any]]:
    """Every exception of the scanners, as it is when the proof is made."""
    path = suppressions_path(workspace)
    if path.is_file():
        for entries in tomllib.loads(path.read_text(encoding="utf-8")).values():
            yield from json.loads(json.dumps(entries, default=str))
