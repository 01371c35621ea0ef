"""The CloudFormation template of an endpoint: model, configuration, endpoint, scaling and alarms."""

from dataclasses import dataclass
from typing import Any

from deployment.alarms import VARIANT, endpoint_alarms, fleet_alarms
from deployment.choices import Choices
from deployment.machines import has_local_disks, instances
from deployment.parameters import LINEAGE, PARAMETERS, TYPES, parameter_names
from deployment.scaling import scaling
from deployment.settings import NO_NETWORK, STAGES, EndpointType, Traffic
from deployment.traffic import deployment_config

NOTHING = {"Ref": "AWS::NoValue"}


@dataclass(frozen=True)
class Served:
    """What a template is made of. `container` has the model's Image, ModelDataUrl and Environment."""

    endpoint: EndpointType
    traffic: Traffic
    choices: Choices
    container: dict[str, Any]


def variant(served: Served) -> dict[str, Any]:
    """One model behind the endpoint, and what it runs on."""
    chosen: dict[str, Any] = {
        "VariantName": VARIANT,
        "ModelName": {"Fn::GetAtt": ["Model", "ModelName"]},
        "InitialVariantWeight": 1,
    }
    if served.endpoint is EndpointType.SERVERLESS:
        limits = served.choices.serverless
        size = {"MemorySizeInMB": limits.memory_megabytes, "MaxConcurrency": limits.most_requests_at_once}
        return chosen | {"ServerlessConfig": size}
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


def configuration(served: Served) -> dict[str, Any]:
    """Without a name: every change makes a new one, as SageMaker wants."""
    properties: dict[str, Any] = {"ProductionVariants": [variant(served)]}
    if served.endpoint is not EndpointType.SERVERLESS and not has_local_disks(served.choices.instance_type):
        properties["KmsKeyId"] = {"Ref": "KmsKeyArn"}
    if served.endpoint is EndpointType.REAL_TIME:
        properties["DataCaptureConfig"] = capture()
    if served.endpoint is EndpointType.ASYNCHRONOUS:
        output = {
            "S3OutputPath": {"Fn::Sub": "${Place}/answers"},
            "S3FailurePath": {"Fn::Sub": "${Place}/failures"},
            "KmsKeyId": {"Ref": "KmsKeyArn"},
        }
        properties["AsyncInferenceConfig"] = {"OutputConfig": output}
    return {"Type": "AWS::SageMaker::EndpointConfig", "Properties": properties}


def model(served: Served) -> dict[str, Any]:
    """Image, file and variables as the registry has them, spelled out: no stage needs permissions on the registry.

    The container reaches no network: SageMaker itself fetches the file and writes answers. With a network of the stage,
    SageMaker does so through it. A serverless endpoint takes neither (Developer Guide, "Deploy models with Amazon
    SageMaker Serverless Inference", feature exclusions).
    """
    properties = {
        "ExecutionRoleArn": {"Ref": "ExecutionRoleArn"},
        "PrimaryContainer": served.container,
        "Tags": [{"Key": "model-package", "Value": {"Ref": "ModelPackageArn"}}],
    }
    if served.endpoint is not EndpointType.SERVERLESS:
        network = {"Subnets": {"Ref": "Subnets"}, "SecurityGroupIds": {"Ref": "SecurityGroups"}}
        properties["EnableNetworkIsolation"] = True
        properties["VpcConfig"] = {"Fn::If": ["HasNetwork", network, NOTHING]}
    return {"Type": "AWS::SageMaker::Model", "Properties": properties}


def endpoint(served: Served) -> dict[str, Any]:
    """In production an update keeps the instances that the load has called for; it has two of them at least."""
    alarms = sorted(fleet_alarms(served.endpoint, served.choices.alarms))
    properties: dict[str, Any] = {
        "EndpointName": {"Ref": "EndpointName"},
        "EndpointConfigName": {"Fn::GetAtt": ["Configuration", "EndpointConfigName"]},
        "DeploymentConfig": deployment_config(served.traffic, served.choices.traffic_steps, alarms),
    }
    if served.endpoint is EndpointType.REAL_TIME:
        others = [{"VariantPropertyType": "DataCaptureConfig"}, {"VariantPropertyType": "DesiredWeight"}]
        properties |= {
            "RetainAllVariantProperties": {"Fn::If": ["InProduction", True, NOTHING]},
            "ExcludeRetainedVariantProperties": {"Fn::If": ["InProduction", others, NOTHING]},
        }
    return {"Type": "AWS::SageMaker::Endpoint", "Properties": properties}


def resources(served: Served) -> dict[str, Any]:
    choices = served.choices
    least = max(instances(served.traffic, choices, stage) for stage in STAGES)
    return {
        "Model": model(served),
        "Configuration": configuration(served),
        "Endpoint": endpoint(served),
        **fleet_alarms(served.endpoint, choices.alarms),
        **endpoint_alarms(served.endpoint, choices.alarms),
        **scaling(served.endpoint, choices.scaling, least),
    }


def conditions(kind: EndpointType) -> dict[str, Any]:
    """A condition that a template does not use is left out of it."""
    if kind is EndpointType.SERVERLESS:
        return {}
    no_network = {"Fn::Equals": [{"Fn::Join": [",", {"Ref": "Subnets"}]}, NO_NETWORK]}
    found: dict[str, Any] = {"HasNetwork": {"Fn::Not": [no_network]}}
    if kind is EndpointType.REAL_TIME:
        nothing_kept = {"Fn::Equals": [{"Ref": "DataCapturePercentage"}, 0]}
        found["CapturesData"] = {"Fn::Not": [nothing_kept]}
        found["InProduction"] = {"Fn::Equals": [{"Ref": "Stage"}, "production"]}
    return found


def template(served: Served) -> dict[str, Any]:
    names, found = parameter_names(served.endpoint), conditions(served.endpoint)
    document: dict[str, Any] = {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "A model behind an endpoint, with scaling, alarms and a way back.",
        "Parameters": {name: {"Type": TYPES.get(name, "String"), "Description": text} for name, text in names.items()},
        "Resources": resources(served),
        "Outputs": {
            "Endpoint": {"Description": PARAMETERS["EndpointName"], "Value": {"Ref": "EndpointName"}},
            **{name: {"Description": PARAMETERS[name], "Value": {"Ref": name}} for name in LINEAGE},
        },
    }
    return document | ({"Conditions": found} if found else {})
