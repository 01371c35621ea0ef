"""The requests for this project's jobs: with its role, key, network and tags, from code at a fixed place."""

from dataclasses import dataclass
from typing import Any

from project.configuration import Machines
from project.images import image
from project.settings import Settings

CONTAINER = "/opt/ml/processing"
HOUR = 3600
GIGABYTES = 30
Value = str | dict[str, Any]  # an expression is known only while the pipeline runs


def get(path: str) -> dict[str, str]:
    return {"Get": path}


def join(on: str, *values: Value) -> dict[str, Any]:
    return {"Std:Join": {"On": on, "Values": list(values)}}


def json_value(step: str, file: str, path: str) -> dict[str, Any]:
    """A value of a JSON file that a step wrote."""
    return {"Std:JsonGet": {"PropertyFile": {"Get": f"Steps.{step}.PropertyFiles.{file}"}, "Path": path}}


@dataclass(frozen=True)
class Jobs:
    """`code` is the prefix of the bucket below which the steps are."""

    settings: Settings
    machines: Machines
    code: str

    def place(self, name: str) -> dict[str, Any]:
        """Where a run keeps what its steps hand to each other."""
        root = f"s3://{self.settings.bucket}/executions"
        return join("/", root, get("Execution.PipelineExecutionId"), name)

    def processing(self, script: str, told: dict[str, Value], inputs: dict[str, Value], output: str) -> dict[str, Any]:
        """Run a script of steps/. Its inputs are below input/<name>, its output is output/<name>."""
        settings = self.settings
        common: dict[str, Value] = {"region": settings.region, "bucket": settings.bucket, "account": settings.account}
        places: dict[str, Value] = {"code": f"s3://{settings.bucket}/{self.code}", **inputs}
        request: dict[str, Any] = {
            "RoleArn": settings.role_arn,
            "AppSpecification": {
                "ImageUri": image(settings.region),
                "ContainerEntrypoint": ["python3", f"{CONTAINER}/input/code/{script}"],
                "ContainerArguments": [
                    text for name, value in (common | told).items() for text in (f"--{name}", value)
                ],
            },
            "ProcessingResources": {"ClusterConfig": self._machine()},
            "ProcessingInputs": [processing_input(name, uri) for name, uri in places.items()],
            "ProcessingOutputConfig": {
                "KmsKeyId": settings.key_arn,
                "Outputs": [processing_output(output, self.place(output))],
            },
            "StoppingCondition": {"MaxRuntimeInSeconds": HOUR},
            "Tags": settings.tags,
        }
        if settings.subnets:
            request["NetworkConfig"] = {"VpcConfig": self._network()}
        return request

    def model(self, package: Value) -> dict[str, Any]:
        """The approved version as a model. It needs no network: its code and what it learnt are in its archive."""
        request = {
            "PrimaryContainer": {"ModelPackageName": package},
            "ExecutionRoleArn": self.settings.role_arn,
            "EnableNetworkIsolation": True,
            "Tags": self.settings.tags,
        }
        return request | ({"VpcConfig": self._network()} if self.settings.subnets else {})

    def transform(self, model: Value, rows: Value, answered: Value) -> dict[str, Any]:
        """Lines of rows in, as many lines of answers out, in the same order."""
        return {
            "ModelName": model,
            "BatchStrategy": "MultiRecord",
            "MaxPayloadInMB": 6,
            "TransformInput": {
                "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": rows}},
                "ContentType": "text/csv",
                "SplitType": "Line",
            },
            "TransformOutput": {
                "S3OutputPath": answered,
                "Accept": "text/csv",
                "AssembleWith": "Line",
                "KmsKeyId": self.settings.key_arn,
            },
            "TransformResources": {
                "InstanceType": self.machines.transform,
                "InstanceCount": self.machines.transform_count,
                "VolumeKmsKeyId": self.settings.key_arn,
            },
            "Tags": self.settings.tags,
        }

    def _machine(self) -> dict[str, Any]:
        return {
            "InstanceType": self.machines.step,
            "InstanceCount": 1,
            "VolumeSizeInGB": GIGABYTES,
            "VolumeKmsKeyId": self.settings.key_arn,
        }

    def _network(self) -> dict[str, Any]:
        return {
            "Subnets": [*self.settings.subnets],
            "SecurityGroupIds": [*self.settings.security_groups],
        }


def processing_input(name: str, uri: Value) -> dict[str, Any]:
    source = {"S3Uri": uri, "LocalPath": f"{CONTAINER}/input/{name}", "S3DataType": "S3Prefix", "S3InputMode": "File"}
    return {"InputName": name, "S3Input": source}


def processing_output(name: str, uri: Value) -> dict[str, Any]:
    target = {"S3Uri": uri, "LocalPath": f"{CONTAINER}/output/{name}", "S3UploadMode": "EndOfJob"}
    return {"OutputName": name, "S3Output": target}
