"""One project for all tests of this folder: it fails in every way, one after the other, and is not deleted."""

from collections.abc import Iterator
from typing import Any

import pytest

from scripts.aws.rehearsal.people import people
from scripts.rehearsal.roles import ModelVersion
from tests.end_to_end.command_line import PEOPLE
from tests.rehearsals.failures.edits import GOOD, UNKNOWN_MACHINE, penalized
from tests.rehearsals.failures.failing_project import FailingProject, FirstDelivery


@pytest.fixture(scope="session")
def project(published: str, sandbox: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FailingProject]:
    """A launched project, whose first version is in training."""
    with pytest.MonkeyPatch.context() as terminal:
        for name, value in sandbox.terminal("").items():
            if name.startswith("GIT_") or name == "AWS_CONFIG_FILE":
                terminal.setenv(name, value)
        failing = FailingProject(people(PEOPLE, "us-east-1"), tmp_path_factory.mktemp("failures"))
        yield failing
    failing.people.inbox.close()
    if failing.state.probe:
        failing.state.probe.stop()


@pytest.fixture(scope="session")
def first(project: FailingProject) -> FirstDelivery:
    """The first version: its first delivery fails, its second one deploys it to production, which is probed then."""
    project.push_deployment("Use larger machines", UNKNOWN_MACHINE)
    project.delivery_failure()  # nothing is approved yet
    project.state.commit = project.training_repository.head()
    version = project.register()
    project.delivery.approve()
    failure = project.delivery_failure()
    project.push_deployment("Use the machines of before", GOOD)
    for step in (
        project.delivery.deploy_staging,
        project.delivery.approve_production,
        project.delivery.deploy_production,
        project.delivery.start_probe,
    ):
        step()
    return FirstDelivery(failure, version)


@pytest.fixture(scope="session")
def in_production(first: FirstDelivery) -> ModelVersion:
    return first.version


@pytest.fixture(scope="session")
def tampered(project: FailingProject, in_production: ModelVersion) -> ModelVersion:
    """A good version, whose file will be replaced. The next one is in training meanwhile."""
    project.push("Lower the penalty", penalized("20.0"))
    version = project.register()
    project.push("Raise the penalty", penalized("40.0"))
    return version


@pytest.fixture(scope="session")
def candidate(project: FailingProject, tampered: ModelVersion) -> ModelVersion:
    """A good version that is newer than every other."""
    return project.register()
