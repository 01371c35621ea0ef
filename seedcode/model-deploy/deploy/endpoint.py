"""The CloudFormation template of an endpoint: model, configuration, endpoint, scaling and alarms."""

from typing import Any

from deploy.alarms import VARIANT, alarms
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


def configuration(endpoint: EndpointType) -> dict[str, Any]:
    """Without a name: every change makes a new one, as SageMaker wants."""
    properties: dict[str, Any] = {"ProductionVariants": [variant(endpoint)]}
    if endpoint is not EndpointType.SERVERLESS:
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


def resources(endpoint: EndpointType, traffic: Traffic) -> dict[str, Any]:
    watching = alarms(endpoint)
    model = {
        "ExecutionRoleArn": {"Ref": "ExecutionRoleArn"},
        "PrimaryContainer": {"ModelPackageName": {"Ref": "ModelPackageArn"}},
    }
    served = {
        "EndpointName": {"Ref": "EndpointName"},
        "EndpointConfigName": {"Fn::GetAtt": ["Configuration", "EndpointConfigName"]},
        "DeploymentConfig": deployment_config(traffic, sorted(watching)),
    }
    return {
        "Model": {"Type": "AWS::SageMaker::Model", "Properties": model},
        "Configuration": configuration(endpoint),
        "Endpoint": {"Type": "AWS::SageMaker::Endpoint", "Properties": served},
        **watching,
        **scaling(endpoint),
    }


def template(endpoint: EndpointType, traffic: Traffic) -> dict[str, Any]:
    """The whole template."""
    numbers = ("InstanceCount", "DataCapturePercentage")
    document: dict[str, Any] = {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "A model behind an endpoint, with scaling, alarms and a way back.",
        "Parameters": {
            name: {"Type": "Number" if name in numbers else "String", "Description": text}
            for name, text in parameter_names(endpoint).items()
        },
        "Resources": resources(endpoint, traffic),
        "Outputs": {
            "Endpoint": {"Description": PARAMETERS["EndpointName"], "Value": {"Ref": "EndpointName"}},
            **{name: {"Description": PARAMETERS[name], "Value": {"Ref": name}} for name in LINEAGE},
        },
    }
    if endpoint is EndpointType.REAL_TIME:
        nothing_kept = {"Fn::Equals": [{"Ref": "DataCapturePercentage"}, 0]}
        document["Conditions"] = {"CapturesData": {"Fn::Not": [nothing_kept]}}
    return document
