"""What a project's jobs may do with jobs: with its tag, its key and its network, and with those of no other project."""

from typing import Any

import pytest

from tests.templates.rendered import EXAMPLE, LONGEST_ID, products_with
from tests.templates.statements import identity_of
from tests.templates.verdicts import decision

# Elsewhere the role of a state machine starts jobs, and the role of jobs none.
WITH_JOBS = sorted(
    {*products_with("AWS::SageMaker::ModelPackageGroup")} - {*products_with("AWS::StepFunctions::StateMachine")}
)
PLACE = f"arn:aws:sagemaker:{EXAMPLE['AWS::Region']}:{EXAMPLE['AWS::AccountId']}"
REQUEST_TAG, RESOURCE_TAG = "aws:RequestTag/sagemaker:project-id", "aws:ResourceTag/sagemaker:project-id"
SUBNETS, GROUPS = "sagemaker:VpcSubnets", "sagemaker:VpcSecurityGroupIds"
OTHER = "p-0123456789ab"
KEY, OTHER_KEY = "<Key.Arn>", f"arn:aws:kms:ap-southeast-1:222222222222:key/{OTHER}"
NETWORK = {SUBNETS: ["<Subnets>"], GROUPS: ["<SecurityGroups>"]}
KEYS = {"sagemaker:OutputKmsKey": KEY, "sagemaker:VolumeKmsKey": KEY}
OWN_MODEL = {"sagemaker:ModelArn": f"{PLACE}:model/pipelines-abcdefghijkl-model-1"}
CREATED = {
    "CreateHyperParameterTuningJob": ("hyper-parameter-tuning-job", KEYS | NETWORK),
    "CreateModel": ("model", NETWORK),
    "CreateProcessingJob": ("processing-job", KEYS | NETWORK),
    "CreateTrainingJob": ("training-job", KEYS | NETWORK),
    "CreateTransformJob": ("transform-job", KEYS | OWN_MODEL),
}
IN_A_NETWORK = [name for name, (_, context) in CREATED.items() if SUBNETS in context]
WITH_KEYS = [name for name, (_, context) in CREATED.items() if "sagemaker:OutputKmsKey" in context]
STOPPED = ("processing-job", "training-job", "transform-job", "hyper-parameter-tuning-job")


def may(product: str, action: str, kind: str, context: dict[str, Any]) -> bool:
    roles = [found for found in identity_of(product) if found.place == "ExecutionRole"]
    resource = f"{PLACE}:{kind}/pipelines-abcdefghijkl-step-1"
    return decision(roles, f"sagemaker:{action}", resource, context) == "allow"


def may_create(product: str, action: str, **changed: Any) -> bool:
    """With all that the seeds send, but for what is changed; None leaves a key out."""
    kind, context = CREATED[action]
    given = {REQUEST_TAG: LONGEST_ID} | context | changed
    return may(product, action, kind, {key: value for key, value in given.items() if value is not None})


def operation(verb: str, kind: str) -> str:
    return verb + "".join(word.capitalize() for word in kind.split("-"))


@pytest.mark.parametrize("product", WITH_JOBS)
@pytest.mark.parametrize("action", CREATED)
def test_what_is_created_has_the_projects_tag(product: str, action: str) -> None:
    assert may_create(product, action)
    assert not may_create(product, action, **{REQUEST_TAG: OTHER})
    assert not may_create(product, action, **{REQUEST_TAG: None})


@pytest.mark.parametrize("product", WITH_JOBS)
@pytest.mark.parametrize("action", IN_A_NETWORK)
@pytest.mark.parametrize("key", [SUBNETS, GROUPS])
def test_nothing_runs_outside_the_accounts_network(product: str, action: str, key: str) -> None:
    assert not may_create(product, action, **{key: None})
    assert not may_create(product, action, **{key: ["subnet-0123456789abcdef0"]})
    assert not may_create(product, action, **{key: [*NETWORK[key], "subnet-0123456789abcdef0"]})


@pytest.mark.parametrize("product", WITH_JOBS)
@pytest.mark.parametrize("action", WITH_KEYS)
def test_results_and_disks_are_encrypted_with_the_projects_key(product: str, action: str) -> None:
    for key in KEYS:
        assert not may_create(product, action, **{key: OTHER_KEY})
    assert not may_create(product, action, **{"sagemaker:OutputKmsKey": None})


@pytest.mark.parametrize("product", WITH_JOBS)
@pytest.mark.parametrize("action", WITH_KEYS)
def test_a_machine_that_encrypts_its_own_disks_needs_no_key(product: str, action: str) -> None:
    assert may_create(product, action, **{"sagemaker:VolumeKmsKey": None})


@pytest.mark.parametrize("product", WITH_JOBS)
def test_a_transform_job_takes_no_model_of_another_project(product: str) -> None:
    assert not may_create(product, "CreateTransformJob", **{"sagemaker:ModelArn": f"{PLACE}:model/demo-{OTHER}-live"})


@pytest.mark.parametrize("product", WITH_JOBS)
@pytest.mark.parametrize("kind", STOPPED)
def test_a_job_of_another_project_is_neither_stopped_nor_described(product: str, kind: str) -> None:
    assert may(product, operation("Stop", kind), kind, {RESOURCE_TAG: LONGEST_ID})
    assert not may(product, operation("Stop", kind), kind, {RESOURCE_TAG: OTHER})
    assert not may(product, operation("Stop", kind), kind, {})
    assert may(product, operation("Describe", kind), kind, {RESOURCE_TAG: LONGEST_ID})
    assert not may(product, operation("Describe", kind), kind, {RESOURCE_TAG: OTHER})


@pytest.mark.parametrize("product", WITH_JOBS)
def test_a_job_whose_tags_are_late_is_described(product: str) -> None:
    """A pipeline asks for the state of a job as soon as it has created it."""
    assert may(product, "DescribeTrainingJob", "training-job", {})


@pytest.mark.parametrize("product", WITH_JOBS)
@pytest.mark.parametrize("kind", [*STOPPED, "model"])
def test_what_another_project_tagged_is_not_tagged_again(product: str, kind: str) -> None:
    assert may(product, "AddTags", kind, {REQUEST_TAG: LONGEST_ID})
    assert not may(product, "AddTags", kind, {REQUEST_TAG: LONGEST_ID, RESOURCE_TAG: OTHER})
    assert not may(product, "AddTags", kind, {REQUEST_TAG: OTHER, RESOURCE_TAG: LONGEST_ID})
    assert not may(product, "AddTags", kind, {})


@pytest.mark.parametrize("product", WITH_JOBS)
def test_no_version_is_tagged_as_none_can_be(product: str) -> None:
    version = f"{PLACE}:model-package/demo-{LONGEST_ID}/1"
    assert decision(identity_of(product), "sagemaker:AddTags", version, {REQUEST_TAG: LONGEST_ID}) == "nothing"
