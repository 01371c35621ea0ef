"""A project deploys the models of another one after its owner has agreed, and not before."""

from typing import Any

import pytest

from scripts.errors import UnfinishedError
from scripts.launch import LaunchRequest
from scripts.rehearsal.consent import Consent
from scripts.rehearsal.model_delivery import ModelDelivery
from scripts.rehearsal.project import RehearsedProject
from scripts.rehearsal.roles import ModelVersion


@pytest.fixture
def consent(people: Any, world: Any) -> Consent:
    """Of a project that trains to one that deploys, whose first execution has ended."""
    source, target = RehearsedProject(people), RehearsedProject(people)
    source.launch(LaunchRequest("build-train", "models", None, {}))
    world.registered = [ModelVersion("arn:model-package/1", 1, "Approved", "commit-0")]
    target.launch(LaunchRequest("deploy", "demo", None, {}))
    return Consent(ModelDelivery(source, target))


def test_without_consent_the_sentence_names_project_and_parameter(consent: Consent) -> None:
    assert "p-000000000002" in consent.refuse()


@pytest.mark.parametrize(
    "said", ["", "add p-000000000001 to the parameter ModelsDeployedBy", "ask the owner of p-000000000002"]
)
def test_a_failure_that_does_not_tell_what_to_do_fails_the_step(consent: Consent, world: Any, said: str) -> None:
    world.without_consent = said
    with pytest.raises(UnfinishedError, match="without consent Prepare is Failed"):
        consent.refuse()


def test_a_deployment_that_goes_on_without_consent_fails_the_step(consent: Consent, world: Any) -> None:
    world.consent, world.retried = "p-000000000002", {"deploy-first"}
    world.approved_executions.add("deploy-first")
    with pytest.raises(UnfinishedError, match="without consent Prepare is None"):
        consent.refuse()


def test_the_owner_names_the_project_and_the_stage_is_retried(consent: Consent, world: Any) -> None:
    consent.refuse()
    consent.agree()
    consent.retry()
    assert (world.consent, world.retried) == ("p-000000000002", {"deploy-first"})
