"""The charts of a report."""

import xml.etree.ElementTree as ET

from scripts.rehearsal.availability import ProbeResult
from scripts.rehearsal.charts import response_chart, timeline_bar
from scripts.rehearsal.steps import StepResult

RESULTS = (ProbeResult(0.0, 0.1, "7.5"), ProbeResult(0.5, 0.1, "", "ModelError"), ProbeResult(1.0, 0.1, "8.5"))


def test_each_answer_is_a_dot_and_a_failure_is_marked() -> None:
    chart = ET.fromstring(response_chart(RESULTS))  # noqa: S314 - our own text
    assert [dot.attrib["class"] for dot in chart.iter("circle")] == ["kind0", "failed", "kind1"]


def test_a_bar_has_the_start_and_the_length_of_its_step() -> None:
    bar = ET.fromstring(timeline_bar(StepResult("build", 5.0, 2.5, "passed"), 10.0))  # noqa: S314 - our own text
    assert bar[0].attrib["style"] == "left:50.00%;width:25.00%"
