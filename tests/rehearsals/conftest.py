"""A sandbox to which the catalog was published, and in which builds, trainings and endpoints run."""

from typing import Any

import pytest

from tests.end_to_end.command_line import CommandLine


@pytest.fixture(scope="session")
def sandbox(make_sandbox) -> Any:
    """The sandbox that the tests of this folder share."""
    return make_sandbox()


@pytest.fixture(scope="session")
def command_line(sandbox) -> CommandLine:
    return CommandLine(sandbox)


@pytest.fixture(scope="session")
def published(command_line: CommandLine) -> str:
    """The output of a first publish."""
    return command_line.published()
