"""The alarms of an endpoint: those on the new fleet roll a deployment back, those on the whole endpoint only tell.

Developer Guide, "Auto-Rollback Configuration and Monitoring": an alarm without EndpointConfigName counts the old fleet
too, and a production that answers with errors would end the deployment that repairs it.
"""

from typing import Any

from deployment.choices import Alarms
from deployment.settings import EndpointType

VARIANT = "AllTraffic"
CONFIGURATION = {"Fn::GetAtt": ["Configuration", "EndpointConfigName"]}
ENDPOINT = {"EndpointName": {"Ref": "EndpointName"}}
FLEET = ENDPOINT | {"VariantName": VARIANT, "EndpointConfigName": CONFIGURATION}


def alarm(description: str, metric: str, threshold: int, dimensions: dict[str, Any], **more: Any) -> dict[str, Any]:
    """Two bad minutes out of three; silence is good."""
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "AlarmDescription": description,
            "Namespace": "AWS/SageMaker",
            "MetricName": metric,
            "Dimensions": [{"Name": name, "Value": value} for name, value in dimensions.items()],
            "ComparisonOperator": "GreaterThanThreshold",
            "Threshold": threshold,
            "Period": 60,
            "EvaluationPeriods": 3,
            "DatapointsToAlarm": 2,
            "TreatMissingData": "notBreaching",
            **more,
        },
    }


def named_after_fleet(what: str) -> dict[str, Any]:
    """A name that changes with the configuration: a changed alarm would keep the state that the old fleet left."""
    return {"Fn::Sub": f"${{Configuration.EndpointConfigName}}-{what}"}


def fleet_alarms(endpoint: EndpointType, limits: Alarms) -> dict[str, Any]:
    """By logical id: what rolls a deployment back."""
    name, broken = named_after_fleet("errors"), "The new model answers with errors."
    errors = alarm(broken, "Invocation5XXErrors", limits.errors, FLEET, Statistic="Sum", AlarmName=name)
    if endpoint is EndpointType.ASYNCHRONOUS:
        return {"ErrorAlarm": errors}
    microseconds, name = 1000 * limits.latency_milliseconds, named_after_fleet("latency")
    slow = alarm("The new model is slow.", "ModelLatency", microseconds, FLEET, ExtendedStatistic="p95", AlarmName=name)
    return {"ErrorAlarm": errors, "LatencyAlarm": slow}


def endpoint_alarms(endpoint: EndpointType, limits: Alarms) -> dict[str, Any]:
    """By logical id: what a person should know of, whichever model it is.

    Developer Guide, "Alarms and logs for tracking metrics from asynchronous endpoints": the queue belongs to the
    endpoint, failures to its variant.
    """
    if endpoint is not EndpointType.ASYNCHRONOUS:
        return {}
    variant = ENDPOINT | {"VariantName": VARIANT}
    longest = limits.waiting_requests
    return {
        "FailureAlarm": alarm("Requests fail.", "InvocationFailures", 0, variant, Statistic="Sum"),
        "QueueAlarm": alarm("Requests wait.", "ApproximateBacklogSize", longest, ENDPOINT, Statistic="Average"),
    }
