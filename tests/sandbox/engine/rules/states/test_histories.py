"""The events of executions: their order, which follows which, and their details."""

import json
from typing import Any

from tests.sandbox.engine.rules.states.conftest import Workflows
from tests.sandbox.engine.rules.states.machines import going, machine, passing

BROKEN = {"Type": "Fail", "Error": "Own", "Cause": "because"}


def _map(flow: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"Type": "Map", "ItemProcessor": flow, "MaxConcurrency": 1, "End": True} | fields


def test_a_history_has_payloads_and_says_that_they_are_whole(workflows: Workflows) -> None:
    execution = workflows.start(workflows.create(machine(A=passing(Result=[1]))), {"x": 1})
    workflows.ended(execution)
    events = workflows.events(execution)
    assert all(event.pop("timestamp") for event in events)
    whole = {"truncated": False}
    assert events == [
        {
            "id": 1,
            "previousEventId": 0,
            "type": "ExecutionStarted",
            "executionStartedEventDetails": {
                "input": '{"x": 1}',
                "inputDetails": whole,
                "roleArn": workflows.everything,
            },
        },
        {
            "id": 2,
            "previousEventId": 0,
            "type": "PassStateEntered",
            "stateEnteredEventDetails": {"name": "A", "input": '{"x":1}', "inputDetails": whole},
        },
        {
            "id": 3,
            "previousEventId": 2,
            "type": "PassStateExited",
            "stateExitedEventDetails": {"name": "A", "output": "[1]", "outputDetails": whole},
        },
        {
            "id": 4,
            "previousEventId": 3,
            "type": "ExecutionSucceeded",
            "executionSucceededEventDetails": {"output": "[1]", "outputDetails": whole},
        },
    ]


def test_a_failure_leaves_no_exit(workflows: Workflows) -> None:
    execution = workflows.start(workflows.create(machine(A=BROKEN)))
    found = workflows.ended(execution)
    assert (found["status"], found["error"], found["cause"]) == ("FAILED", "Own", "because")
    assert "output" not in found
    assert workflows.chain(execution)[1:] == [(2, 0, "FailStateEntered"), (3, 2, "ExecutionFailed")]
    assert workflows.events(execution)[2]["executionFailedEventDetails"] == {"error": "Own", "cause": "because"}


def test_a_failure_without_reasons_has_none(workflows: Workflows) -> None:
    execution = workflows.start(workflows.create(machine(A={"Type": "Fail"})))
    found = workflows.ended(execution)
    assert not {"error", "cause"} & found.keys()
    assert workflows.events(execution)[2]["executionFailedEventDetails"] == {}


def test_iterations_one_after_the_other_follow_the_last_state_before_them(workflows: Workflows) -> None:
    execution = workflows.start(workflows.create(machine(A=_map(machine(I=passing())))), ["x", "y"])
    assert json.loads(workflows.ended(execution)["output"]) == ["x", "y"]
    assert workflows.chain(execution)[1:] == [
        (2, 0, "MapStateEntered"),
        (3, 2, "MapStateStarted"),
        (4, 3, "MapIterationStarted"),
        (5, 4, "PassStateEntered"),
        (6, 5, "PassStateExited"),
        (7, 6, "MapIterationSucceeded"),
        (8, 6, "MapIterationStarted"),
        (9, 8, "PassStateEntered"),
        (10, 9, "PassStateExited"),
        (11, 10, "MapIterationSucceeded"),
        (12, 11, "MapStateSucceeded"),
        (13, 11, "MapStateExited"),
        (14, 13, "ExecutionSucceeded"),
    ]
    events = workflows.events(execution)
    assert events[2]["mapStateStartedEventDetails"] == {"length": 2}
    assert events[7]["mapIterationStartedEventDetails"] == {"name": "A", "index": 1}


def test_a_failed_iteration_ends_the_map_and_a_retrier_begins_it_anew(workflows: Workflows) -> None:
    retried = _map(machine(I=BROKEN), Retry=[{"ErrorEquals": ["Own"], "MaxAttempts": 1}])
    execution = workflows.start(workflows.create(machine(A=retried)), [1])
    assert workflows.ended(execution)["error"] == "Own"
    assert workflows.chain(execution)[2:] == [
        (3, 2, "MapStateStarted"),
        (4, 3, "MapIterationStarted"),
        (5, 4, "FailStateEntered"),
        (6, 5, "MapIterationFailed"),
        (7, 5, "MapStateStarted"),
        (8, 7, "MapIterationStarted"),
        (9, 8, "FailStateEntered"),
        (10, 9, "MapIterationFailed"),
        (11, 9, "MapStateFailed"),
        (12, 11, "ExecutionFailed"),
    ]


def test_a_map_selects_its_items_and_gives_the_results_in_their_order(workflows: Workflows) -> None:
    selector = {"at.$": "$$.Map.Item.Index", "of.$": "$.name", "is.$": "$$.Map.Item.Value"}
    state = _map(
        machine(I=passing()), ItemsPath="$.items", ItemSelector=selector, MaxConcurrency=0, ResultPath="$.made"
    )
    found = workflows.output(machine(A=state), {"name": "n", "items": [5, 6, 7]})
    assert found["made"] == [{"at": number, "of": "n", "is": number + 5} for number in range(3)]


def test_what_is_no_array_or_no_number_ends_the_execution(workflows: Workflows) -> None:
    at = "An error occurred while executing the state 'A' (entered at the event id #2)."
    flow = machine(A=_map(machine(I=passing()), ItemsPath="$.items"))
    assert workflows.run(flow, {"items": {}})["cause"] == f'{at} Reference path "$.items" must point to array.'
    state = {"Type": "Map", "ItemProcessor": machine(I=passing()), "MaxConcurrencyPath": "$.most", "End": True}
    limited = machine(A=state | {"ItemsPath": "$.items"})
    problem = 'The MaxConcurrencyPath field refers to value "few" which is not a valid integer: $.most'
    assert workflows.run(limited, {"items": [1], "most": "few"})["cause"] == f"{at} {problem}"


def test_an_item_that_cannot_be_selected_fails_the_map_as_one_of_the_runtime(workflows: Workflows) -> None:
    state = _map(machine(I=passing()), ItemSelector={"a.$": "$.none"}, ItemsPath="$.items")
    execution = workflows.start(workflows.create(machine(A=state)), {"items": [1]})
    found = workflows.ended(execution)
    assert found["error"] == "States.Runtime"
    assert "The JSONPath '$.none' specified for the field 'a.$' could not be found" in found["cause"]
    assert [kind for _, _, kind in workflows.chain(execution)][-3:] == [
        "MapIterationFailed",
        "MapStateFailed",
        "ExecutionFailed",
    ]


def test_branches_run_at_the_same_time_and_their_results_keep_their_order(workflows: Workflows) -> None:
    slow = machine(Wait={"Type": "Wait", "Seconds": 120, "Next": "One"}, One=passing(Result=1))
    state = {"Type": "Parallel", "Branches": [slow, machine(Two=passing(Result=2))], "End": True}
    execution = workflows.start(workflows.create(machine(A=state)))
    assert json.loads(workflows.ended(execution)["output"]) == [1, 2]
    chain = workflows.chain(execution)
    assert chain[1:3] == [(2, 0, "ParallelStateEntered"), (3, 2, "ParallelStateStarted")]
    entered = [event for event in workflows.events(execution) if event["type"].endswith("StateEntered")][1:]
    names = {event["stateEnteredEventDetails"]["name"]: event["previousEventId"] for event in entered}
    assert (names["Wait"], names["Two"]) == (3, 3)
    last = chain[-4][0]
    assert chain[-3:] == [
        (last + 1, last, "ParallelStateSucceeded"),
        (last + 2, last, "ParallelStateExited"),
        (last + 3, last + 2, "ExecutionSucceeded"),
    ]


def test_a_failed_branch_ends_the_others_and_can_be_caught(workflows: Workflows) -> None:
    slow = machine(Wait={"Type": "Wait", "Seconds": 9000, "End": True})
    caught = [{"ErrorEquals": ["States.TaskFailed"], "ResultPath": "$.problem", "Next": "B"}]
    state = {"Type": "Parallel", "Branches": [slow, machine(Two=BROKEN)], "Catch": caught, "End": True}
    execution = workflows.start(workflows.create(machine(A=state, B=passing())), {"x": 1})
    found = json.loads(workflows.ended(execution)["output"])
    assert found == {"x": 1, "problem": {"Error": "Own", "Cause": "because"}}
    types = [kind for _, _, kind in workflows.chain(execution)]
    assert types[-5:-2] == ["ParallelStateFailed", "ParallelStateExited", "PassStateEntered"]
    assert "WaitStateExited" not in types


def test_an_error_of_the_runtime_is_caught_by_nothing(workflows: Workflows) -> None:
    caught = [{"ErrorEquals": ["States.ALL"], "Next": "B"}]
    state = _map(machine(I=passing(InputPath="$.none")), Catch=caught, Retry=[{"ErrorEquals": ["States.ALL"]}])
    found = workflows.run(machine(A=state, B=passing()), [{}])
    assert (found["status"], found["error"]) == ("FAILED", "States.Runtime")


def test_a_history_can_be_read_backwards_in_pages_and_without_data(workflows: Workflows) -> None:
    execution = workflows.start(workflows.create(machine(A=going(passing(), "B"), B=passing())), {"x": 1})
    workflows.ended(execution)
    read = workflows.client.get_execution_history
    first = read(executionArn=execution, reverseOrder=True, maxResults=4)
    rest = read(executionArn=execution, reverseOrder=True, maxResults=4, nextToken=first["nextToken"])
    assert [event["id"] for event in first["events"] + rest["events"]] == [6, 5, 4, 3, 2, 1]
    assert "nextToken" not in rest
    bare = read(executionArn=execution, includeExecutionData=False)["events"]
    assert bare[0]["executionStartedEventDetails"] == {"roleArn": workflows.everything}
    assert bare[1]["stateEnteredEventDetails"] == {"name": "A"}


def test_an_output_that_is_too_large_is_a_failure(workflows: Workflows) -> None:
    double = passing(Parameters={"text.$": "States.Format('{}{}{}{}', $.text, $.text, $.text, $.text)"})
    found = workflows.run(machine(A=double), {"text": "x" * 70_000})
    assert (found["status"], found["error"]) == ("FAILED", "States.DataLimitExceeded")
