"""The report's page: what it says, and that it needs nothing but itself."""

import re
import xml.etree.ElementTree as ET
from typing import Any

from scripts.errors import UnfinishedError
from scripts.launch import LaunchedProject
from scripts.rehearsal.charts import answers
from scripts.rehearsal.findings import Findings, Quality, measured, plots
from scripts.rehearsal.graph import nodes, picture
from scripts.rehearsal.report import page
from scripts.rehearsal.roles import Step, Training
from scripts.rehearsal.stages import Passed
from scripts.rehearsal.traffic import Asked
from scripts.rehearsal.usage import RoleUse

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
STEPS = (Step("Preprocess", "ProcessingJob", "Succeeded", 3.2), Step("Train", "TrainingJob", "Failed", 1.0, "no"))


def findings() -> Findings:
    return Findings(
        project=LaunchedProject("demo", "p-1", "222222222222", {}),
        trainings=(Training("arn", "Failed", STEPS, DEFINITION, "Train: <no>"),),
        qualities=(Quality(1, {"rmse": 2.5}, ()), Quality(2, {"rmse": 2.25}, plots("<svg width='1'></svg>"))),
        asked=(Asked(0.0, 0.1, "7.5"), Asked(0.5, 0.1, "", "ModelError: <broken>"), Asked(1.0, 0.1, "8.5")),
        uses={"development 222222222222": (RoleUse("a/role", {"s3:GetObject": 3}, {"kms:Decrypt": 1}, ("s3:Put",)),)},
    )


def test_steps_stand_right_of_what_they_wait_for() -> None:
    columns = {node.name: node.column for node in nodes(DEFINITION)}
    assert columns == {"Preprocess": 0, "Train": 1, "Evaluate": 2, "Gate": 3, "Register": 4, "Refuse": 4}


def test_an_arrow_that_others_imply_is_left_out() -> None:
    needs = {node.name: node.needs for node in nodes(DEFINITION)}
    assert needs["Evaluate"] == {"Train"}
    assert needs["Register"] == {"Gate"}


def test_pictures_are_well_formed_and_say_what_became_of_each_step() -> None:
    drawn = ET.fromstring(picture(DEFINITION, STEPS))  # noqa: S314 - our own text
    boxes = {group.attrib["class"] for group in drawn.iter("g")}
    assert boxes == {"box succeeded", "box failed", "box never"}
    dots = ET.fromstring(answers(findings().asked))  # noqa: S314
    assert [dot.attrib["class"] for dot in dots.iter("circle")] == ["kind0", "failed", "kind1"]


def test_numbers_of_an_evaluation_keep_the_words_on_the_way_to_them() -> None:
    document = {"regression_metrics": {"rmse": {"value": 2.5}}, "days": 300, "sha": "x", "fair": True}
    assert dict(measured(document)) == {"regression metrics rmse": 2.5, "days": 300.0}


def test_the_page_needs_nothing_but_itself_and_escapes_what_others_wrote() -> None:
    failure = UnfinishedError("exit <1>", hint="mend it")
    passed = (Passed("launch", 0.0, 2.0, "demo"), Passed("build", 2.0, 1.0, "exit <1>", failure))
    text = page("build-train", passed, findings(), ("Bucket",))
    assert "<no>" not in text
    assert "<broken>" not in text
    assert "exit &lt;1&gt;" in text
    assert re.findall(r'(?:src|href)="(?!data:)', text) == []
    assert "failed at: build" in text
    assert "1 failed" in text


def test_a_rehearsal_that_never_launched_has_a_page_too() -> None:
    failure = UnfinishedError("no", hint="ask")
    assert "no project" in page("build-train", (Passed("launch", 0.0, 0.1, "no", failure),), None, ())
