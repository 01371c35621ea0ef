"""SageMaker: models, endpoints, pipelines and the registry."""

import os
import time
from dataclasses import replace

from ministack.core.responses import get_account_id

from sandbox.api import loopback
from sandbox.cloudformation.resources.api_values import UnknownPropertyError
from sandbox.cloudformation.resources.facts import Facts, Properties
from sandbox.cloudformation.resources.resource_type import ApiCall, ResourceType, Setting, tagging

# Tables are read by column.
# fmt: off
_GROUP = {"ModelPackageGroupName": "properties.ModelPackageGroupName"}
_ENDPOINT = {"EndpointName": "properties.EndpointName || name_of(id)"}
_PIPELINE = {"PipelineName": "id"}
_DOMAIN = {"DomainId": "id"}
_PROFILE = {"DomainId": "properties.DomainId", "UserProfileName": "properties.UserProfileName"}


# Whether an update succeeds although an alarm rolled it back, as reported in hashicorp/terraform-provider-aws#48997,
# #46663: the endpoint is in service again, with the old configuration.
_SILENT = bool(os.environ.get("SANDBOX_SILENT_ROLLBACK"))


def _definition_body(definition: Properties) -> object:
    if "PipelineDefinitionBody" not in definition:
        raise UnknownPropertyError(f"AWS::SageMaker::Pipeline: PipelineDefinition/{', '.join(definition)}")
    return definition["PipelineDefinitionBody"]


def _wait_until_in_service(facts: Facts) -> str | None:
    """Why an endpoint does not serve the stack's configuration, after a failure or a roll back by alarm."""
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


def _wait_for_domain(facts: Facts) -> str | None:
    """Until a domain that is created or changed is in service."""
    identifier = facts.get("id", "")
    with loopback.acting_as(loopback.root(get_account_id())):
        while True:
            found = loopback.client("sagemaker").describe_domain(DomainId=identifier)
            if found["Status"] not in ("Pending", "Updating"):
                break
            time.sleep(0.05)
    return None if found["Status"] == "InService" else f"Domain {identifier}: {found['Status']}"


def _sagemaker(
    noun: str, properties: tuple[str, ...], update: ApiCall | None = None, *, reference: str = "Arn"
) -> ResourceType:
    """A SageMaker resource known by its name, of which Ref is the ARN."""
    member = {f"{noun}Name": f"properties.{noun}Name || name_of(id)"}
    return ResourceType(
        type=f"AWS::SageMaker::{noun}",
        service="sagemaker",
        properties=(f"{noun}Name", *properties, "Tags"),
        name=(f"{noun}Name", 63),
        create=ApiCall(f"Create{noun}"),
        update=update,
        identifier=f"result.{noun}{reference}",
        settings=(tagging({"ResourceArn": f"read.Describe{noun}.{noun}Arn"}, "AddTags", "DeleteTags"),),
        delete=(ApiCall(f"Delete{noun}", member),),
        reads=(ApiCall(f"Describe{noun}", member),
               ApiCall("ListTags", {"ResourceArn": f"read.Describe{noun}.{noun}Arn"})),
        attributes={f"{noun}Name": f"read.Describe{noun}.{noun}Name", f"{noun}Arn": f"read.Describe{noun}.{noun}Arn"},
        create_only=(f"{noun}Name",) if update else (f"{noun}Name", *properties),
    )


RESOURCE_TYPES = (
    _sagemaker("CodeRepository", ("GitConfig",),
               ApiCall("UpdateCodeRepository", takes=("CodeRepositoryName", "GitConfig"))),
    _sagemaker("Model", ("Containers", "PrimaryContainer", "EnableNetworkIsolation", "ExecutionRoleArn",
                         "InferenceExecutionConfig", "VpcConfig")),
    _sagemaker("EndpointConfig", ("ProductionVariants", "ShadowProductionVariants", "DataCaptureConfig", "KmsKeyId",
                                  "AsyncInferenceConfig", "ExplainerConfig", "EnableNetworkIsolation",
                                  "ExecutionRoleArn", "VpcConfig")),
    ResourceType(
        type="AWS::SageMaker::Endpoint",
        service="sagemaker",
        properties=("EndpointName", "EndpointConfigName", "DeploymentConfig", "RetainAllVariantProperties",
                    "ExcludeRetainedVariantProperties", "RetainDeploymentConfig", "Tags"),
        name=("EndpointName", 63),
        conversions={"EndpointConfigName": lambda name: name.rpartition("/")[2]},
        create=ApiCall("CreateEndpoint", takes=("EndpointName", "EndpointConfigName", "DeploymentConfig", "Tags")),
        update=ApiCall("UpdateEndpoint", takes=("EndpointName", "EndpointConfigName", "DeploymentConfig",
                                                "RetainAllVariantProperties", "ExcludeRetainedVariantProperties",
                                                "RetainDeploymentConfig")),
        identifier="result.EndpointArn",
        stabilize=_wait_until_in_service,
        settings=(tagging({"ResourceArn": "id"}, "AddTags", "DeleteTags"),),
        delete=(ApiCall("DeleteEndpoint", _ENDPOINT),),
        reads=(ApiCall("DescribeEndpoint", _ENDPOINT), ApiCall("ListTags", {"ResourceArn": "id"})),
        attributes={"EndpointName": "read.DescribeEndpoint.EndpointName"},
        create_only=("EndpointName",),
        # They steer one update and are not kept.
        unread=frozenset({"EndpointConfigName", "DeploymentConfig", "RetainAllVariantProperties",
                          "ExcludeRetainedVariantProperties", "RetainDeploymentConfig"}),
    ),
    ResourceType(
        type="AWS::SageMaker::Domain",
        service="sagemaker",
        properties=("DomainName", "AuthMode", "AppNetworkAccessType", "VpcId", "SubnetIds", "KmsKeyId",
                    "HomeEfsFileSystemCreation", "DefaultUserSettings", "DefaultSpaceSettings", "Tags"),
        create=ApiCall("CreateDomain"),
        update=ApiCall("UpdateDomain", _DOMAIN, takes=("DefaultUserSettings", "DefaultSpaceSettings", "SubnetIds",
                                                       "AppNetworkAccessType", "VpcId")),
        identifier="result.DomainId",
        stabilize=_wait_for_domain,
        settings=(tagging({"ResourceArn": "read.DescribeDomain.DomainArn"}, "AddTags", "DeleteTags"),),
        delete=(ApiCall("DeleteDomain", _DOMAIN),),
        reads=(ApiCall("DescribeDomain", _DOMAIN),
               ApiCall("ListTags", {"ResourceArn": "read.DescribeDomain.DomainArn"})),
        attributes={"DomainId": "id", "DomainArn": "read.DescribeDomain.DomainArn", "Url": "read.DescribeDomain.Url"},
        create_only=("AuthMode", "DomainName", "KmsKeyId"),
    ),
    ResourceType(
        type="AWS::SageMaker::UserProfile",
        service="sagemaker",
        properties=("DomainId", "UserProfileName", "UserSettings", "Tags"),
        create=ApiCall("CreateUserProfile"),
        update=ApiCall("UpdateUserProfile", takes=("DomainId", "UserProfileName", "UserSettings")),
        identifier="join('|', [properties.UserProfileName, properties.DomainId])",
        settings=(tagging({"ResourceArn": "read.DescribeUserProfile.UserProfileArn"}, "AddTags", "DeleteTags"),),
        delete=(ApiCall("DeleteUserProfile", _PROFILE),),
        reads=(ApiCall("DescribeUserProfile", _PROFILE),
               ApiCall("ListTags", {"ResourceArn": "read.DescribeUserProfile.UserProfileArn"})),
        attributes={"UserProfileArn": "read.DescribeUserProfile.UserProfileArn"},
        create_only=("DomainId", "UserProfileName"),
    ),
    ResourceType(
        type="AWS::SageMaker::ModelPackageGroup",
        service="sagemaker",
        properties=("ModelPackageGroupName", "ModelPackageGroupDescription", "ModelPackageGroupPolicy", "Tags"),
        names={"ModelPackageGroupPolicy": "ResourcePolicy"},
        create=ApiCall("CreateModelPackageGroup"),
        identifier="result.ModelPackageGroupArn",
        settings=(
            Setting(("ModelPackageGroupPolicy",), ApiCall("PutModelPackageGroupPolicy", _GROUP),
                    ApiCall("DeleteModelPackageGroupPolicy", _GROUP)),
            # The handler's published source, UpdateHandler: tags that differ are deleted, then added.
            replace(tagging({"ResourceArn": "id"}, "AddTags", "DeleteTags"), recreate=True),
        ),
        delete=(ApiCall("DeleteModelPackageGroup", _GROUP),),
        reads=(ApiCall("DescribeModelPackageGroup", _GROUP), ApiCall("GetModelPackageGroupPolicy", _GROUP),
               ApiCall("ListTags", {"ResourceArn": "id"})),
        attributes={
            "ModelPackageGroupArn": "id",
            "ModelPackageGroupStatus": "read.DescribeModelPackageGroup.ModelPackageGroupStatus",
        },
        create_only=("ModelPackageGroupName", "ModelPackageGroupDescription"),
    ),
    ResourceType(
        type="AWS::SageMaker::Pipeline",
        service="sagemaker",
        properties=("PipelineName", "PipelineDisplayName", "PipelineDescription", "PipelineDefinition", "RoleArn",
                    "ParallelismConfiguration", "Tags"),
        conversions={"PipelineDefinition": _definition_body},
        create=ApiCall("CreatePipeline", {"ClientRequestToken": "token"}),
        update=ApiCall("UpdatePipeline", takes=("PipelineName", "PipelineDisplayName", "PipelineDescription",
                                                "PipelineDefinition", "RoleArn", "ParallelismConfiguration")),
        identifier="properties.PipelineName",
        settings=(tagging({"ResourceArn": "read.DescribePipeline.PipelineArn"}, "AddTags", "DeleteTags"),),
        delete=(ApiCall("DeletePipeline", _PIPELINE | {"ClientRequestToken": "token"}),),
        reads=(ApiCall("DescribePipeline", _PIPELINE),
               ApiCall("ListTags", {"ResourceArn": "read.DescribePipeline.PipelineArn"})),
        create_only=("PipelineName",),
    ),
)
