"""One project for all tests of this folder: it fails in every way, one after the other, and nobody cleans up."""

from collections.abc import Iterator
from typing import Any

import pytest

from scripts.aws.rehearsal.people import cast
from scripts.rehearsal.roles import ModelVersion
from tests.end_to_end.command_line import PEOPLE
from tests.rehearsals.failures.edits import GOOD, UNSERVICEABLE, penalized
from tests.rehearsals.failures.living import First, Living


@pytest.fixture(scope="session")
def living(published: str, sandbox: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Living]:
    """A launched project, whose first version is in training."""
    with pytest.MonkeyPatch.context() as terminal:
        for name, value in sandbox.terminal("").items():
            if name.startswith("GIT_") or name == "AWS_CONFIG_FILE":
                terminal.setenv(name, value)
        found = Living(cast(PEOPLE, "us-east-1"), tmp_path_factory.mktemp("failures"))
        yield found
    found.cast.inbox.close()
    if found.promotion.traffic:
        found.promotion.traffic.stop()


@pytest.fixture(scope="session")
def first(living: Living) -> First:
    """The first version: its first delivery fails, the second one goes to production, which is asked from then on."""
    living.push_deployment("Weigh the variant", UNSERVICEABLE)
    living.delivered()  # nothing is approved yet
    living.play.notes.commit = living.training.head()
    version = living.register()
    living.promotion.approve()
    failure = living.delivered()
    living.push_deployment("Weigh the variant as before", GOOD)
    for stage in (living.promotion.stage, living.promotion.release, living.promotion.deploy):
        stage()
    living.ask_production(version)
    return First(failure, version)


@pytest.fixture(scope="session")
def in_production(first: First) -> ModelVersion:
    return first.version


@pytest.fixture(scope="session")
def tampered(living: Living, in_production: ModelVersion) -> ModelVersion:
    """A good version, whose file somebody will replace. The next one is in training meanwhile."""
    living.push("Trust the columns a little more", penalized("20.0"))
    version = living.register()
    living.push("Trust the columns a little less", penalized("40.0"))
    return version


@pytest.fixture(scope="session")
def candidate(living: Living, tampered: ModelVersion) -> ModelVersion:
    """A good version that is newer than every other."""
    return living.register()
