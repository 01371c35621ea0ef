"""How an endpoint grows and shrinks with its work. A serverless one does so by itself."""

from typing import Any

from deployment.alarms import VARIANT
from deployment.choices import Scaling
from deployment.settings import EndpointType


def work(endpoint: EndpointType, limits: Scaling) -> dict[str, Any]:
    """What is kept near its target by adding and removing instances."""
    if endpoint is EndpointType.REAL_TIME:
        metric = {"PredefinedMetricType": "SageMakerVariantInvocationsPerInstance"}
        return {"TargetValue": limits.requests_per_minute, "PredefinedMetricSpecification": metric}
    metric = {
        "Namespace": "AWS/SageMaker",
        "MetricName": "ApproximateBacklogSizePerInstance",
        "Dimensions": [{"Name": "EndpointName", "Value": {"Ref": "EndpointName"}}],
        "Statistic": "Average",
    }
    return {"TargetValue": limits.waiting_requests, "CustomizedMetricSpecification": metric}


def scaling(endpoint: EndpointType, limits: Scaling, least: int) -> dict[str, Any]:
    """By logical id; `least` is the largest number of instances that a stage has at least."""
    if endpoint is EndpointType.SERVERLESS or limits.most_instances <= least:
        return {}
    target = {
        "ServiceNamespace": "sagemaker",
        "ScalableDimension": "sagemaker:variant:DesiredInstanceCount",
        "ResourceId": {"Fn::Sub": f"endpoint/${{EndpointName}}/variant/{VARIANT}"},
        "MinCapacity": {"Ref": "InstanceCount"},
        "MaxCapacity": limits.most_instances,
    }
    policy = {
        "PolicyName": {"Fn::Sub": "${EndpointName}-work"},
        "PolicyType": "TargetTrackingScaling",
        "ScalingTargetId": {"Ref": "Scaling"},
        "TargetTrackingScalingPolicyConfiguration": work(endpoint, limits)
        | {"ScaleInCooldown": 300, "ScaleOutCooldown": 60},
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
