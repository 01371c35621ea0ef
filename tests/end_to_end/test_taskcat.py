"""taskcat creates and deletes the products' stacks, with the settings that a publish left in an account."""

import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.configuration import Workspace
from scripts.releases.render import write_templates
from templates import PRODUCTS
from tests.end_to_end.command_line import ROOT

TESTS = yaml.safe_load((ROOT / ".taskcat.yml").read_text(encoding="utf-8"))["tests"]


@pytest.fixture(scope="module")
def templates() -> None:
    write_templates(Workspace(ROOT))


def taskcat(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [ROOT / ".venv-taskcat" / "bin" / "python", ROOT / "scripts" / "taskcat" / "stacks.py", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_every_product_has_a_test_that_gives_what_it_asks_for() -> None:
    for product in PRODUCTS:
        test = TESTS[product.name]
        assert Path(test["template"]).stem == product.name
        parameters = product.build(dict.fromkeys((*product.archives, *product.templates), "k")).parameters
        asked = {name for name, parameter in parameters.items() if "Default" not in parameter.properties}
        assert set(test["parameters"]) == asked - {"SageMakerProjectId"}
    assert set(TESTS) == {product.name for product in PRODUCTS}


@pytest.mark.usefixtures("published", "templates")
def test_the_stack_of_a_product_is_created_and_deleted(sandbox: Any) -> None:
    done = taskcat(sandbox.terminal("development"), "build-train", "deploy")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "passed  build-train in us-east-1" in done.stdout
    assert "left out deploy: give PARAMETERS=ModelPackageGroupName=<value>" in done.stdout
    stacks = sandbox.client("cloudformation", "development").describe_stacks()["Stacks"]
    assert not [stack["StackName"] for stack in stacks if stack["StackName"].startswith("tCaT-")]


@pytest.mark.usefixtures("published", "templates")
def test_a_stack_that_is_not_created_is_named_with_the_reason_and_deleted(sandbox: Any) -> None:
    done = taskcat(sandbox.terminal("development"), "deploy", "ModelPackageGroupName=nobody-s-models")
    assert done.returncode == 1
    assert "failed  deploy in us-east-1" in done.stdout
    assert "/mlops-catalog-models/nobody-s-models/project" in done.stdout
    assert "stack deleted" in done.stdout


def test_an_unknown_test_is_an_error_that_lists_the_tests() -> None:
    done = taskcat({}, "train")
    assert done.returncode == 2
    assert f"hint: one of {', '.join(TESTS)}" in done.stdout
