"""A sandbox to which the catalog was published, and the command line as different people run it."""

from collections.abc import Callable
from typing import Any

import pytest

from scripts.aws.answers import pages
from tests.end_to_end.command_line import CommandLine
from tests.published_state import PublishedState


@pytest.fixture(scope="session")
def make_idle_sandbox(make_sandbox) -> Callable[[], Any]:
    """Every launch starts builds. No test here reads them, so they have no Python and end at once."""
    return lambda: make_sandbox(SANDBOX_PYTHON="/dev/null/python")


@pytest.fixture(scope="session")
def make_published_sandbox(make_sandbox, published_state: PublishedState) -> Callable[[], Any]:
    """The same, to which the catalog was published."""
    return lambda: make_sandbox(published_state, SANDBOX_PYTHON="/dev/null/python")


@pytest.fixture(scope="session")
def sandbox(make_published_sandbox) -> Any:
    """The sandbox that the tests of this folder share."""
    return make_published_sandbox()


@pytest.fixture(scope="session")
def command_line(sandbox) -> CommandLine:
    return CommandLine(sandbox)


@pytest.fixture(scope="session")
def make_command_line() -> Callable[..., CommandLine]:
    return CommandLine


@pytest.fixture(scope="session")
def published(sandbox, published_state: PublishedState) -> str:
    """The output of the first publish."""
    return published_state.printed


@pytest.fixture(scope="session")
def project(published: str, command_line: CommandLine, sandbox) -> dict[str, Any]:
    """A launched project: SageMaker's description of it, and its outputs."""
    done = command_line("data-scientist", "launch", "build-train-deploy", "Everything-1")
    assert done.returncode == 0, done.stdout + done.stderr
    described = sandbox.client("sagemaker", "data-scientist").describe_project(ProjectName="Everything-1")
    catalog = sandbox.client("servicecatalog", "data-scientist")
    product = described["ServiceCatalogProvisionedProductDetails"]["ProvisionedProductId"]
    record = catalog.describe_provisioned_product(Id=product)["ProvisionedProductDetail"]["LastRecordId"]
    outputs = [item for page in pages(catalog.describe_record, Id=record) for item in page["RecordOutputs"]]
    return described | {"printed": done.stdout, "outputs": {item["OutputKey"]: item["OutputValue"] for item in outputs}}
