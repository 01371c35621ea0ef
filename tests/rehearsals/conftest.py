"""A sandbox to which the catalog was published, and in which builds, trainings and endpoints run."""

from typing import Any

import pytest

from tests.end_to_end.command_line import CommandLine
from tests.published_state import PublishedState


@pytest.fixture(scope="session")
def sandbox(make_sandbox, published_state: PublishedState) -> Any:
    """The sandbox that the tests of this folder share."""
    return make_sandbox(published_state)


@pytest.fixture(scope="session")
def command_line(sandbox) -> CommandLine:
    return CommandLine(sandbox)


@pytest.fixture(scope="session")
def published(sandbox, published_state: PublishedState) -> str:
    """The output of the first publish."""
    return published_state.printed
