"""How an endpoint grows and shrinks with its work. A serverless one does so by itself."""

from typing import Any

from deploy.alarms import VARIANT
from deploy.settings import EndpointType

MOST_INSTANCES = 4
REQUESTS_PER_MINUTE = 600  # per instance
WAITING_REQUESTS = 5  # per instance


def work(endpoint: EndpointType) -> dict[str, Any]:
    """What is kept near its target by adding and removing instances."""
    if endpoint is EndpointType.REAL_TIME:
        metric = {"PredefinedMetricType": "SageMakerVariantInvocationsPerInstance"}
        return {"TargetValue": REQUESTS_PER_MINUTE, "PredefinedMetricSpecification": metric}
    metric = {
        "Namespace": "AWS/SageMaker",
        "MetricName": "ApproximateBacklogSizePerInstance",
        "Dimensions": [{"Name": "EndpointName", "Value": {"Ref": "EndpointName"}}],
        "Statistic": "Average",
    }
    return {"TargetValue": WAITING_REQUESTS, "CustomizedMetricSpecification": metric}


def scaling(endpoint: EndpointType) -> dict[str, Any]:
    """By logical id."""
    if endpoint is EndpointType.SERVERLESS:
        return {}
    target = {
        "ServiceNamespace": "sagemaker",
        "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
        "ResourceId": {"Fn::Sub": f"endpoint/${{EndpointName}}/variant/{VARIANT}"},
        "MinCapacity": {"Ref": "InstanceCount"},
        "MaxCapacity": MOST_INSTANCES,
    }
    policy = {
        "PolicyName": {"Fn::Sub": "${EndpointName}-work"},
        "PolicyType": "TargetTrackingScaling",
        "ScalingTargetId": {"Ref": "Scaling"},
        "TargetTrackingScalingPolicyConfiguration": work(endpoint) | {"ScaleInCooldown": 300, "ScaleOutCooldown": 60},
    }
    return {
        # An endpoint that does not exist yet cannot be scaled, and nothing else says that it has to come first.
        "Scaling": {
            "Type": "AWS::ApplicationAutoScaling::ScalableTarget",
            "DependsOn": "Endpoint",
            "Properties": target,
        },
        "ScalingPolicy": {"Type": "AWS::ApplicationAutoScaling::ScalingPolicy", "Properties": policy},
    }
