"""The graph of a SageMaker pipeline."""

import xml.etree.ElementTree as ET
from typing import Any

from scripts.rehearsal.graph import nodes, svg
from scripts.rehearsal.roles import PipelineStep

DEFINITION: dict[str, Any] = {
    "Steps": [
        {"Name": "Preprocess", "Type": "Processing", "Arguments": {}},
        {"Name": "Train", "Type": "Training", "Arguments": {"Data": {"Get": "Steps.Preprocess.Output"}}},
        {
            "Name": "Evaluate",
            "Type": "Processing",
            "Arguments": {"Model": {"Get": "Steps.Train.Model"}, "Data": {"Get": "Steps.Preprocess.Output"}},
        },
        {
            "Name": "Gate",
            "Type": "Condition",
            "DependsOn": ["Evaluate"],
            "Arguments": {
                "IfSteps": [{"Name": "Register", "Type": "RegisterModel", "Arguments": {"M": "Steps.Train.Model"}}],
                "ElseSteps": [{"Name": "Refuse", "Type": "Fail", "Arguments": {}}],
            },
        },
    ]
}
STEPS = (
    PipelineStep("Preprocess", "ProcessingJob", "Succeeded", 3.2),
    PipelineStep("Train", "TrainingJob", "Failed", 1.0, "no"),
)


def test_steps_are_drawn_right_of_their_dependencies() -> None:
    columns = {node.name: node.column for node in nodes(DEFINITION)}
    assert columns == {"Preprocess": 0, "Train": 1, "Evaluate": 2, "Gate": 3, "Register": 4, "Refuse": 4}


def test_an_implied_dependency_has_no_arrow() -> None:
    needs = {node.name: node.needs for node in nodes(DEFINITION)}
    assert needs["Evaluate"] == {"Train"}
    assert needs["Register"] == {"Gate"}


def test_the_graph_is_well_formed_and_shows_the_status_of_each_step() -> None:
    drawn = ET.fromstring(svg(DEFINITION, STEPS))  # noqa: S314 - our own text
    boxes = {group.attrib["class"] for group in drawn.iter("g")}
    assert boxes == {"box succeeded", "box failed", "box never"}
