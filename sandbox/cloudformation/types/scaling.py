"""What scales an endpoint: Application Auto Scaling's targets and policies."""

from sandbox.cloudformation.resources.resource_type import ApiCall, ResourceType

# Tables are read by column.
# fmt: off
_TARGET_KEYS = ("ServiceNamespace", "ResourceId", "ScalableDimension")
_TARGET_SETTINGS = ("MinCapacity", "MaxCapacity", "RoleARN", "SuspendedState")
_TARGET_MEMBERS = {"ResourceId": "part(id, '0')", "ScalableDimension": "part(id, '1')",
                   "ServiceNamespace": "part(id, '2')"}
_POLICY_TARGET = {
    "ResourceId": "properties.ScalingTargetId && part(properties.ScalingTargetId, '0') || properties.ResourceId",
    "ScalableDimension": "properties.ScalingTargetId && part(properties.ScalingTargetId, '1') "
    "|| properties.ScalableDimension",
    "ServiceNamespace": "properties.ScalingTargetId && part(properties.ScalingTargetId, '2') "
    "|| properties.ServiceNamespace",
}

RESOURCE_TYPES = (
    ResourceType(
        type="AWS::ApplicationAutoScaling::ScalableTarget",
        service="application-autoscaling",
        properties=(*_TARGET_KEYS, *_TARGET_SETTINGS, "Tags"),
        create=ApiCall("RegisterScalableTarget"),
        update=ApiCall("RegisterScalableTarget", takes=(*_TARGET_KEYS, *_TARGET_SETTINGS)),
        identifier="join('|', [properties.ResourceId, properties.ScalableDimension, properties.ServiceNamespace])",
        delete=(ApiCall("DeregisterScalableTarget", _TARGET_MEMBERS),),
        reads=(ApiCall("DescribeScalableTargets", {"ServiceNamespace": "part(id, '2')",
                                                   "ResourceIds": "[part(id, '0')]"}),),
        attributes={"Id": "id"},
        handler_reads=("application-autoscaling:DescribeScheduledActions",),
        create_only=_TARGET_KEYS,
        unread=frozenset({"Tags"}),
    ),
    ResourceType(
        type="AWS::ApplicationAutoScaling::ScalingPolicy",
        service="application-autoscaling",
        properties=("PolicyName", "PolicyType", "ScalingTargetId", *_TARGET_KEYS,
                    "TargetTrackingScalingPolicyConfiguration", "StepScalingPolicyConfiguration"),
        create=ApiCall("PutScalingPolicy", _POLICY_TARGET,
                       takes=("PolicyName", "PolicyType", "TargetTrackingScalingPolicyConfiguration",
                              "StepScalingPolicyConfiguration")),
        update=ApiCall("PutScalingPolicy", _POLICY_TARGET,
                       takes=("PolicyName", "PolicyType", "TargetTrackingScalingPolicyConfiguration",
                              "StepScalingPolicyConfiguration")),
        identifier="result.PolicyARN",
        delete=(ApiCall("DeleteScalingPolicy", {"PolicyName": "properties.PolicyName", **_POLICY_TARGET}),),
        reads=(ApiCall("DescribeScalingPolicies", {"ServiceNamespace": _POLICY_TARGET["ServiceNamespace"],
                                                   "PolicyNames": "[properties.PolicyName]"}),),
        attributes={"Arn": "id"},
        handler_reads=("application-autoscaling:DescribeScalingPolicies", "cloudwatch:GetMetricData"),
        create_only=("PolicyName", "ScalingTargetId", *_TARGET_KEYS),
        unread=frozenset({"ScalingTargetId"}),
    ),
)
