"""Dashboards are taken, refused and read back as CloudWatch does."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.conftest import Sandbox
from tests.sandbox.engine.rules.refusals import refusal, unique

METRIC = ["AWS/SageMaker", "Invocations", "EndpointName", "e", "VariantName", "v"]
GRAPH = {"type": "metric", "properties": {"metrics": [METRIC], "region": "us-east-1"}}


@pytest.fixture
def watch(sandbox: Sandbox) -> Any:
    return sandbox.client("cloudwatch")


def _problems(watch: Any, *widgets: Any) -> list[tuple[str, str]]:
    body = json.dumps({"widgets": widgets})
    code, message = refusal(watch.put_dashboard, DashboardName="d", DashboardBody=body)
    head, _, rows = message.partition("\n")
    found = [(row["dataPath"], row["message"]) for row in json.loads(rows)]
    assert (code, head.split(", ")[0]) == ("InvalidParameterInput", "The dashboard body is invalid")
    assert f"there are {len(found)} validation errors" in head
    return found


def _graph(**properties: Any) -> dict[str, Any]:
    return {"type": "metric", "properties": GRAPH["properties"] | properties}


def test_a_dashboard_is_kept_listed_and_deleted(watch: Any) -> None:
    name = unique("board")
    shorthand = [METRIC, ["...", {"stat": "p95"}], [{"expression": "m1 * 2", "label": "twice"}]]
    body = json.dumps(
        {
            "start": "-PT6H",
            "periodOverride": "inherit",
            "widgets": [
                {**_graph(metrics=shorthand, view="singleValue", legend={"position": "right"}), "x": 0, "y": 0},
                {"type": "text", "width": 24, "height": 2, "properties": {"markdown": "# Title"}},
                {"type": "log", "properties": {"query": "SOURCE 'g' | fields @message", "region": "us-east-1"}},
                {"type": "alarm", "properties": {"alarms": ["arn:aws:cloudwatch:us-east-1:222222222222:alarm:a"]}},
                {"type": "metric", "properties": {"annotations": {"alarms": ["arn:aws:cloudwatch:::alarm:a"]}}},
            ],
        }
    )
    assert watch.put_dashboard(DashboardName=name, DashboardBody=body)["DashboardValidationMessages"] == []
    found = watch.get_dashboard(DashboardName=name)
    assert (found["DashboardBody"], found["DashboardArn"]) == (
        body,
        f"arn:aws:cloudwatch::222222222222:dashboard/{name}",
    )
    (listed,) = watch.list_dashboards(DashboardNamePrefix=name)["DashboardEntries"]
    assert (listed["DashboardName"], listed["Size"]) == (name, len(body))
    watch.delete_dashboards(DashboardNames=[name])
    with pytest.raises(ClientError) as raised:
        watch.get_dashboard(DashboardName=name)
    error = raised.value.response["Error"]
    assert (error["Code"], error["QueryErrorCode"]) == ("ResourceNotFound", "DashboardNotFoundError")
    assert refusal(watch.delete_dashboards, DashboardNames=[name])[0] == "ResourceNotFound"


@pytest.mark.parametrize(
    ("widget", "path", "sentence"),
    [
        ("text", "", "Should be object"),
        ({"type": "text"}, "", "Should have required property 'properties'"),
        ({"properties": {}}, "", "Should have required property 'type'"),
        ({"type": "film", "properties": {}}, "/type", "Should be equal to one of the allowed values"),
        ({"type": "text", "properties": {}}, "/properties", "Should have required property 'markdown'"),
        ({**GRAPH, "x": 24, "y": 0}, "/x", "Should be <= 23"),
        ({**GRAPH, "x": 0}, "", "Should have property y when property x is present"),
        ({**GRAPH, "width": 25}, "/width", "Should be <= 24"),
        ({**GRAPH, "height": 0}, "/height", "Should be >= 1"),
        ({**GRAPH, "width": 6.5}, "/width", "Should be integer"),
        (_graph(view="list"), "/properties/view", "Should be equal to one of the allowed values"),
        (_graph(stacked="yes"), "/properties/stacked", "Should be boolean"),
        (
            _graph(legend={"position": "left"}),
            "/properties/legend/position",
            "Should be equal to one of the allowed values",
        ),
        ({"type": "alarm", "properties": {"alarms": []}}, "/properties/alarms", "Should NOT have less than 1 items"),
        ({"type": "log", "properties": {"region": "r"}}, "/properties", "Should have required property 'query'"),
    ],
)
def test_a_widget_has_the_structure_of_its_type(watch: Any, widget: Any, path: str, sentence: str) -> None:
    assert _problems(watch, GRAPH, widget) == [(f"/widgets/1{path}", sentence)]


def test_a_metric_widget_has_a_region_and_metrics_or_an_alarm(watch: Any) -> None:
    place, source = "/widgets/0/properties", "The metric widget should have specified a region and a data source"
    found = _problems(watch, {"type": "metric", "properties": {"region": "us-east-1"}})
    assert [path for path, _ in found] == [place] * 3
    assert found[1][1].startswith(source)
    ((path, sentence),) = _problems(watch, {"type": "metric", "properties": {"metrics": [METRIC]}})
    assert (path, sentence.startswith(source)) == (place, True)


@pytest.mark.parametrize("metric", [[], ["AWS/SageMaker"], METRIC[:3], [*METRIC[:2], 1], [{"stat": "Sum"}]])
def test_a_metric_is_a_namespace_a_name_and_pairs(watch: Any, metric: list[Any]) -> None:
    ((path, sentence),) = _problems(watch, _graph(metrics=[METRIC, metric]))
    assert path == "/widgets/0/properties/metrics/1"
    assert sentence.startswith('Field "metrics" has to be an array of array of strings')


@pytest.mark.parametrize("body", ["no JSON", "[]", '"text"'])
def test_a_body_is_a_json_object(watch: Any, body: str) -> None:
    refused = refusal(watch.put_dashboard, DashboardName="d", DashboardBody=body)
    assert refused == ("InvalidParameterInput", "The field DashboardBody must be a valid JSON object")


def test_names_and_numbers_have_limits(watch: Any) -> None:
    body = json.dumps({"widgets": []})
    code, message = refusal(watch.put_dashboard, DashboardName="my board", DashboardBody=body)
    assert (code, "can only contain alphanumerics" in message) == ("InvalidParameterInput", True)
    text = {"type": "text", "properties": {"markdown": ""}}
    assert _problems(watch, *[text] * 501) == [("/widgets", "Should NOT have more than 500 items")]


@pytest.mark.parametrize("kind", ["explorer", "custom", "chart"])
def test_other_widgets_are_refused_by_name(watch: Any, kind: str) -> None:
    body = json.dumps({"widgets": [{"type": kind, "properties": {}}]})
    refused = refusal(watch.put_dashboard, DashboardName="d", DashboardBody=body)
    assert refused[0] == "SandboxNotImplemented"
