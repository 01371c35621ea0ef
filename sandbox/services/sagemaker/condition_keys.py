"""The condition keys that SageMaker makes of what a request asks for, as far as policies here name them.

Service Authorization Reference, "Actions, resources, and condition keys for Amazon SageMaker". A key whose member the
request leaves out is absent.
"""

from collections.abc import Iterator
from typing import Any

from sandbox.api.types import Record, Request
from sandbox.services.sagemaker.records.resources import MODEL

# Where the requests for a training, processing, transform or tuning job, and for a model, have it.
_MEMBERS = {
    "sagemaker:vpcsubnets": (
        "VpcConfig.Subnets",
        "NetworkConfig.VpcConfig.Subnets",
        "TrainingJobDefinition.VpcConfig.Subnets",
    ),
    "sagemaker:vpcsecuritygroupids": (
        "VpcConfig.SecurityGroupIds",
        "NetworkConfig.VpcConfig.SecurityGroupIds",
        "TrainingJobDefinition.VpcConfig.SecurityGroupIds",
    ),
    "sagemaker:volumekmskey": (
        "ResourceConfig.VolumeKmsKeyId",
        "ProcessingResources.ClusterConfig.VolumeKmsKeyId",
        "TransformResources.VolumeKmsKeyId",
        "TrainingJobDefinition.ResourceConfig.VolumeKmsKeyId",
    ),
    "sagemaker:outputkmskey": (
        "OutputDataConfig.KmsKeyId",
        "ProcessingOutputConfig.KmsKeyId",
        "TransformOutput.KmsKeyId",
        "TrainingJobDefinition.OutputDataConfig.KmsKeyId",
    ),
    "sagemaker:networkisolation": (
        "EnableNetworkIsolation",
        "NetworkConfig.EnableNetworkIsolation",
        "TrainingJobDefinition.EnableNetworkIsolation",
    ),
}
_WITH_THEM = (
    "CreateHyperParameterTuningJob",
    "CreateModel",
    "CreateProcessingJob",
    "CreateTrainingJob",
    "CreateTransformJob",
)
_VERSIONS = ("CreateModelPackage", "UpdateModelPackage")


def request_keys(operation: str, request: Request) -> Record:
    """The condition keys in lower case, with the values of this request."""
    found: Record = {}
    if operation in _WITH_THEM:
        found |= {key: value for key, value in _values(request) if value is not None}
    if operation == "CreateTransformJob" and "ModelName" in request:
        found["sagemaker:modelarn"] = MODEL.arn(request["ModelName"])
    if operation in _VERSIONS:
        found |= _of_version(request)
    return found


def _values(request: Request) -> Iterator[tuple[str, Any]]:
    for key, places in _MEMBERS.items():
        values = [value for place in places if (value := _at(request, place)) is not None]
        value = values[0] if values else None
        yield key, str(value).lower() if isinstance(value, bool) else value


def _at(request: Request, place: str) -> Any:
    value: Any = request
    for name in place.split("."):
        value = (value or {}).get(name)
    return value


def _of_version(request: Request) -> Record:
    properties = request.get("CustomerMetadataProperties", {})
    found: Record = {
        f"sagemaker:customermetadataproperties/{name}".lower(): value for name, value in properties.items()
    }
    if "CustomerMetadataPropertiesToRemove" in request:
        found["sagemaker:customermetadatapropertiestoremove"] = request["CustomerMetadataPropertiesToRemove"]
    if "ModelApprovalStatus" in request:
        found["sagemaker:modelapprovalstatus"] = request["ModelApprovalStatus"]
    return found
