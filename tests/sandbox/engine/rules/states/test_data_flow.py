"""Paths, templates, intrinsic functions and choice rules, as executions see them."""

import json
from typing import Any

import pytest

from tests.sandbox.engine.rules.states.conftest import Workflows
from tests.sandbox.engine.rules.states.machines import computed, going, machine, passing

DATA: dict[str, Any] = {
    "text": "a b",
    "number": 1.5,
    "none": None,
    "list": [1, 2, 2, {"a": 1}],
    "people": [{"name": "x", "age": 1}, {"name": "y", "age": 3}],
    "nested": {"key.with.dots": {"deep": True}},
}
# path: what it selects in the data above; indefinite paths give lists
PATHS: dict[str, Any] = {
    "$.text": "a b",
    "$['nested']['key.with.dots'].deep": True,
    "$.list[0]": 1,
    "$.list[-1].a": 1,
    "$.list[0,1]": [1, 2],
    "$.list[1:3]": [2, 2],
    "$.list[:1]": [1],
    "$.people[*].name": ["x", "y"],
    "$.people[?(@.age > 2)].name": ["y"],
    "$.people[?(@.age > 2 || @.name == 'x')].age": [1, 3],
    "$.people[?(@.unknown)]": [],
    "$..age": [1, 3],
    "$.nothing[*].here": [],
    "$$.Execution.Input.none": None,
}
# call: its result for the data above
CALLS: dict[str, Any] = {
    r"States.Format('{} \{\} \'{}\'', $.text, $.none)": "a b {} 'null'",
    "States.Format('{}', $.people[0])": "{name=x, age=1}",
    "States.Format('{}', $.list)": "[1, 2, 2, {a=1}]",
    "States.StringToJson('[1, {\"a\": null}]')": [1, {"a": None}],
    "States.StringToJson(' ')": None,
    "States.JsonToString($.people[0])": '{"name":"x","age":1}',
    "States.Array(1, 'x', $.none)": [1, "x", None],
    "States.ArrayPartition($.list, 3)": [[1, 2, 2], [{"a": 1}]],
    "States.ArrayContains($.list, 2)": True,
    "States.ArrayContains($.list, '2')": False,
    "States.ArrayRange(5, 1, -2)": [5, 3, 1],
    "States.ArrayGetItem($.list, 1)": 2,
    "States.ArrayLength($.people)": 2,
    "States.ArrayUnique($.list)": [1, 2, {"a": 1}],
    "States.Base64Encode($.text)": "YSBi",
    "States.Base64Decode('YSBi')": "a b",
    "States.JsonMerge($.people[0], $.nested, false)": {"name": "x", "age": 1, "key.with.dots": {"deep": True}},
    "States.MathAdd($.number, -0.5)": 2,
    "States.MathAdd(-2.5, 0.4)": -2,
    "States.StringSplit('a,b;c,,d', ',;')": ["a", "b", "c", "d"],
    "States.MathAdd(States.ArrayLength($.list), States.MathRandom(1, 2))": 5,
}


def test_paths_select_what_jayways_would(workflows: Workflows) -> None:
    expressions = {f"p{number}": path for number, path in enumerate(PATHS)}
    found = workflows.output(computed(**expressions), DATA)
    assert {expressions[name]: value for name, value in found.items()} == PATHS


def test_intrinsic_functions_give_what_the_guide_describes(workflows: Workflows) -> None:
    expressions = {f"c{number}": call for number, call in enumerate(CALLS)}
    found = workflows.output(computed(**expressions), DATA)
    assert {expressions[name]: value for name, value in found.items()} == CALLS


@pytest.mark.parametrize("algorithm", ["MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512"])
def test_hashes_have_the_length_of_their_algorithm(workflows: Workflows, algorithm: str) -> None:
    bits = {"MD5": 128, "SHA-1": 160}.get(algorithm) or int(algorithm.rpartition("-")[2])
    found = workflows.output(computed(hash=f"States.Hash('text', '{algorithm}')"))
    assert len(bytes.fromhex(found["hash"])) * 8 == bits


def _failure(workflows: Workflows, state: dict[str, Any], data: Any = None) -> tuple[str | None, str | None]:
    found = workflows.run(machine(A=state), data)
    assert found["status"] == "FAILED"
    return found.get("error"), found.get("cause")


AT = "An error occurred while executing the state 'A' (entered at the event id #2)."
ISO = "ISO-8601 extended offset date-time"
RUNTIME = {
    "a parameter": (
        passing(Parameters={"a.$": "$.b"}),
        "The JSONPath '$.b' specified for the field 'a.$' could not be found in the input '{\"x\":1}'",
    ),
    "an input": (passing(InputPath="$.b"), "Invalid path '$.b' : No results for path: $['b']"),
    "an output": (passing(OutputPath="$.b.c"), "Invalid path '$.b.c' : Missing property in path $['b']"),
    "an error": (
        {"Type": "Fail", "ErrorPath": "$.b"},
        "The JSONPath '$.b' specified for the field 'ErrorPath' could not be found in the input '{\"x\":1}'",
    ),
    "a variable": (
        {"Type": "Choice", "Choices": [{"Variable": "$.b", "IsNull": True, "Next": "Last"}]},
        "Invalid path '$.b': The choice state's condition path references an invalid value.",
    ),
    "seconds": (
        {"Type": "Wait", "SecondsPath": "$.b", "End": True},
        "The SecondsPath parameter does not reference an input value: $.b",
    ),
    "a time": (
        {"Type": "Wait", "TimestampPath": "$.x", "End": True},
        f"The TimestampPath parameter does not reference a valid {ISO} format string: $.x == 1",
    ),
}


@pytest.mark.parametrize("name", RUNTIME)
def test_what_leads_to_nothing_ends_the_execution_with_the_words_of_aws(workflows: Workflows, name: str) -> None:
    state, problem = RUNTIME[name]
    last = {"Last": passing()} if state["Type"] == "Choice" else {}
    found = workflows.run(machine(A=state, **last), {"x": 1})
    assert (found["error"], found["cause"]) == ("States.Runtime", f"{AT} {problem}")


@pytest.mark.parametrize(
    ("value", "problem"),
    [
        (0.5, "The SecondsPath parameter cannot be parsed as a long value: $.x == 0.5"),
        (-2, "The SecondsPath parameter references a negative value: $.x == -2"),
    ],
)
def test_only_whole_seconds_can_be_waited_for(workflows: Workflows, value: float, problem: str) -> None:
    state = {"Type": "Wait", "SecondsPath": "$.x", "End": True}
    assert _failure(workflows, state, {"x": value}) == ("States.Runtime", f"{AT} {problem}")


def test_a_function_that_refuses_its_arguments_can_be_told_apart(workflows: Workflows) -> None:
    error, cause = _failure(workflows, passing(Parameters={"a.$": "States.ArrayGetItem($.x, 4)"}), {"x": [1]})
    assert error == "States.IntrinsicFailure"
    assert "The function 'States.ArrayGetItem($.x, 4)' had the following error" in str(cause)


def test_results_go_where_the_result_path_says(workflows: Workflows) -> None:
    kept = going(passing(Result={"made": 1}, ResultPath="$.a.b"), "B")
    dropped = going(passing(Result=2, ResultPath=None), "C")
    item = passing(Result=3, ResultPath="$.list[1]", OutputPath="$.list")
    data = {"a": {"old": 0}, "list": [1, 2]}
    assert workflows.output(machine(A=kept, B=dropped, C=item), data) == [1, 3]
    assert workflows.output(machine(A=kept, B=dropped | {"Next": "C"}, C=passing()), data) == {
        "a": {"old": 0, "b": {"made": 1}},
        "list": [1, 2],
    }


def test_a_result_without_a_place_is_an_error_of_its_own(workflows: Workflows) -> None:
    assert _failure(workflows, passing(Result=1, ResultPath="$.a.b"), [1])[0] == "States.ResultPathMatchFailure"


def test_a_null_path_is_an_empty_object(workflows: Workflows) -> None:
    assert workflows.output(machine(A=passing(InputPath=None)), {"x": 1}) == {}
    assert workflows.output(machine(A=passing(OutputPath=None)), {"x": 1}) == {}


def test_what_stands_in_a_result_is_not_evaluated(workflows: Workflows) -> None:
    result = {"a.$": "States.UUID()", "b": "$.x"}
    assert workflows.output(machine(A=passing(Result=result))) == result


def test_the_context_object_tells_of_execution_machine_and_state(workflows: Workflows) -> None:
    arn = workflows.create(machine(A=passing(Parameters={"context.$": "$$"})))
    execution = workflows.start(arn, {"x": 1}, name="told")
    context = json.loads(workflows.ended(execution)["output"])["context"]
    assert context["Execution"]["Id"] == execution
    assert context["Execution"]["Input"] == {"x": 1}
    assert context["Execution"]["RoleArn"] == workflows.everything
    assert context["StateMachine"] == {"Id": arn, "Name": arn.rpartition(":")[2]}
    assert (context["State"]["Name"], context["State"]["RetryCount"]) == ("A", 0)
    assert context["State"]["EnteredTime"].endswith("Z")


# comparison, value of the variable, whether it holds
RULES: list[tuple[dict[str, Any], Any, Any]] = [
    ({"StringEquals": "x"}, "x", True),
    ({"StringEquals": "1"}, 1, False),
    ({"StringLessThan": "b"}, "a", True),
    ({"StringMatches": "log-*.txt"}, "log-2026.txt", True),
    ({"StringMatches": r"a\*b"}, "a*b", True),
    ({"StringMatches": r"a\*b"}, "axb", False),
    ({"NumericGreaterThanEquals": 2}, 2.0, True),
    ({"NumericEquals": 1}, True, False),
    ({"BooleanEquals": False}, False, True),
    ({"TimestampGreaterThan": "2026-01-01T00:00:00Z"}, "2026-01-01T00:30:00+00:00", True),
    ({"TimestampEquals": "2026-01-01T00:00:00Z"}, "2026-01-01", False),
    ({"IsNull": True}, None, True),
    ({"IsNumeric": False}, "1", True),
    ({"IsTimestamp": True}, "2026-01-01T00:00:00.5+02:00", True),
    ({"IsString": True}, "", True),
    ({"IsBoolean": True}, 0, False),
    ({"NumericEqualsPath": "$.other"}, 7, True),
]


@pytest.mark.parametrize(("comparison", "value", "holds"), RULES)
def test_a_choice_rule_compares_values_of_its_own_type(
    workflows: Workflows, comparison: dict[str, Any], value: Any, holds: Any
) -> None:
    rule = {"Variable": "$.value", "Next": "Yes"} | comparison
    choice = {"Type": "Choice", "Choices": [rule], "Default": "No"}
    definition = machine(A=choice, Yes=passing(Result=True), No=passing(Result=False))
    assert workflows.output(definition, {"value": value, "other": 7}) is holds


def test_rules_are_combined_and_taken_in_order(workflows: Workflows) -> None:
    both = {"And": [{"Variable": "$.a", "IsPresent": True}, {"Variable": "$.a", "NumericLessThan": 3}], "Next": "Low"}
    none = {"Not": {"Or": [{"Variable": "$.a", "IsPresent": True}]}, "Next": "None"}
    states = {name: passing(Result=name) for name in ("Low", "None", "Other")}
    definition = machine(A={"Type": "Choice", "Choices": [both, none], "Default": "Other"}, **states)
    assert [workflows.output(definition, data) for data in ({"a": 1}, {}, {"a": 5})] == ["Low", "None", "Other"]


def test_no_rule_and_no_default_is_an_error_of_its_own(workflows: Workflows) -> None:
    choice = {"Type": "Choice", "Choices": [{"Variable": "$", "IsNull": True, "Next": "B"}]}
    found = workflows.run(machine(A=choice, B=passing()))
    assert (found["status"], found["error"]) == ("FAILED", "States.NoChoiceMatched")
