"""Roles that run code and could change what others run."""

import pytest

from scripts.gate.model.template import Body
from scripts.gate.rules.escalation import check
from tests.scripts.gate.small import allow, granted, own, reported, resource, role, service, template

MACHINE = {"Ref": "TrainMachine"}
EXECUTIONS = own("states", "execution:${TrainMachine.Name}:*")


@pytest.mark.parametrize(
    "action", ["iam:PutRolePolicy", "codebuild:UpdateProject", "lambda:UpdateFunctionCode", "s3:*"]
)
def test_a_build_changes_no_other_code(action: str) -> None:
    assert granted(check, allow("s3:GetObject", "x"))
    assert not granted(check, allow(action, "x"))


def test_a_role_that_runs_no_code_is_left_to_its_own_rules() -> None:
    launch = role("mlops-catalog-launch", allow("codebuild:UpdateProject", "x"), trust=service("servicecatalog"))
    assert reported(check, template({"Role": launch}, "foundation")) == []


def with_machine(grant: Body, trusted: str = "codebuild") -> list[str]:
    machine = resource("AWS::StepFunctions::StateMachine")
    return reported(check, template({"TrainMachine": machine, "Role": role("x", grant, trust=service(trusted))}))


def test_a_build_defines_and_continues_the_state_machines_of_its_own_template() -> None:
    assert with_machine(allow("states:UpdateStateMachine states:StartExecution", MACHINE)) == []
    assert with_machine(allow("states:DescribeExecution states:RedriveExecution", EXECUTIONS)) == []
    assert not granted(check, allow("states:UpdateStateMachine", MACHINE))


@pytest.mark.parametrize(
    "resources",
    [
        ["*"],
        [MACHINE, "*"],
        [{"Ref": "OtherMachine"}],
        [{"Ref": "MachineArn"}],
        [own("states", "execution:*:*")],
        [own("states", "execution:${TrainMachine.Name}*")],
        [],
    ],
)
def test_no_build_defines_or_continues_another_state_machine(resources: list[object]) -> None:
    assert with_machine(allow("states:UpdateStateMachine states:RedriveExecution", *resources)) == ["Role"]


@pytest.mark.parametrize(
    "action", ["states:*", "states:Update*", "states:CreateStateMachine", "states:DeleteStateMachine"]
)
def test_a_build_neither_makes_nor_deletes_state_machines(action: str) -> None:
    assert with_machine(allow(action, MACHINE)) == ["Role"]


def test_a_job_defines_no_state_machine() -> None:
    assert with_machine(allow("states:UpdateStateMachine", MACHINE), "sagemaker") == ["Role"]
