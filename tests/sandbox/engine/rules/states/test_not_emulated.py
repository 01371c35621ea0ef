"""What no workflow needs is refused by name, however deep it lies in a definition."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.engine.rules.states.conftest import Workflows
from tests.sandbox.engine.rules.states.machines import machine, passing, task

ACTIVITY = "arn:aws:states:us-east-1:222222222222:activity:a"


def _inside(state: dict[str, Any]) -> dict[str, Any]:
    """A machine with a state two levels down."""
    inner = {"Type": "Map", "ItemProcessor": machine(Deep=state), "End": True}
    return machine(Outer={"Type": "Parallel", "Branches": [machine(Inner=inner)], "End": True})


DEFINITIONS = {
    "QueryLanguage JSONata in definition": {"QueryLanguage": "JSONata", **machine(A=passing())},
    "QueryLanguage JSONata in state Deep": _inside(passing(QueryLanguage="JSONata")),
    "Assign in state Deep": _inside(passing(Assign={"a": 1})),
    "The variable $name in state Deep": _inside(passing(Parameters={"a.$": "$name"})),
    "Credentials in state Deep": _inside(
        task("arn:aws:lambda:us-east-1:222222222222:function:f", Credentials={"RoleArn": "x"})
    ),
    "A distributed Map in state A": machine(
        A={
            "Type": "Map",
            "ItemProcessor": {"ProcessorConfig": {"Mode": "DISTRIBUTED"}, **machine(I=passing())},
            "End": True,
        }
    ),
    "ItemReader in state A": machine(
        A={"Type": "Map", "ItemReader": {}, "ItemProcessor": machine(I=passing()), "End": True}
    ),
    f"{ACTIVITY} in state Deep": _inside(task(ACTIVITY)),
    "arn:aws:states:::batch:submitJob.sync in state Deep": _inside(task("arn:aws:states:::batch:submitJob.sync")),
    "arn:aws:states:::dynamodb:getItem in state Deep": _inside(task("arn:aws:states:::dynamodb:getItem")),
    "arn:aws:states:::aws-sdk:athena:listWorkGroups in state A": machine(
        A=task("arn:aws:states:::aws-sdk:athena:listWorkGroups")
    ),
}


def _message(refused: pytest.ExceptionInfo[ClientError]) -> str:
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501
    return refused.value.response["Error"]["Message"]


@pytest.mark.parametrize("name", DEFINITIONS)
def test_a_definition_is_refused_with_the_name_of_what_it_has(workflows: Workflows, name: str) -> None:
    text = json.dumps(DEFINITIONS[name])
    with pytest.raises(ClientError) as created:
        workflows.create(text)
    with pytest.raises(ClientError) as validated:
        workflows.client.validate_state_machine_definition(definition=text)
    assert _message(created) == _message(validated)
    assert _message(created).startswith(name)


@pytest.mark.parametrize(
    ("members", "name"),
    [
        ({"type": "EXPRESS"}, "type EXPRESS"),
        ({"publish": True}, "publish"),
        ({"tracingConfiguration": {"enabled": True}}, "tracingConfiguration.enabled"),
        ({"encryptionConfiguration": {"type": "CUSTOMER_MANAGED_KMS_KEY", "kmsKeyId": "k"}}, "encryptionConfiguration"),
    ],
)
def test_a_member_of_creation_is_refused_by_its_name(workflows: Workflows, members: dict[str, Any], name: str) -> None:
    with pytest.raises(ClientError) as refused:
        workflows.create(machine(A=passing()), **members)
    assert _message(refused).startswith(name)


def test_what_is_switched_off_is_taken(workflows: Workflows) -> None:
    off = {"tracingConfiguration": {"enabled": False}, "encryptionConfiguration": {"type": "AWS_OWNED_KEY"}}
    assert workflows.create(machine(A=passing()), type="STANDARD", publish=False, **off)


def test_operations_behind_another_host_are_refused_by_their_name(workflows: Workflows) -> None:
    machine_arn = workflows.create(machine(A=passing()))
    with pytest.raises(ClientError) as refused:
        workflows.client.start_sync_execution(stateMachineArn=machine_arn)
    assert "stepfunctions:StartSyncExecution" in _message(refused)


def test_a_call_that_the_sandbox_lacks_ends_the_execution_and_no_catcher_takes_it(workflows: Workflows) -> None:
    handlers = {"Catch": [{"ErrorEquals": ["States.ALL"], "Next": "B"}]}
    call = task("arn:aws:states:::aws-sdk:sfn:listActivities", Parameters={}, **handlers)
    found = workflows.run(machine(A=call, B=passing()))
    assert (found["status"], found["error"]) == ("FAILED", "States.Runtime")
    assert "stepfunctions:ListActivities is not emulated" in found["cause"]
