"""The parameters of an endpoint's template, and their values for each stage."""

from typing import Any

from deployment.choices import Choices
from deployment.machines import instances
from deployment.registry import ModelVersion
from deployment.settings import EndpointType, Settings

# What every template takes, and what it means.
PARAMETERS = {
    "Stage": "staging or production.",
    "EndpointName": "Name of the endpoint.",
    "ExecutionRoleArn": "What the model runs as, in the stage's account.",
    "ModelPackageArn": "The version of the model in the registry.",
    "ModelVersion": "Its number.",
    "ModelDigest": "SHA-256 of its file.",
    "SourceCommit": "Commit of the repository that deployed it.",
    "PipelineExecutionId": "Execution of the pipeline that deployed it.",
}
MACHINES = {
    "InstanceType": "What the model runs on.",
    "InstanceCount": "How many at least.",
    "KmsKeyArn": "Encrypts disks and what the endpoint writes.",
    "Place": "S3 URI under which the endpoint writes.",
    "Subnets": "Subnets of the stage's account that the model runs in, or none.",
    "SecurityGroups": "Its security groups there, or none.",
}
CAPTURE = {"DataCapturePercentage": "Share of requests and answers that are kept; 0 keeps none."}
LINEAGE = ("ModelPackageArn", "ModelVersion", "ModelDigest", "SourceCommit", "PipelineExecutionId", "Stage")
TYPES = {
    "InstanceCount": "Number",
    "DataCapturePercentage": "Number",
    "Subnets": "CommaDelimitedList",
    "SecurityGroups": "CommaDelimitedList",
}


def parameter_names(endpoint: EndpointType) -> dict[str, str]:
    """The parameters of this type's template, with their descriptions."""
    if endpoint is EndpointType.SERVERLESS:
        return PARAMETERS
    return PARAMETERS | MACHINES | (CAPTURE if endpoint is EndpointType.REAL_TIME else {})


def stage_file(settings: Settings, choices: Choices, model: ModelVersion, stage: str) -> dict[str, Any]:
    """Parameters and tags of a stage's stack, in the form of a CodePipeline template configuration."""
    project, place = settings.project, settings.stages[stage]
    values = {
        "Stage": stage,
        "EndpointName": place.endpoint,
        "ExecutionRoleArn": place.execution_role_arn,
        "ModelPackageArn": model.arn,
        "ModelVersion": str(model.version),
        "ModelDigest": model.digest,
        "SourceCommit": settings.run.source_commit,
        "PipelineExecutionId": settings.run.pipeline_execution_id,
        "InstanceType": choices.instance_type,
        "InstanceCount": str(instances(project.traffic, choices, stage)),
        "KmsKeyArn": project.kms_key_arn,
        "Place": place.place,
        "Subnets": place.subnets,
        "SecurityGroups": place.security_groups,
        "DataCapturePercentage": str(choices.captured_percentage),
    }
    # A stack's tags are also its endpoint's, and changed tags would be an update of the endpoint at every push: what
    # changes with the run is a parameter, shown by the outputs.
    tags = {
        "sagemaker:project-name": project.sagemaker_project_name,
        "sagemaker:project-id": project.sagemaker_project_id,
        "stage": stage,
    }
    return {"Parameters": {name: values[name] for name in parameter_names(project.endpoint_type)}, "Tags": tags}
