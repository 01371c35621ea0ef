"""The alarms of an endpoint. Each of them rolls a deployment back."""

from typing import Any

from deploy.settings import EndpointType

VARIANT = "AllTraffic"
LATENCY_BUDGET_MICROSECONDS = 500_000
LONGEST_QUEUE = 1000


def alarm(description: str, metric: str, threshold: int, **statistic: Any) -> dict[str, Any]:
    """Two bad minutes out of three, on the endpoint's variant; silence is good."""
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "AlarmDescription": description,
            "Namespace": "AWS/SageMaker",
            "MetricName": metric,
            "Dimensions": [
                {"Name": "EndpointName", "Value": {"Ref": "EndpointName"}},
                {"Name": "VariantName", "Value": VARIANT},
            ],
            "ComparisonOperator": "GreaterThanThreshold",
            "Threshold": threshold,
            "Period": 60,
            "EvaluationPeriods": 3,
            "DatapointsToAlarm": 2,
            "TreatMissingData": "notBreaching",
            **statistic,
        },
    }


def on_queue(definition: dict[str, Any]) -> dict[str, Any]:
    """Metrics of a queue belong to the endpoint, not to its variant."""
    properties = definition["Properties"]
    return definition | {"Properties": properties | {"Dimensions": properties["Dimensions"][:1]}}


def alarms(endpoint: EndpointType) -> dict[str, Any]:
    """By logical id."""
    errors = alarm("The model answers with errors.", "Invocation5XXErrors", 0, Statistic="Sum")
    if endpoint is EndpointType.ASYNCHRONOUS:
        queue = alarm("Requests wait.", "ApproximateBacklogSize", LONGEST_QUEUE, Statistic="Average")
        failures = alarm("Requests fail.", "InvocationFailures", 0, Statistic="Sum")
        return {"FailureAlarm": on_queue(failures), "QueueAlarm": on_queue(queue)}
    slow = alarm("The model is slow.", "ModelLatency", LATENCY_BUDGET_MICROSECONDS, ExtendedStatistic="p95")
    return {"ErrorAlarm": errors, "LatencyAlarm": slow}
