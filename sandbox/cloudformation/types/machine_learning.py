"""SageMaker: models, endpoints, pipelines, the registry; and what scales an endpoint."""

import os
import time
from dataclasses import replace

from ministack.core.responses import get_account_id

from sandbox.api import loopback
from sandbox.cloudformation.resource import Call, Facts, Kind, Setting, tagging
from sandbox.cloudformation.shapes import UnknownPropertyError

# Tables are read by column.
# fmt: off
_GROUP = {"ModelPackageGroupName": "properties.ModelPackageGroupName"}
_ENDPOINT = {"EndpointName": "properties.EndpointName || name_of(id)"}
_PIPELINE = {"PipelineName": "id"}
_TARGET_KEYS = ("ServiceNamespace", "ResourceId", "ScalableDimension")
_TARGET_MEMBERS = {"ResourceId": "part(id, '0')", "ScalableDimension": "part(id, '1')",
                   "ServiceNamespace": "part(id, '2')"}
_POLICY_TARGET = {
    "ResourceId": "properties.ScalingTargetId && part(properties.ScalingTargetId, '0') || properties.ResourceId",
    "ScalableDimension": "properties.ScalingTargetId && part(properties.ScalingTargetId, '1') "
    "|| properties.ScalableDimension",
    "ServiceNamespace": "properties.ScalingTargetId && part(properties.ScalingTargetId, '2') "
    "|| properties.ServiceNamespace",
}


# Whether a stack takes a roll back by alarm for success, as reported in hashicorp/terraform-provider-aws#48997, #46663:
# the endpoint is in service again, with the old configuration.
_SILENT = bool(os.environ.get("SANDBOX_SILENT_ROLLBACK"))


def _definition(given: dict) -> object:
    if "PipelineDefinitionBody" not in given:
        raise UnknownPropertyError(f"AWS::SageMaker::Pipeline: PipelineDefinition/{', '.join(given)}")
    return given["PipelineDefinitionBody"]


def _serves(facts: Facts) -> str | None:
    """Wait for an endpoint; why it does not serve what the stack wants, after a failure or a roll back by alarm."""
    wanted = facts["properties"]["EndpointConfigName"].rpartition("/")[2]
    with loopback.acting_as(loopback.root(get_account_id())):
        while True:
            found = loopback.client("sagemaker").describe_endpoint(EndpointName=facts["properties"]["EndpointName"])
            if found["EndpointStatus"] not in ("Creating", "Updating", "RollingBack"):
                break
            time.sleep(0.1)
    if found["EndpointStatus"] == "InService" and (found["EndpointConfigName"] == wanted or _SILENT):
        return None
    return f"Endpoint {found['EndpointName']}: {found.get('FailureReason', found['EndpointStatus'])}"


def _sagemaker(noun: str, properties: tuple[str, ...], update: Call | None = None, *, reference: str = "Arn") -> Kind:
    """A SageMaker resource known by its name, of which Ref is the ARN."""
    member = {f"{noun}Name": f"properties.{noun}Name || name_of(id)"}
    return Kind(
        type=f"AWS::SageMaker::{noun}",
        service="sagemaker",
        properties=(f"{noun}Name", *properties, "Tags"),
        name=(f"{noun}Name", 63),
        create=Call(f"Create{noun}"),
        update=update,
        identifier=f"result.{noun}{reference}",
        settings=(tagging({"ResourceArn": f"read.Describe{noun}.{noun}Arn"}, "AddTags", "DeleteTags"),),
        delete=(Call(f"Delete{noun}", member),),
        reads=(Call(f"Describe{noun}", member), Call("ListTags", {"ResourceArn": f"read.Describe{noun}.{noun}Arn"})),
        attributes={f"{noun}Name": f"read.Describe{noun}.{noun}Name", f"{noun}Arn": f"read.Describe{noun}.{noun}Arn"},
        create_only=(f"{noun}Name",) if update else (f"{noun}Name", *properties),
    )


KINDS = (
    _sagemaker("CodeRepository", ("GitConfig",),
               Call("UpdateCodeRepository", takes=("CodeRepositoryName", "GitConfig"))),
    _sagemaker("Model", ("Containers", "PrimaryContainer", "EnableNetworkIsolation", "ExecutionRoleArn",
                         "InferenceExecutionConfig", "VpcConfig")),
    _sagemaker("EndpointConfig", ("ProductionVariants", "ShadowProductionVariants", "DataCaptureConfig", "KmsKeyId",
                                  "AsyncInferenceConfig", "ExplainerConfig", "EnableNetworkIsolation",
                                  "ExecutionRoleArn", "VpcConfig")),
    Kind(
        type="AWS::SageMaker::Endpoint",
        service="sagemaker",
        properties=("EndpointName", "EndpointConfigName", "DeploymentConfig", "RetainAllVariantProperties",
                    "ExcludeRetainedVariantProperties", "RetainDeploymentConfig", "Tags"),
        name=("EndpointName", 63),
        conversions={"EndpointConfigName": lambda given: given.rpartition("/")[2]},
        create=Call("CreateEndpoint", takes=("EndpointName", "EndpointConfigName", "DeploymentConfig", "Tags")),
        update=Call("UpdateEndpoint", takes=("EndpointName", "EndpointConfigName", "DeploymentConfig",
                                             "RetainAllVariantProperties", "ExcludeRetainedVariantProperties",
                                             "RetainDeploymentConfig")),
        identifier="result.EndpointArn",
        settled=_serves,
        settings=(tagging({"ResourceArn": "id"}, "AddTags", "DeleteTags"),),
        delete=(Call("DeleteEndpoint", _ENDPOINT),),
        reads=(Call("DescribeEndpoint", _ENDPOINT), Call("ListTags", {"ResourceArn": "id"})),
        attributes={"EndpointName": "read.DescribeEndpoint.EndpointName"},
        create_only=("EndpointName",),
        # They steer one update and are not kept.
        unread=frozenset({"EndpointConfigName", "DeploymentConfig", "RetainAllVariantProperties",
                          "ExcludeRetainedVariantProperties", "RetainDeploymentConfig"}),
    ),
    Kind(
        type="AWS::SageMaker::ModelPackageGroup",
        service="sagemaker",
        properties=("ModelPackageGroupName", "ModelPackageGroupDescription", "ModelPackageGroupPolicy", "Tags"),
        names={"ModelPackageGroupPolicy": "ResourcePolicy"},
        create=Call("CreateModelPackageGroup"),
        identifier="result.ModelPackageGroupArn",
        settings=(
            Setting(("ModelPackageGroupPolicy",), Call("PutModelPackageGroupPolicy", _GROUP),
                    Call("DeleteModelPackageGroupPolicy", _GROUP)),
            # The handler's published source, UpdateHandler: tags that differ are deleted, then added.
            replace(tagging({"ResourceArn": "id"}, "AddTags", "DeleteTags"), anew=True),
        ),
        delete=(Call("DeleteModelPackageGroup", _GROUP),),
        reads=(Call("DescribeModelPackageGroup", _GROUP), Call("GetModelPackageGroupPolicy", _GROUP),
               Call("ListTags", {"ResourceArn": "id"})),
        attributes={
            "ModelPackageGroupArn": "id",
            "ModelPackageGroupStatus": "read.DescribeModelPackageGroup.ModelPackageGroupStatus",
        },
        create_only=("ModelPackageGroupName", "ModelPackageGroupDescription"),
    ),
    Kind(
        type="AWS::SageMaker::Pipeline",
        service="sagemaker",
        properties=("PipelineName", "PipelineDisplayName", "PipelineDescription", "PipelineDefinition", "RoleArn",
                    "ParallelismConfiguration", "Tags"),
        conversions={"PipelineDefinition": _definition},
        create=Call("CreatePipeline", {"ClientRequestToken": "token"}),
        update=Call("UpdatePipeline", takes=("PipelineName", "PipelineDisplayName", "PipelineDescription",
                                             "PipelineDefinition", "RoleArn", "ParallelismConfiguration")),
        identifier="properties.PipelineName",
        settings=(tagging({"ResourceArn": "read.DescribePipeline.PipelineArn"}, "AddTags", "DeleteTags"),),
        delete=(Call("DeletePipeline", _PIPELINE | {"ClientRequestToken": "token"}),),
        reads=(Call("DescribePipeline", _PIPELINE),
               Call("ListTags", {"ResourceArn": "read.DescribePipeline.PipelineArn"})),
        create_only=("PipelineName",),
    ),
    Kind(
        type="AWS::ApplicationAutoScaling::ScalableTarget",
        service="application-autoscaling",
        properties=(*_TARGET_KEYS, "MinCapacity", "MaxCapacity", "RoleARN", "SuspendedState"),
        create=Call("RegisterScalableTarget"),
        update=Call("RegisterScalableTarget"),
        identifier="join('|', [properties.ResourceId, properties.ScalableDimension, properties.ServiceNamespace])",
        delete=(Call("DeregisterScalableTarget", _TARGET_MEMBERS),),
        reads=(Call("DescribeScalableTargets", {"ServiceNamespace": "part(id, '2')",
                                                "ResourceIds": "[part(id, '0')]"}),),
        attributes={"Id": "id"},
        handler_reads=("application-autoscaling:DescribeScheduledActions",),
        create_only=_TARGET_KEYS,
    ),
    Kind(
        type="AWS::ApplicationAutoScaling::ScalingPolicy",
        service="application-autoscaling",
        properties=("PolicyName", "PolicyType", "ScalingTargetId", *_TARGET_KEYS,
                    "TargetTrackingScalingPolicyConfiguration", "StepScalingPolicyConfiguration"),
        create=Call("PutScalingPolicy", _POLICY_TARGET,
                    takes=("PolicyName", "PolicyType", "TargetTrackingScalingPolicyConfiguration",
                           "StepScalingPolicyConfiguration")),
        update=Call("PutScalingPolicy", _POLICY_TARGET,
                    takes=("PolicyName", "PolicyType", "TargetTrackingScalingPolicyConfiguration",
                           "StepScalingPolicyConfiguration")),
        identifier="result.PolicyARN",
        delete=(Call("DeleteScalingPolicy", {"PolicyName": "properties.PolicyName", **_POLICY_TARGET}),),
        reads=(Call("DescribeScalingPolicies", {"ServiceNamespace": _POLICY_TARGET["ServiceNamespace"],
                                                "PolicyNames": "[properties.PolicyName]"}),),
        attributes={"Arn": "id"},
        handler_reads=("application-autoscaling:DescribeScalingPolicies", "cloudwatch:GetMetricData"),
        create_only=("PolicyName", "ScalingTargetId", *_TARGET_KEYS),
        unread=frozenset({"ScalingTargetId"}),
    ),
)
