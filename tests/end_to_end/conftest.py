"""A sandbox to which the catalog was published, and the command line as different people run it."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class CommandLine:
    """`python -m scripts` against one sandbox, from one checkout."""

    sandbox: Any
    root: Path = ROOT

    def environment(self, person: str) -> dict[str, str]:
        """The environment of a terminal in which a person works."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        return inherited | {"AWS_CONFIG_FILE": str(self.sandbox.state / "aws-config"), "AWS_PROFILE": person}

    def __call__(self, person: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "scripts", *arguments],
            cwd=self.root,
            env=self.environment(person) | environment,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="session")
def sandbox(make_sandbox) -> Any:
    """The sandbox that the tests of this folder share."""
    return make_sandbox()


@pytest.fixture(scope="session")
def command_line(sandbox) -> CommandLine:
    return CommandLine(sandbox)


@pytest.fixture(scope="session")
def make_command_line() -> Callable[..., CommandLine]:
    return CommandLine


@pytest.fixture(scope="session")
def published(command_line: CommandLine) -> str:
    """What a first publish printed."""
    done = command_line("hub", "publish")
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="session")
def project(published: str, command_line: CommandLine, sandbox) -> dict[str, Any]:
    """A launched project: SageMaker's description of it, and its outputs."""
    done = command_line("data-scientist", "launch", "build-train-deploy", "Everything-1")
    assert done.returncode == 0, done.stdout + done.stderr
    described = sandbox.client("sagemaker", "data-scientist").describe_project(ProjectName="Everything-1")
    catalog = sandbox.client("servicecatalog", "data-scientist")
    product = described["ServiceCatalogProvisionedProductDetails"]["ProvisionedProductId"]
    record = catalog.describe_provisioned_product(Id=product)["ProvisionedProductDetail"]["LastRecordId"]
    outputs = catalog.describe_record(Id=record)["RecordOutputs"]
    return described | {"printed": done.stdout, "outputs": {item["OutputKey"]: item["OutputValue"] for item in outputs}}
