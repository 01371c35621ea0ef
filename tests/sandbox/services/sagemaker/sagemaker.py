"""A tiny machine-learning account: a bucket with code and data, a role for jobs, and definitions of steps."""

import io
import json
import tarfile
import time
from typing import Any

DEVELOPMENT = "222222222222"
IMAGE = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-scikit-learn:1.4-2-cpu-py3"
# Predicts the number it was trained to, refuses what is no CSV, breaks at the word `break`.
INFERENCE = """
from pathlib import Path
from werkzeug.wrappers import Response

def model_fn(folder):
    return (Path(folder) / "number").read_text()

def transform_fn(model, body, kind, accept):
    if kind != "text/csv":
        return Response("send text/csv", 415)
    rows = body.split()
    if "break" in rows or model == "broken":
        raise RuntimeError("it broke")
    return "".join(f"{model}\\n" for _ in rows), "text/csv"
"""


class SageMakerSandbox:
    """Acts as the account's root, under which jobs run with roles of their own."""

    def __init__(self, sandbox: Any, account: str = DEVELOPMENT) -> None:
        self.sandbox, self.account = sandbox, account
        self.s3, self.sagemaker = sandbox.client("s3", account), sandbox.client("sagemaker", account)
        self.bucket = f"sagemaker-sandbox-{account}"
        self.s3.create_bucket(Bucket=self.bucket)
        actions = [
            "s3:*",
            "sagemaker:*",
            "logs:*",
            "ecr:*",
            "sns:Publish",
            "iam:PassRole",
            "cloudwatch:DescribeAlarms",
            "ec2:*",
        ]
        self.role = self.make_role("jobs", actions)

    def make_role(self, name: str, actions: list[str], trusted: str = "sagemaker.amazonaws.com") -> str:
        iam = self.sandbox.client("iam", self.account)
        trust = {"Effect": "Allow", "Principal": {"Service": trusted}, "Action": "sts:AssumeRole"}
        made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=_policy(trust))["Role"]["Arn"]
        permissions = _policy({"Effect": "Allow", "Action": actions, "Resource": "*"})
        iam.put_role_policy(RoleName=name, PolicyName="permissions", PolicyDocument=permissions)
        return made

    def put(self, key: str, body: str | bytes) -> str:
        self.s3.put_object(Bucket=self.bucket, Key=key, Body=body)
        return f"s3://{self.bucket}/{key}"

    def get(self, key: str) -> str:
        return self.s3.get_object(Bucket=self.bucket, Key=key)["Body"].read().decode()

    def keys(self, prefix: str) -> list[str]:
        return [
            found["Key"] for found in self.s3.list_objects_v2(Bucket=self.bucket, Prefix=prefix).get("Contents", [])
        ]

    def processing(self, script: str, inputs: dict[str, Any], outputs: list[str], place: str) -> dict[str, Any]:
        """A request for a job that runs a script between input/<name> and output/<name>."""
        code = self.put(f"code/{abs(hash(script))}/script.py", script)
        files = {"code": code, **inputs}
        return {
            "RoleArn": self.role,
            "AppSpecification": {
                "ImageUri": IMAGE,
                "ContainerEntrypoint": ["python3", "/opt/ml/processing/input/code/script.py"],
            },
            "ProcessingInputs": [
                {"InputName": name, "S3Input": _location(f"input/{name}", uri) | {"S3DataType": "S3Prefix"}}
                for name, uri in files.items()
            ],
            "ProcessingOutputConfig": {
                "Outputs": [
                    {
                        "OutputName": name,
                        "S3Output": _location(f"output/{name}", f"s3://{self.bucket}/{place}/{name}")
                        | {"S3UploadMode": "EndOfJob"},
                    }
                    for name in outputs
                ]
            },
            "ProcessingResources": {"ClusterConfig": _cluster(InstanceCount=1)},
        }

    def training(self, script: str, parameters: dict[str, str], channels: dict[str, Any]) -> dict[str, Any]:
        source = self.put(f"code/{abs(hash(script))}/sourcedir.tar.gz", archive({"train.py": script}))
        return {
            "RoleArn": self.role,
            "AlgorithmSpecification": {"TrainingImage": IMAGE, "TrainingInputMode": "File"},
            "HyperParameters": {
                "sagemaker_program": "train.py",
                "sagemaker_submit_directory": source,
                **parameters,
            },
            "InputDataConfig": [
                {
                    "ChannelName": name,
                    "DataSource": {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": uri}},
                }
                for name, uri in channels.items()
            ],
            "OutputDataConfig": {"S3OutputPath": f"s3://{self.bucket}/models"},
            "ResourceConfig": _cluster(InstanceCount=1),
            "StoppingCondition": {"MaxRuntimeInSeconds": 60},
        }

    def model(self, name: str, number: str, code: str = INFERENCE, **container: Any) -> str:
        """A model that predicts `number`."""
        uri = self.put(f"models/{name}/model.tar.gz", archive({"number": number, "code/inference.py": code}))
        network = container.pop("network", {})
        primary = {"Image": IMAGE, "ModelDataUrl": uri, **container}
        self.sagemaker.create_model(ModelName=name, PrimaryContainer=primary, ExecutionRoleArn=self.role, **network)
        return name

    def configuration(self, name: str, number: str, **options: Any) -> str:
        """An endpoint configuration, called like its model."""
        kind = options.pop("kind", {"InstanceType": "ml.m5.large", "InitialInstanceCount": 2})
        model = self.model(name, number, **options.pop("model", {}))
        variant = {"VariantName": "AllTraffic", "ModelName": model, **kind}
        self.sagemaker.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[variant], **options)
        return name

    def endpoint(self, name: str, number: str, **options: Any) -> str:
        """An endpoint that serves."""
        configuration = self.configuration(f"{name}-{number}", number, **options)
        self.sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=configuration)
        assert self.rested(name)["EndpointStatus"] == "InService", self.rested(name)
        return name

    def rested(self, endpoint: str) -> dict[str, Any]:
        """The endpoint when nothing moves any more."""
        moving = ("Creating", "Updating", "RollingBack")
        return until(lambda: self.sagemaker.describe_endpoint(EndpointName=endpoint), "EndpointStatus", moving)

    def ended(self, noun: str, name: str) -> dict[str, Any]:
        """A job when it is over."""
        describe = getattr(self.sagemaker, f"describe_{noun}_job")
        title = "".join(word.title() for word in noun.split("_"))
        return until(lambda: describe(**{f"{title}JobName": name}), f"{title}JobStatus", ("InProgress", "Stopping"))

    def pipeline(self, name: str, steps: list[dict[str, Any]], parameters: Any = ()) -> str:
        definition = {"Version": "2020-12-01", "Parameters": list(parameters), "Steps": steps}
        self.sagemaker.create_pipeline(PipelineName=name, PipelineDefinition=json.dumps(definition), RoleArn=self.role)
        return name

    def execute(self, pipeline: str, **values: str) -> dict[str, Any]:
        """Start the pipeline and wait; the execution as described then."""
        given = [{"Name": name, "Value": value} for name, value in values.items()]
        started = self.sagemaker.start_pipeline_execution(PipelineName=pipeline, PipelineParameters=given)
        return self.finished(started["PipelineExecutionArn"])

    def finished(self, execution: str) -> dict[str, Any]:
        describe = self.sagemaker.describe_pipeline_execution
        moving = ("Executing", "Stopping")
        return until(lambda: describe(PipelineExecutionArn=execution), "PipelineExecutionStatus", moving)

    def steps(self, execution: dict[str, Any]) -> dict[str, dict[str, Any]]:
        """The steps of an execution by name, in the order of their start."""
        arn = execution["PipelineExecutionArn"]
        listed = self.sagemaker.list_pipeline_execution_steps(PipelineExecutionArn=arn, SortOrder="Ascending")
        return {step["StepName"]: step for step in listed["PipelineExecutionSteps"]}


def until(describe: Any, status: str, moving: tuple[str, ...]) -> dict[str, Any]:
    deadline = time.monotonic() + 60
    while True:
        found = describe()
        if found[status] not in moving:
            return found
        assert time.monotonic() < deadline, f"still {found[status]}"
        time.sleep(0.05)


def archive(files: dict[str, str]) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as written:
        for name, text in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(text.encode())
            written.addfile(entry, io.BytesIO(text.encode()))
    return content.getvalue()


def _policy(statement: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _cluster(**count: int) -> dict[str, Any]:
    return {"InstanceType": "ml.m5.large", "VolumeSizeInGB": 1, **count}


def _location(place: str, uri: Any) -> dict[str, Any]:
    return {"LocalPath": f"/opt/ml/processing/{place}", "S3Uri": uri}
