"""Definitions are refused as AWS refuses them, with its codes and places."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError
from cfnlint.api import ManualArgs, lint
from statelint.linter import Linter

from tests.sandbox.engine.rules.states.conftest import Workflows
from tests.sandbox.engine.rules.states.machines import going, machine, passing, task

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f"
INVALID: dict[str, tuple[Any, str, str | None]] = {
    "an unknown target": (machine(A=going(passing(), "Z"), B=passing()), "MISSING_TRANSITION_TARGET", "/States/A/Next"),
    "a state that nothing leads to": (machine(A=passing(), B=passing()), "MISSING_TRANSITION_TARGET", "/States/B"),
    "no end": (machine(A=going(passing(), "B"), B=going(passing(), "A")), "MISSING_END_STATE", None),
    "an unknown start": ({"StartAt": "Z", "States": {"A": passing()}}, "MISSING_TRANSITION_TARGET", "/StartAt"),
    "two states of one name": (
        machine(A={"Type": "Parallel", "Branches": [machine(X=passing()), machine(X=passing())], "End": True}),
        "DUPLICATE_STATE_NAME",
        "/States/A/Branches[1]/States/X",
    ),
    "a target outside of the branch": (
        machine(A={"Type": "Map", "ItemProcessor": machine(I=going(passing(), "B")), "Next": "B"}, B=passing()),
        "MISSING_TRANSITION_TARGET",
        "/States/A/ItemProcessor/States/I/Next",
    ),
    "an unknown type": (machine(A={"Type": "Jump", "End": True}), "SCHEMA_VALIDATION_FAILED", "/States/A"),
    "a field of another type": (machine(A=passing(TimeoutSeconds=3)), "SCHEMA_VALIDATION_FAILED", "/States/A"),
    "a field of the other language": (machine(A=passing(Output={})), "SCHEMA_VALIDATION_FAILED", "/States/A"),
    "neither Next nor End": (machine(A={"Type": "Pass"}), "SCHEMA_VALIDATION_FAILED", "/States/A"),
    "no path": (machine(A=passing(OutputPath="a")), "SCHEMA_VALIDATION_FAILED", "/States/A/OutputPath"),
    "a result at many places": (
        machine(A=passing(ResultPath="$.a[*]")),
        "SCHEMA_VALIDATION_FAILED",
        "/States/A/ResultPath",
    ),
    "a parameter that is no path": (
        machine(A=passing(Parameters={"b": {"a.$": "text"}})),
        "SCHEMA_VALIDATION_FAILED",
        "/States/A/Parameters/b",
    ),
    "an unknown function": (
        machine(A=passing(Parameters={"a.$": "States.Shout($.a)"})),
        "SCHEMA_VALIDATION_FAILED",
        "/States/A/Parameters",
    ),
    "no resource": (machine(A=task("function")), "SCHEMA_VALIDATION_FAILED", "/States/A/Resource"),
    "an unknown integration": (
        machine(A=task("arn:aws:states:::sns:publish.sync")),
        "SCHEMA_VALIDATION_FAILED",
        "/States/A/Resource",
    ),
    "an unknown operation": (
        machine(A=task("arn:aws:states:::aws-sdk:s3:shoutBucket")),
        "SCHEMA_VALIDATION_FAILED",
        "/States/A/Resource",
    ),
    "an unknown parameter": (
        machine(A=task("arn:aws:states:::aws-sdk:s3:listObjects", Parameters={"bucket": "b"})),
        "SCHEMA_VALIDATION_FAILED",
        "/States/A/Parameters",
    ),
    "all errors before others": (
        machine(A=task(FUNCTION, Retry=[{"ErrorEquals": ["States.ALL"]}, {"ErrorEquals": ["X"]}])),
        "SCHEMA_VALIDATION_FAILED",
        "/States/A/Retry[0]/ErrorEquals[0]",
    ),
    "a catcher to nowhere": (
        machine(A=task(FUNCTION, Catch=[{"ErrorEquals": ["X"], "Next": "Z"}])),
        "MISSING_TRANSITION_TARGET",
        "/States/A/Catch[0]/Next",
    ),
    "two time-outs": (
        machine(A=task(FUNCTION, TimeoutSeconds=1, TimeoutSecondsPath="$.a")),
        "SCHEMA_VALIDATION_FAILED",
        "/States/A",
    ),
    "two comparisons": (
        machine(
            A={"Type": "Choice", "Choices": [{"Variable": "$.a", "IsNull": True, "IsString": True, "Next": "B"}]},
            B=passing(),
        ),
        "SCHEMA_VALIDATION_FAILED",
        "/States/A/Choices[0]",
    ),
    "a number in place of a text": (
        machine(A={"Type": "Choice", "Choices": [{"Variable": "$.a", "StringEquals": 1, "Next": "B"}]}, B=passing()),
        "SCHEMA_VALIDATION_FAILED",
        "/States/A/Choices[0]/StringEquals",
    ),
    "no time": (
        machine(A={"Type": "Wait", "Timestamp": "2026-02-30T00:00:00Z", "End": True}),
        "SCHEMA_VALIDATION_FAILED",
        "/States/A/Timestamp",
    ),
    "two ways to wait": (
        machine(A={"Type": "Wait", "Seconds": 1, "SecondsPath": "$.a", "End": True}),
        "SCHEMA_VALIDATION_FAILED",
        "/States/A",
    ),
    "two reasons": (
        machine(A={"Type": "Fail", "Error": "e", "ErrorPath": "$.e"}),
        "SCHEMA_VALIDATION_FAILED",
        "/States/A",
    ),
    "an end after the end": (machine(A={"Type": "Succeed", "End": True}), "SCHEMA_VALIDATION_FAILED", "/States/A"),
    "text that is no JSON": ("{'StartAt': 'A'}", "INVALID_JSON_DESCRIPTION", "/"),
    "a list": ([], "SCHEMA_VALIDATION_FAILED", "/"),
}
# What cfn-lint's schema of the States Language sees too; the rest is AWS's own.
SEEN_BY_CFN_LINT = {
    *("an unknown start", "an unknown type", "a field of another type", "a field of the other language"),
    *("neither Next nor End", "no path", "no resource", "two comparisons", "an end after the end", "a list"),
}
# AWS's statelint knows the language and no service, and judges neither text nor a path in the wrong form.
UNSEEN_BY_STATELINT = {
    *("no path", "an unknown integration", "an unknown operation", "an unknown parameter", "text that is no JSON"),
    *("all errors before others", "a list"),
}
VALID = {
    "every type of state": {
        "Comment": "All of them",
        "TimeoutSeconds": 60,
        **machine(
            Prepare=going(passing(Parameters={"items.$": "States.ArrayRange(0, 3, 1)"}, ResultPath="$.made"), "Each"),
            Each={
                "Type": "Map",
                "ItemsPath": "$.made.items",
                "ItemSelector": {"item.$": "$$.Map.Item.Value"},
                "MaxConcurrency": 2,
                "ItemProcessor": {"ProcessorConfig": {"Mode": "INLINE"}, **machine(Item=passing())},
                "Next": "Both",
            },
            Both={
                "Type": "Parallel",
                "Branches": [machine(One=passing()), machine(Two={"Type": "Succeed"})],
                "ResultSelector": {"first.$": "$[0]"},
                "Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 1, "JitterStrategy": "FULL"}],
                "Catch": [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "Broken"}],
                "Next": "Pause",
            },
            Pause={"Type": "Wait", "Seconds": 1, "Next": "Call"},
            Call={"Type": "Task", "Resource": FUNCTION, "TimeoutSeconds": 9, "HeartbeatSeconds": 3, "Next": "Which"},
            Which={
                "Type": "Choice",
                "Choices": [
                    {
                        "And": [
                            {"Variable": "$.a", "IsPresent": True},
                            {"Not": {"Variable": "$.a", "NumericGreaterThan": 3}},
                        ],
                        "Next": "Good",
                    }
                ],
                "Default": "Broken",
            },
            Good={"Type": "Succeed"},
            Broken={"Type": "Fail", "ErrorPath": "$.error.Error", "CausePath": "States.Format('{}', $.error.Cause)"},
        ),
    },
    "paths with filters": machine(A=passing(InputPath="$.a[?(@.b > 1 && @.c == 'x')]", ResultPath="$.b['c'][0]")),
}


def _refusal(workflows: Workflows, definition: Any) -> str:
    with pytest.raises(ClientError) as refused:
        workflows.create(definition)
    assert refused.value.response["Error"]["Code"] == "InvalidDefinition"
    return refused.value.response["Error"]["Message"]


@pytest.mark.parametrize("name", INVALID)
def test_an_invalid_definition_is_refused_with_its_code_and_place(workflows: Workflows, name: str) -> None:
    definition, code, place = INVALID[name]
    message = _refusal(workflows, definition)
    assert message.startswith(f"Invalid State Machine Definition: '{code}: ")
    assert f" at {place or 'null'}" in message


@pytest.mark.parametrize("name", INVALID)
def test_validation_gives_the_same_diagnostic(workflows: Workflows, name: str) -> None:
    definition, code, place = INVALID[name]
    text = definition if isinstance(definition, str) else json.dumps(definition)
    found = workflows.client.validate_state_machine_definition(definition=text)
    assert (found["result"], found["truncated"]) == ("FAIL", False)
    assert {"ERROR"} == {each["severity"] for each in found["diagnostics"]}
    assert (code, place) in {(each["code"], each.get("location")) for each in found["diagnostics"]}


@pytest.mark.parametrize("name", VALID)
def test_a_valid_definition_has_no_diagnostics(workflows: Workflows, name: str) -> None:
    found = workflows.client.validate_state_machine_definition(definition=json.dumps(VALID[name]), type="STANDARD")
    found.pop("ResponseMetadata")
    assert found == {"result": "OK", "diagnostics": [], "truncated": False}


def test_diagnostics_beyond_the_most_results_are_left_out(workflows: Workflows) -> None:
    text = json.dumps(machine(A=passing(One=1, Two=2, Three=3)))
    found = workflows.client.validate_state_machine_definition(definition=text, maxResults=2)
    assert (len(found["diagnostics"]), found["truncated"]) == (2, True)


def test_an_unknown_target_is_reported_before_states_that_are_not_reached(workflows: Workflows) -> None:
    message = _refusal(workflows, machine(A=going(passing(), "Z"), B=passing()))
    first = "MISSING_TRANSITION_TARGET: Missing 'Next' target: Z at /States/A/Next"
    second = 'MISSING_TRANSITION_TARGET: State "B" is not reachable. at /States/B'
    assert message == f"Invalid State Machine Definition: '{first}, {second}'"


def _cfn_lint_problems(definition: Any) -> list[str]:
    properties = {"RoleArn": "arn:aws:iam::123456789012:role/r", "Definition": definition}
    template = {"Resources": {"Machine": {"Type": "AWS::StepFunctions::StateMachine", "Properties": properties}}}
    return [match.message for match in lint(json.dumps(template), config=ManualArgs(regions=["us-east-1"]))]


@pytest.mark.parametrize("name", sorted(SEEN_BY_CFN_LINT))
def test_cfn_lint_refuses_it_too(name: str) -> None:
    assert _cfn_lint_problems(INVALID[name][0])


@pytest.mark.parametrize("name", VALID)
def test_cfn_lint_takes_what_the_sandbox_takes(name: str) -> None:
    assert _cfn_lint_problems(VALID[name]) == []


@pytest.mark.parametrize("name", sorted(set(INVALID) - UNSEEN_BY_STATELINT))
def test_statelint_refuses_it_too(name: str) -> None:
    assert Linter.validate(INVALID[name][0])


@pytest.mark.parametrize("name", VALID)
def test_statelint_takes_what_the_sandbox_takes(name: str) -> None:
    assert Linter.validate(VALID[name]) == []
