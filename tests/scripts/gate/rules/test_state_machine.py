"""State machines that a template defines, or that cannot go on after a failure."""

import json

import pytest

from scripts.gate.rules.state_machine import check
from tests.scripts.gate.small import reported, resource, template

NOT_BUILT = json.dumps({"StartAt": "NotBuilt", "States": {"NotBuilt": {"Type": "Fail"}}})
CALL = json.dumps({"StartAt": "Call", "States": {"Call": {"Type": "Task", "Resource": "arn:aws:states:::x"}}})


def of(definition: str, kind: str = "STANDARD") -> list[str]:
    machine = resource("AWS::StepFunctions::StateMachine", StateMachineType=kind, DefinitionString=definition)
    return reported(check, template({"Machine": machine}))


def test_a_template_leaves_the_definition_to_the_build() -> None:
    assert of(NOT_BUILT) == []


@pytest.mark.parametrize("definition", [CALL, "", "{}", '{"States": {}}', "${Definition}"])
def test_a_definition_that_calls_something_or_is_none_is_reported(definition: str) -> None:
    assert of(definition) == ["Machine"]


def test_an_express_one_is_reported() -> None:
    assert of(NOT_BUILT, "EXPRESS") == ["Machine"]
