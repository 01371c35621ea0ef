"""What a run tells: metrics for alarms and the dashboard, and a message when what was found has changed."""

import json
from collections.abc import Mapping
from typing import Any

from watch.settings import Settings

NAMESPACE = "/aws/sagemaker/model-monitor"
LONGEST = 300


def put_metrics(cloudwatch: Any, settings: Settings, metrics: Mapping[str, float]) -> None:
    dimensions = [{"Name": "ProjectId", "Value": settings.sagemaker_project_id}]
    data = [{"MetricName": name, "Dimensions": dimensions, "Value": value} for name, value in metrics.items()]
    cloudwatch.put_metric_data(Namespace=NAMESPACE, MetricData=data)


def news(found: Mapping[str, Any], before: Mapping[str, Any]) -> str:
    """A sentence if something is found that was not found in the run before, or if nothing is any more."""
    new = [name for name in found["problems"] if name not in before.get("problems", {})]
    drifted = set(found["drifted"]) - set(before.get("drifted", {}))
    if new or drifted:
        return str(found["sentence"])
    if before.get("problems") and not found["problems"]:
        return f"As before again. {found['sentence']}"
    return ""


def send(sns: Any, settings: Settings, sentence: str, report: str, further: str) -> None:
    """The same form as the catalog's other messages: a sentence, and where to look."""
    bucket, _, key = f"{report}/report.html".removeprefix("s3://").partition("/")
    region = settings.aws_region
    message = {
        "message": f"Model monitor of project {settings.sagemaker_project_name}: {sentence}",
        "report": f"s3://{bucket}/{key}",
        "link": f"https://{region}.console.aws.amazon.com/s3/object/{bucket}?region={region}&prefix={key}",
        **({"training": further} if further else {}),
    }
    subject = f"Model monitor: {settings.sagemaker_project_name}"
    sns.publish(TopicArn=settings.topic_arn, Subject=subject[:100], Message=json.dumps(message))


def in_one_line(text: str) -> str:
    """Without the signs that a message about a build could not carry."""
    return " ".join(text.replace('"', "'").replace("\\", "/").split())[:LONGEST]
