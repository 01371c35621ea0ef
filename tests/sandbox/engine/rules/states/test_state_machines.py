"""State machines: their names, roles, tags and logging, and what is told of them."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.engine.rules.states.conftest import ALL, TRUST, Workflows
from tests.sandbox.engine.rules.states.machines import machine, passing, task

PLAIN = machine(A=passing())
TRAINING = "arn:aws:states:::sagemaker:createTrainingJob.sync"


def _code(call: Any, **members: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as refused:
        call(**members)
    return refused.value.response["Error"]["Code"], refused.value.response["Error"]["Message"]


@pytest.mark.parametrize("name", ["two words", "a/b", "a:b", "a*", "<a>", "a\x7f", "a#b"])
def test_a_name_with_signs_that_aws_forbids_is_refused(workflows: Workflows, name: str) -> None:
    assert _code(workflows.create, definition=PLAIN, name=name) == ("InvalidName", f"Invalid Name: '{name}'")
    arn = workflows.create(PLAIN)
    assert _code(workflows.client.start_execution, stateMachineArn=arn, name=name)[0] == "InvalidName"


def test_a_name_may_have_dots_dashes_and_underscores(workflows: Workflows) -> None:
    arn = workflows.create(PLAIN, name="a.b-c_d")
    assert workflows.start(arn, name="e.f-g_h").endswith(":execution:a.b-c_d:e.f-g_h")
    workflows.client.delete_state_machine(stateMachineArn=arn)


def test_creating_the_same_machine_again_gives_the_first(workflows: Workflows) -> None:
    first = workflows.create(PLAIN, name="again")
    other = workflows.role(ALL)
    assert workflows.create(PLAIN, name="again", roleArn=other, tags=[{"key": "a", "value": "b"}]) == first
    described = workflows.client.describe_state_machine(stateMachineArn=first)
    assert described["roleArn"] == workflows.everything


def test_another_definition_under_a_taken_name_is_refused_even_if_only_blanks_differ(workflows: Workflows) -> None:
    arn = workflows.create(PLAIN, name="taken")
    refused = _code(workflows.create, definition=json.dumps(PLAIN, indent=1), name="taken")
    assert refused == ("StateMachineAlreadyExists", f"State Machine Already Exists: '{arn}'")


def test_a_role_must_trust_step_functions(workflows: Workflows) -> None:
    stranger = workflows.role(ALL, trust=TRUST | {"Principal": {"Service": "lambda.amazonaws.com"}})
    code, message = _code(workflows.create, definition=PLAIN, roleArn=stranger)
    assert code == "AccessDeniedException"
    assert "Neither the global service principal states.amazonaws.com, nor the regional one" in message
    arn = workflows.create(PLAIN)
    assert _code(workflows.client.update_state_machine, stateMachineArn=arn, roleArn=stranger)[0] == code


def test_the_regional_principal_may_be_trusted(workflows: Workflows) -> None:
    regional = workflows.role(ALL, trust=TRUST | {"Principal": {"Service": "states.us-east-1.amazonaws.com"}})
    assert workflows.create(PLAIN, roleArn=regional)


def test_a_role_that_waits_for_jobs_needs_the_rule_that_tells_their_end(workflows: Workflows) -> None:
    names = ("TrainingJobName", "AlgorithmSpecification", "RoleArn", "OutputDataConfig", "ResourceConfig")
    given = {f"{name}.$": "$" for name in (*names, "StoppingCondition")}
    definition = machine(A=task(TRAINING, Parameters=given))
    job = {"Effect": "Allow", "Action": "sagemaker:*", "Resource": "*"}
    rule = "arn:aws:events:us-east-1:222222222222:rule/StepFunctionsGetEventsForSageMakerTrainingJobsRule"
    actions = ["events:PutTargets", "events:PutRule", "events:DescribeRule"]
    lacking = workflows.role(job, {"Effect": "Allow", "Action": actions[:2], "Resource": rule})
    problem = f"'{lacking}' is not authorized to create managed-rule."
    assert _code(workflows.create, definition=definition, roleArn=lacking) == ("AccessDeniedException", problem)
    exact = workflows.role(job, {"Effect": "Allow", "Action": actions, "Resource": rule})
    assert workflows.create(definition, roleArn=exact)


def test_a_machine_is_described_with_everything_that_aws_tells(workflows: Workflows) -> None:
    arn = workflows.create(PLAIN)
    described = workflows.client.describe_state_machine(stateMachineArn=arn)
    described.pop("ResponseMetadata")
    assert described.pop("creationDate") is not None
    assert described == {
        "stateMachineArn": arn,
        "name": arn.rpartition(":")[2],
        "status": "ACTIVE",
        "definition": json.dumps(PLAIN),
        "roleArn": workflows.everything,
        "type": "STANDARD",
        "loggingConfiguration": {"level": "OFF", "includeExecutionData": False},
        "tracingConfiguration": {"enabled": False},
        "encryptionConfiguration": {"type": "AWS_OWNED_KEY"},
    }


def test_an_update_changes_what_later_executions_run(workflows: Workflows) -> None:
    arn = workflows.create(PLAIN)
    old = workflows.start(arn, name="old")
    changed = json.dumps(machine(A=passing(Result="new")))
    updated = workflows.client.update_state_machine(stateMachineArn=arn, definition=changed)
    described = workflows.client.describe_state_machine(stateMachineArn=arn)
    assert (described["definition"], described["revisionId"]) == (changed, updated["revisionId"])
    again = workflows.client.update_state_machine(stateMachineArn=arn, definition=changed)
    assert again["revisionId"] == updated["revisionId"]
    assert workflows.ended(workflows.start(arn, name="new"))["output"] == '"new"'
    shown = workflows.client.describe_state_machine_for_execution(executionArn=old)
    assert shown["definition"] == json.dumps(PLAIN)


def test_an_update_of_nothing_is_refused(workflows: Workflows) -> None:
    arn = workflows.create(PLAIN)
    assert _code(workflows.client.update_state_machine, stateMachineArn=arn)[0] == "MissingRequiredParameter"


@pytest.mark.parametrize(
    ("operation", "member"),
    [
        ("describe_state_machine", "stateMachineArn"),
        ("delete_state_machine", "stateMachineArn"),
        ("start_execution", "stateMachineArn"),
        ("list_executions", "stateMachineArn"),
        ("describe_execution", "executionArn"),
        ("get_execution_history", "executionArn"),
        ("stop_execution", "executionArn"),
        ("redrive_execution", "executionArn"),
        ("list_tags_for_resource", "resourceArn"),
    ],
)
def test_what_is_no_arn_of_its_kind_is_refused(workflows: Workflows, operation: str, member: str) -> None:
    call = getattr(workflows.client, operation)
    assert _code(call, **{member: "machine"}) == ("InvalidArn", "Invalid Arn: 'Invalid ARN prefix: machine'")
    express = f"arn:aws:states:us-east-1:{workflows.account}:express:m:e"
    problem = "Invalid Arn: 'Resource type not valid in this context: express'"
    assert _code(call, **{member: express}) == ("InvalidArn", problem)


def test_what_does_not_exist_is_named(workflows: Workflows) -> None:
    arn = f"arn:aws:states:us-east-1:{workflows.account}:stateMachine:none"
    problem = f"State Machine Does Not Exist: '{arn}'"
    for call in (workflows.client.describe_state_machine, workflows.client.start_execution):
        assert _code(call, stateMachineArn=arn) == ("StateMachineDoesNotExist", problem)
    assert _code(workflows.client.list_tags_for_resource, resourceArn=arn)[0] == "ResourceNotFound"
    workflows.client.delete_state_machine(stateMachineArn=arn)


def test_tags_are_kept_once_per_key(workflows: Workflows) -> None:
    arn = workflows.create(PLAIN, tags=[{"key": "a", "value": "1"}])
    workflows.client.tag_resource(resourceArn=arn, tags=[{"key": "a", "value": "2"}, {"key": "b", "value": ""}])
    listed = workflows.client.list_tags_for_resource(resourceArn=arn)["tags"]
    assert listed == [{"key": "a", "value": "2"}, {"key": "b", "value": ""}]
    workflows.client.untag_resource(resourceArn=arn, tagKeys=["a", "a", "z"])
    assert workflows.client.list_tags_for_resource(resourceArn=arn)["tags"] == [{"key": "b", "value": ""}]
    many = [{"key": f"k{number}", "value": ""} for number in range(50)]
    assert _code(workflows.client.tag_resource, resourceArn=arn, tags=many)[0] == "TooManyTags"


def test_machines_are_listed_in_pages(workflows: Workflows) -> None:
    names = sorted(f"page{number}" for number in range(5))
    for name in names:
        workflows.create(PLAIN, name=name)
    pages = workflows.client.get_paginator("list_state_machines").paginate(PaginationConfig={"PageSize": 2})
    listed = [each["name"] for page in pages for each in page["stateMachines"]]
    assert [name for name in listed if name in names] == names
    assert _code(workflows.client.list_state_machines, maxResults=1001)[0] == "ValidationException"
    assert _code(workflows.client.list_state_machines, nextToken="x")[0] == "InvalidToken"


def test_deleting_a_machine_ends_its_executions_at_their_next_state(workflows: Workflows) -> None:
    arn = workflows.create(machine(A={"Type": "Wait", "Seconds": 240, "Next": "B"}, B=passing()))
    execution = workflows.start(arn)
    workflows.client.delete_state_machine(stateMachineArn=arn)
    assert workflows.client.describe_state_machine(stateMachineArn=arn)["status"] == "DELETING"
    assert _code(workflows.client.start_execution, stateMachineArn=arn)[0] == "StateMachineDeleting"
    assert workflows.ended(execution)["status"] == "ABORTED"
    assert _code(workflows.client.describe_state_machine, stateMachineArn=arn)[0] == "StateMachineDoesNotExist"
