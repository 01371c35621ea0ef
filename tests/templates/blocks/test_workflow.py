"""What the state machines of a project may do: each its own part, with the project's things, and nothing else."""

import json
from typing import Any

import pytest

from tests.templates.rendered import EXAMPLE, LONGEST_ID, filled_in, template_of
from tests.templates.statements import identity_of
from tests.templates.verdicts import decision

PRODUCT = "step-functions-workflow"
PLACE = f"{EXAMPLE['AWS::Region']}:{EXAMPLE['AWS::AccountId']}"
TAG, OTHER = "aws:RequestTag/sagemaker:project-id", "p-0123456789ab"
KEYS = {"sagemaker:OutputKmsKey": "<Key.Arn>", "sagemaker:VolumeKmsKey": "<Key.Arn>"}
NETWORK = {"sagemaker:VpcSubnets": ["<Subnets>"], "sagemaker:VpcSecurityGroupIds": ["<SecurityGroups>"]}
CREATED = {
    "TrainRole": ("CreateTrainingJob", "training-job", KEYS | NETWORK),
    "SaveModelRole": ("CreateModel", "model", NETWORK),
    "ConfigureEndpointRole": ("CreateEndpointConfig", "endpoint-config", {"sagemaker:VolumeKmsKey": "<Key.Arn>"}),
    "DeployEndpointRole": ("CreateEndpoint", "endpoint", {}),
}
RULES = {
    "TrainRole": {
        "StepFunctionsGetEventsForSageMakerProcessingJobsRule",
        "StepFunctionsGetEventsForSageMakerTrainingJobsRule",
    },
    "WorkflowRole": {"StepFunctionsGetEventsForStepFunctionsExecutionRule"},
}
MACHINES = ("Train", "SaveModel", "ConfigureEndpoint", "DeployEndpoint", "Workflow")


def may(role: str, action: str, resource: str, context: dict[str, Any] | None = None) -> bool:
    granted = [found for found in identity_of(PRODUCT) if found.place == role]
    return decision(granted, action, resource, context or {}) == "allow"


def own(kind: str, identifier: str = LONGEST_ID) -> str:
    return f"arn:aws:sagemaker:{PLACE}:{kind}/demo-{identifier}-1"


@pytest.mark.parametrize("role", CREATED)
def test_a_machine_creates_only_what_is_its_part_with_the_projects_tag(role: str) -> None:
    for other, (action, kind, context) in CREATED.items():
        created = may(role, f"sagemaker:{action}", own(kind), {TAG: LONGEST_ID, **context})
        assert created == (role == other), (role, action)
    action, kind, context = CREATED[role]
    assert not may(role, f"sagemaker:{action}", own(kind), context)
    assert not may(role, f"sagemaker:{action}", own(kind), {TAG: OTHER, **context})
    assert not may(role, f"sagemaker:{action}", own(kind, OTHER), {TAG: LONGEST_ID, **context})


@pytest.mark.parametrize("key", [*KEYS, *NETWORK])
def test_no_job_has_another_key_or_network(key: str) -> None:
    given = {TAG: LONGEST_ID} | KEYS | NETWORK
    assert not may("TrainRole", "sagemaker:CreateProcessingJob", own("processing-job"), given | {key: ["other"]})


@pytest.mark.parametrize("title", [f"{name}Role" for name in MACHINES])
def test_a_role_makes_exactly_the_managed_rules_that_its_waiting_states_need(title: str) -> None:
    for rule in {name for rules in RULES.values() for name in rules}:
        for action in ("PutRule", "PutTargets", "DescribeRule"):
            found = may(title, f"events:{action}", f"arn:aws:events:{PLACE}:rule/{rule}")
            assert found == (rule in RULES.get(title, ())), rule


@pytest.mark.parametrize("title", [f"{name}Role" for name in MACHINES])
def test_no_machine_decides_about_a_version_or_starts_one_of_another_project(title: str) -> None:
    assert not may(title, "sagemaker:UpdateModelPackage", own("model-package"))
    assert not may(title, "states:StartExecution", f"arn:aws:states:{PLACE}:stateMachine:sagemaker-{OTHER}-train")


def test_the_build_defines_state_machines_and_cannot_change_their_roles() -> None:
    name = filled_in(template_of(PRODUCT)["Resources"]["TrainMachine"]["Properties"]["StateMachineName"])
    assert may("BuildRole", "states:UpdateStateMachine", "<TrainMachine>")
    assert not may("BuildRole", "states:UpdateStateMachine", f"arn:aws:states:{PLACE}:stateMachine:another")
    assert not may("BuildRole", "states:CreateStateMachine", f"arn:aws:states:{PLACE}:stateMachine:{name}")
    assert [found.place for found in identity_of(PRODUCT) if "iam:PassRole" in found.actions] == [
        "SaveModelRole",
        "TrainRole",
    ]


def test_a_machine_that_no_build_has_defined_says_so() -> None:
    for name in MACHINES:
        definition = json.loads(template_of(PRODUCT)["Resources"][f"{name}Machine"]["Properties"]["DefinitionString"])
        assert definition["States"][definition["StartAt"]]["Type"] == "Fail"
