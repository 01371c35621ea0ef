"""Alarms and a dashboard over the figures that a monitor puts to CloudWatch.

An alarm keeps its state between runs, so that drift stays visible until a run finds none. The message with the sentence
comes from the run itself, which knows what was found; an alarm's own would repeat it without saying what.
"""

import json
from typing import Any

from troposphere import Ref, Sub, cloudwatch

from templates import names
from templates.project import Project

NAMESPACE = "/aws/sagemaker/model-monitor"
DIMENSION = "ProjectId"
FINDINGS = {
    "data": ("DataFindings", "What the model is asked differs from what it was tested on."),
    "quality": ("QualityFindings", "The model is worse than when it was approved."),
    "bias": ("BiasFindings", "Groups are treated less equally than when the model was approved."),
    "attribution": ("AttributionFindings", "The answers depend on other columns than when the model was approved."),
}
WIDGETS = (
    ("Findings", tuple(metric for metric, _ in FINDINGS.values()), "Maximum"),
    ("Drift", ("DriftedColumns", "LargestStability"), "Maximum"),
    ("Told apart, importance, groups", ("Separation", "AttributionAgreement", "LowestSelectionRatio"), "Average"),
    ("Quality", ("Quality",), "Average"),
    ("Rows and labels", ("Rows", "Labels"), "Sum"),
)
FIVE_MINUTES, HOUR = 300, 3600


def alarms(project: Project) -> tuple[cloudwatch.Alarm, ...]:
    return tuple(_alarm(project, kind, metric, words) for kind, (metric, words) in FINDINGS.items())


def _alarm(project: Project, kind: str, metric: str, words: str) -> cloudwatch.Alarm:
    return cloudwatch.Alarm(
        names.logical_id("monitor", kind, "alarm"),
        AlarmName=Sub(project.short_name(f"monitor-{kind}")),
        AlarmDescription=f"{words} The report is below executions/monitor/ of the project's bucket.",
        Namespace=NAMESPACE,
        MetricName=metric,
        Dimensions=[cloudwatch.MetricDimension(Name=DIMENSION, Value=Ref(project.identifier))],
        Statistic="Maximum",
        Period=FIVE_MINUTES,
        EvaluationPeriods=1,
        Threshold=1,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        TreatMissingData="ignore",
        Tags=project.tags,
    )


def dashboard(project: Project) -> cloudwatch.Dashboard:
    body = {"widgets": [_widget(project, place, *widget) for place, widget in enumerate(WIDGETS)]}
    return cloudwatch.Dashboard(
        "MonitorDashboard",
        DashboardName=Sub(project.short_name("monitor")),
        DashboardBody=Sub(json.dumps(body)),
    )


def _widget(project: Project, place: int, title: str, metrics: tuple[str, ...], statistic: str) -> dict[str, Any]:
    """Two beside each other, each half of the 24 columns wide."""
    value = f"${{{project.identifier.title}}}"
    properties = {
        "title": title,
        "region": "${AWS::Region}",
        "view": "timeSeries",
        "stat": statistic,
        "period": HOUR,
        "metrics": [[NAMESPACE, metric, DIMENSION, value] for metric in metrics],
    }
    return {
        "type": "metric",
        "x": place % 2 * 12,
        "y": place // 2 * 6,
        "width": 12,
        "height": 6,
        "properties": properties,
    }
