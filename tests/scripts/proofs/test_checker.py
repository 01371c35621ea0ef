"""The stand-alone checker recomputes a proof from templates, and notices what was changed."""

import ast
import functools
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.configuration import Workspace
from scripts.proofs.evaluation.decision import Evaluator
from scripts.proofs.proof import outcomes
from scripts.proofs.prove import Proved, texts_of_checkout, write
from scripts.proofs.statements import STATEMENTS
from scripts.proofs.world.world import Texts, World
from templates import PRODUCTS

CHECKER = Path(__file__).resolve().parents[3] / "releases" / "verify.py"
LONGEST = 250


def checked(*folders: Path) -> tuple[int, str]:
    """Run in a process without this repository on its path."""
    command = [sys.executable, "-I", str(CHECKER), *map(str, folders)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="session")
def folder_of(
    tmp_path_factory: pytest.TempPathFactory, workspace: Workspace, worlds: Callable[[str, Texts], World]
) -> Callable[[str], Path]:
    """Writes the proof of a product, of the statements that hold, and returns the folder of its version."""
    items, texts = texts_of_checkout(workspace)
    root = tmp_path_factory.mktemp("releases")

    @functools.cache
    def proved(product: str) -> Proved:
        world = worlds(product, texts)
        evaluator = Evaluator(world.facts)
        item = next(item for item in items if item.product.name == product)
        found = outcomes(world, STATEMENTS, lambda requests: [evaluator.allows(request) for request in requests])
        return Proved(item, world, found)

    return lambda product: write(workspace, proved(product), root).parent


@pytest.mark.parametrize("product", [product.name for product in PRODUCTS])
def test_the_checker_agrees_with_the_proof_of_every_product(product: str, folder_of: Callable[[str], Path]) -> None:
    code, said = checked(folder_of(product))
    assert said.startswith("every statement holds")
    assert code == 0


def test_a_template_that_is_not_the_proved_one_is_noticed(folder_of: Callable[[str], Path]) -> None:
    folder = folder_of("build-train")
    template = folder / "template.json"
    template.write_text(template.read_text().replace("executions/", "executions"))
    code, said = checked(folder)
    assert code == 1
    assert "build-train: not the template that was proved" in said


def test_a_proof_that_claims_too_much_is_noticed(folder_of: Callable[[str], Path]) -> None:
    folder = folder_of("build-train")
    proof = json.loads((folder / "proof.json").read_text())
    (assets,) = [one for one in proof["statements"] if one["name"] == "assets"]
    families = json.loads(assets["families"])
    assets["families"] = json.dumps([[not allowed, *rest] for allowed, *rest in families])
    (folder / "proof.json").write_text(json.dumps(proof))
    code, said = checked(folder)
    assert code == 1
    assert said.startswith("assets does not hold")


def test_the_record_names_sentences_requests_assumptions_and_digests(folder_of: Callable[[str], Path]) -> None:
    proof = json.loads((folder_of("deploy") / "proof.json").read_text())
    assert [one["name"] for one in proof["statements"]] == [statement.name for statement in STATEMENTS]
    assert all(one["sentence"] and one["requests"] for one in proof["statements"])
    assert proof["evaluators"]["requests"] == sum(one["requests"] for one in proof["statements"])
    assert {"deploy", "build-train", "foundation-spoke-roles"} <= set(proof["templates"])
    assert "suppressions" in proof
    assert "assumptions" in proof


def test_the_checker_is_short_and_needs_nothing_but_python() -> None:
    text = CHECKER.read_text(encoding="utf-8")
    imported = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(text))
        for name in ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [])
        + ([node.module or ""] if isinstance(node, ast.ImportFrom) else [])
    }
    assert imported <= set(sys.stdlib_module_names)
    assert text.count("\n") <= LONGEST


def test_no_release_is_no_proof() -> None:
    assert checked()[0] == 1
