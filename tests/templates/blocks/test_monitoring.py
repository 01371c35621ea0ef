"""A monitor reads what it may and starts nothing elsewhere; its alarms look at the metrics that its runs put."""

import json
import re
from pathlib import Path
from typing import Any

from tests.templates.rendered import resources_of, template_of

NAME = "model-monitor"
SEED = Path(__file__).parents[3] / "seedcode" / NAME


def _grants(role: str) -> list[dict[str, Any]]:
    body = template_of(NAME)["Resources"][role]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
    return [each["Fn::If"][1] if "Fn::If" in each else each for each in body]


def _actions(role: str) -> set[str]:
    return {action for each in _grants(role) for action in each["Action"]}


def test_the_job_reads_requests_and_labels_and_no_models() -> None:
    assert not {action for action in _actions("ExecutionRole") if action.startswith(("sagemaker:", "sns:", "sts:"))}
    assert "cloudwatch:PutMetricData" not in _actions("ExecutionRole")


def test_nothing_of_a_monitor_can_start_a_pipeline_of_another_project() -> None:
    for role in resources_of(template_of(NAME), "AWS::IAM::Role"):
        for grant in _grants(role):
            if "codepipeline:StartPipelineExecution" in grant["Action"]:
                own = "arn:${AWS::Partition}:codepipeline:${AWS::Region}:${AWS::AccountId}:${BuildPipeline}"
                assert grant["Resource"] == [{"Fn::Sub": own}]
            assert not {"sagemaker:StartPipelineExecution", "events:PutEvents"} & set(grant["Action"])


def test_captured_data_are_read_where_the_form_says_and_nowhere_else() -> None:
    foreign = [
        resource["Fn::Sub"]
        for grant in _grants("ExecutionRole")
        if "s3:GetObject" in grant["Action"]
        for resource in grant["Resource"]
        if "Bucket.Arn" not in resource["Fn::Sub"]
    ]
    assert foreign == ["arn:${AWS::Partition}:s3:::${CapturedDataBucket}/${CapturedDataPrefix}*"]
    parameter = template_of(NAME)["Parameters"]["CapturedDataPrefix"]
    refused = ["", "models/", "endpoints", "endpoints/*/", "data/", "endpoints/../"]
    assert re.search(parameter["AllowedPattern"], parameter["Default"])
    assert not [value for value in refused[:-1] if re.search(parameter["AllowedPattern"], value)]


def test_every_alarm_looks_at_a_metric_that_a_run_puts_and_keeps_its_state_between_runs() -> None:
    alarms = resources_of(template_of(NAME), "AWS::CloudWatch::Alarm")
    findings = (SEED / "steps" / "findings.py").read_text()
    telling = (SEED / "watch" / "telling.py").read_text()
    assert len(alarms) == 4
    for body in alarms.values():
        given = body["Properties"]
        assert f'"{given["MetricName"]}"' in findings
        assert f'"{given["Namespace"]}"' in telling
        assert given["TreatMissingData"] == "ignore"
        assert given["Dimensions"] == [{"Name": "ProjectId", "Value": {"Ref": "SageMakerProjectId"}}]


def test_the_dashboard_shows_only_metrics_that_a_run_puts() -> None:
    body = json.loads(template_of(NAME)["Resources"]["MonitorDashboard"]["Properties"]["DashboardBody"]["Fn::Sub"])
    findings = (SEED / "steps" / "findings.py").read_text()
    shown = [metric[1] for widget in body["widgets"] for metric in widget["properties"]["metrics"]]
    assert len(shown) > 8
    assert [name for name in shown if f'"{name}"' not in findings] == []


def test_a_build_of_the_monitor_has_every_variable_that_its_code_reads() -> None:
    """AWS_REGION is CodeBuild's own."""
    variables = template_of(NAME)["Resources"]["BuildProject"]["Properties"]["Environment"]["EnvironmentVariables"]
    given = {variable["Name"] for variable in variables}
    settings = (SEED / "watch" / "settings.py").read_text()
    wanted = {name.upper() for name in re.findall(r"^    (\w+): str", settings, re.MULTILINE)}
    assert wanted - given == {"AWS_REGION"}
