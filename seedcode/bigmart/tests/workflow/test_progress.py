"""Histories of executions, as a text and as a picture."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest

from project.definitions import PARTS, read
from project.graph import edges, nodes, order
from project.history import CAUGHT, FAILED, RUNNING, SUCCEEDED, Progress, visits
from project.progress import draw, text
from project.svg import svg

START = datetime(2026, 1, 1, tzinfo=UTC)


def events(*steps):
    """A history from pairs of a type and the details; one second each."""
    found = []
    for number, (kind, name) in enumerate(steps):
        event = {"type": kind, "timestamp": START + timedelta(seconds=number)}
        if kind.endswith("StateEntered"):
            event["stateEnteredEventDetails"] = {"name": name}
        elif kind.endswith("StateExited"):
            event["stateExitedEventDetails"] = {"name": name}
        elif kind in ("TaskFailed", "ExecutionFailed"):
            event[f"{kind[0].lower()}{kind[1:]}EventDetails"] = {"error": name}
        elif kind == "TaskSubmitted":
            event["taskSubmittedEventDetails"] = {"resourceType": "states", "output": f'{{"ExecutionArn": "{name}"}}'}
        found.append(event)
    return found


def test_a_state_that_ended_one_that_was_caught_and_one_that_runs():
    found = visits(
        events(
            ("TaskStateEntered", "A"),
            ("TaskStateExited", "A"),
            ("TaskStateEntered", "B"),
            ("TaskFailed", "Bad"),
            ("TaskStateExited", "B"),
            ("TaskStateEntered", "C"),
            ("TaskSubmitted", "arn:child"),
        )
    )
    assert [(name, visit.status) for name, visit in found.items()] == [("A", SUCCEEDED), ("B", CAUGHT), ("C", RUNNING)]
    assert found["A"].seconds == 1
    assert found["B"].reason == "Bad"
    assert found["C"].child == "arn:child"


def test_a_state_that_failed_and_was_continued_has_succeeded_at_the_second_time():
    first = [
        ("TaskStateEntered", "Train"),
        ("TaskFailed", "States.TaskFailed"),
        ("ExecutionFailed", "States.TaskFailed"),
    ]
    assert visits(events(*first))["Train"].status == FAILED
    again = [*first, ("ExecutionRedriven", ""), ("TaskStateEntered", "Train"), ("TaskStateExited", "Train")]
    found = visits(events(*again))["Train"]
    assert (found.status, found.count) == (SUCCEEDED, 2)
    found = visits(events(*again[:4], ("TaskScheduled", ""), ("TaskStateExited", "Train")))["Train"]
    assert found.status == SUCCEEDED


def test_the_text_names_status_seconds_reasons_and_what_has_not_run():
    ran = visits(events(("TaskStateEntered", "Train"), ("TaskFailed", "Bad"), ("ExecutionFailed", "Bad")))
    lines = text([Progress("sagemaker-p-1-workflow", "FAILED", 1, ran)]).splitlines()
    assert lines[:3] == ["workflow: failed, continued 1 times", "  ✗ Train  Bad", "  · Save the model"]


@pytest.mark.parametrize("part", PARTS)
def test_every_state_has_a_place_of_its_own(part):
    found = read(part)
    places = nodes(found)
    assert {node.name for node in places} == set(found["States"])
    assert len({(node.row, node.column) for node in places}) == len(places)
    assert all({edge.start, edge.end} <= set(found["States"]) for edge in edges(found))


def test_the_way_of_a_machine_is_that_without_failures():
    assert order(read("train"))[-2:] == ["Is it good enough?", "Trained"]
    assert order(read("save-model"))[-2:] == ["Create the model", "Saved"]
    assert order(read("deploy-endpoint"))[-1] == "Deployed"


def test_a_picture_has_each_state_once_and_the_colour_of_what_became_of_it(tmp_path):
    ran = visits(events(("TaskStateEntered", "Train"), ("TaskStateExited", "Train")))
    drawn = svg("workflow", read("workflow"), ran)
    texts = [element.text for element in ElementTree.fromstring(drawn).iter("{http://www.w3.org/2000/svg}text")]
    assert texts[0] == "Train · 1 s"
    assert len(texts) == len(read("workflow")["States"])
    assert drawn.count("#d5efdc") == 1
    assert [file.name for file in draw(tmp_path, [])] == [f"{part}.svg" for part in PARTS]
