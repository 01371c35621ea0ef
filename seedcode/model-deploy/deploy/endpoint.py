"""The CloudFormation template of an endpoint: model, configuration, endpoint, scaling and alarms."""

from typing import Any

from deploy.alarms import VARIANT, endpoint_alarms, fleet_alarms
from deploy.machines import INSTANCE_TYPE, has_local_disks
from deploy.scaling import scaling
from deploy.settings import EndpointType, Traffic
from deploy.traffic import deployment_config

NOTHING = {"Ref": "AWS::NoValue"}
# What every template takes, and what it means. All values come from the stage's parameter file.
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
}
CAPTURE = {"DataCapturePercentage": "Share of requests and answers that are kept; 0 keeps none."}
LINEAGE = ("ModelPackageArn", "ModelVersion", "ModelDigest", "SourceCommit", "PipelineExecutionId", "Stage")


def parameter_names(endpoint: EndpointType) -> dict[str, str]:
    """The parameters of this type's template, with their descriptions."""
    if endpoint is EndpointType.SERVERLESS:
        return PARAMETERS
    return PARAMETERS | MACHINES | (CAPTURE if endpoint is EndpointType.REAL_TIME else {})


def variant(endpoint: EndpointType) -> dict[str, Any]:
    """One model behind the endpoint, and what it runs on."""
    chosen: dict[str, Any] = {
        "VariantName": VARIANT,
        "ModelName": {"Fn::GetAtt": ["Model", "ModelName"]},
        "InitialVariantWeight": 1,
    }
    if endpoint is EndpointType.SERVERLESS:
        return chosen | {"ServerlessConfig": {"MemorySizeInMB": 2048, "MaxConcurrency": 10}}
    return chosen | {"InstanceType": {"Ref": "InstanceType"}, "InitialInstanceCount": {"Ref": "InstanceCount"}}


def capture() -> dict[str, Any]:
    """Keep requests and answers, if a share of them is asked for. Serverless and asynchronous endpoints cannot."""
    settings = {
        "EnableCapture": True,
        "InitialSamplingPercentage": {"Ref": "DataCapturePercentage"},
        "DestinationS3Uri": {"Fn::Sub": "${Place}/capture"},
        "KmsKeyId": {"Ref": "KmsKeyArn"},
        "CaptureOptions": [{"CaptureMode": "Input"}, {"CaptureMode": "Output"}],
        "CaptureContentTypeHeader": {"CsvContentTypes": ["text/csv"], "JsonContentTypes": ["application/json"]},
    }
    return {"Fn::If": ["CapturesData", settings, NOTHING]}


def configuration(endpoint: EndpointType, instance_type: str) -> dict[str, Any]:
    """Without a name: every change makes a new one, as SageMaker wants."""
    properties: dict[str, Any] = {"ProductionVariants": [variant(endpoint)]}
    if endpoint is not EndpointType.SERVERLESS and not has_local_disks(instance_type):
        properties["KmsKeyId"] = {"Ref": "KmsKeyArn"}
    if endpoint is EndpointType.REAL_TIME:
        properties["DataCaptureConfig"] = capture()
    if endpoint is EndpointType.ASYNCHRONOUS:
        output = {
            "S3OutputPath": {"Fn::Sub": "${Place}/answers"},
            "S3FailurePath": {"Fn::Sub": "${Place}/failures"},
            "KmsKeyId": {"Ref": "KmsKeyArn"},
        }
        properties["AsyncInferenceConfig"] = {"OutputConfig": output}
    return {"Type": "AWS::SageMaker::EndpointConfig", "Properties": properties}


def model(container: dict[str, Any]) -> dict[str, Any]:
    """Image, file and variables as the registry has them, spelled out.

    By its package, another account's model would need permissions on the registry besides those on file and image.
    """
    properties = {
        "ExecutionRoleArn": {"Ref": "ExecutionRoleArn"},
        "PrimaryContainer": container,
        "Tags": [{"Key": "model-package", "Value": {"Ref": "ModelPackageArn"}}],
    }
    return {"Type": "AWS::SageMaker::Model", "Properties": properties}


def served(endpoint: EndpointType, traffic: Traffic) -> dict[str, Any]:
    """In production an update keeps the instances that the load has called for; it has two of them at least."""
    properties: dict[str, Any] = {
        "EndpointName": {"Ref": "EndpointName"},
        "EndpointConfigName": {"Fn::GetAtt": ["Configuration", "EndpointConfigName"]},
        "DeploymentConfig": deployment_config(traffic, sorted(fleet_alarms(endpoint))),
    }
    if endpoint is EndpointType.REAL_TIME:
        others = [{"VariantPropertyType": "DataCaptureConfig"}, {"VariantPropertyType": "DesiredWeight"}]
        properties |= {
            "RetainAllVariantProperties": {"Fn::If": ["InProduction", True, NOTHING]},
            "ExcludeRetainedVariantProperties": {"Fn::If": ["InProduction", others, NOTHING]},
        }
    return {"Type": "AWS::SageMaker::Endpoint", "Properties": properties}


def resources(
    endpoint: EndpointType, traffic: Traffic, container: dict[str, Any], instance_type: str
) -> dict[str, Any]:
    return {
        "Model": model(container),
        "Configuration": configuration(endpoint, instance_type),
        "Endpoint": served(endpoint, traffic),
        **fleet_alarms(endpoint),
        **endpoint_alarms(endpoint),
        **scaling(endpoint),
    }


def template(
    endpoint: EndpointType, traffic: Traffic, container: dict[str, Any], instance_type: str = INSTANCE_TYPE
) -> dict[str, Any]:
    """The whole template. `container` is what the model is made of: Image, ModelDataUrl and Environment."""
    numbers = ("InstanceCount", "DataCapturePercentage")
    document: dict[str, Any] = {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "A model behind an endpoint, with scaling, alarms and a way back.",
        "Parameters": {
            name: {"Type": "Number" if name in numbers else "String", "Description": text}
            for name, text in parameter_names(endpoint).items()
        },
        "Resources": resources(endpoint, traffic, container, instance_type),
        "Outputs": {
            "Endpoint": {"Description": PARAMETERS["EndpointName"], "Value": {"Ref": "EndpointName"}},
            **{name: {"Description": PARAMETERS[name], "Value": {"Ref": name}} for name in LINEAGE},
        },
    }
    if endpoint is EndpointType.REAL_TIME:
        nothing_kept = {"Fn::Equals": [{"Ref": "DataCapturePercentage"}, 0]}
        production = {"Fn::Equals": [{"Ref": "Stage"}, "production"]}
        document["Conditions"] = {"CapturesData": {"Fn::Not": [nothing_kept]}, "InProduction": production}
    return document
