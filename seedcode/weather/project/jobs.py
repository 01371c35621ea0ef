"""The requests for this project's jobs: with its role, key, network and tags, from code at a fixed place."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import boto3
from sagemaker.core.helper.pipeline_variable import PipelineVariable
from sagemaker.core.network import NetworkConfig
from sagemaker.core.processing import Processor
from sagemaker.core.shapes import (
    OutputDataConfig,
    ProcessingInput,
    ProcessingOutput,
    ProcessingS3Input,
    ProcessingS3Output,
    StoppingCondition,
    Tag,
)
from sagemaker.core.workflow.execution_variables import ExecutionVariables
from sagemaker.core.workflow.functions import Join
from sagemaker.core.workflow.pipeline_context import PipelineSession
from sagemaker.core.workflow.properties import Properties
from sagemaker.mlops.workflow.steps import CacheConfig, Step, StepTypeEnum
from sagemaker.train.configs import Compute, InputData, Networking
from sagemaker.train.model_trainer import ModelTrainer

from project.script_mode import OFFLINE
from project.settings import Settings

HOUR = 3600
Value = str | PipelineVariable  # a variable is known only while the pipeline runs
CONTAINER = "/opt/ml/processing"
CACHE = CacheConfig(enable_caching=True)
CACHE.expire_after = "P30D"


class RequestStep(Step):
    """A step whose arguments are the AWS request itself. The SDK's own way to register a model repacks it in a job."""

    def __init__(self, name: str, kind: StepTypeEnum, request: dict[str, Any]) -> None:
        super().__init__(name=name, step_type=kind)
        self.request = request

    @property
    def arguments(self) -> dict[str, Any]:
        return self.request

    @property
    def properties(self) -> Any:
        return Properties(step_name=self.name, step=self, shape_name="DescribeModelPackageOutput")


def described(step: Step) -> Any:
    """What SageMaker will say of the step's job, field by field: known only while the pipeline runs."""
    return step.properties


@dataclass(frozen=True)
class Machine:
    """Which image runs on what, with which environment. Type, count and values may be pipeline parameters."""

    image: str
    type: Value
    count: int | PipelineVariable = 1
    environment: dict[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Jobs:
    """The jobs of one project; `code` is the S3 URI under which code_bundle put the steps."""

    settings: Settings
    code: str

    @cached_property
    def session(self) -> PipelineSession:
        boto_session = boto3.Session(region_name=self.settings.region)
        return PipelineSession(boto_session=boto_session, default_bucket=self.settings.bucket)

    def place(self, name: str) -> Join:
        """Where this execution of the pipeline puts what it makes, besides its model."""
        root = f"s3://{self.settings.bucket}/executions"
        return Join(on="/", values=[root, ExecutionVariables.PIPELINE_EXECUTION_ID, name])

    def model_place(self) -> Join:
        """Where it puts its model. Projects that deploy models may be allowed to read there, and never data."""
        return Join(on="/", values=[f"s3://{self.settings.bucket}/models", ExecutionVariables.PIPELINE_EXECUTION_ID])

    def processing(
        self,
        machine: Machine,
        entry: list[str],
        inputs: dict[str, Any],
        outputs: list[str],
        options: dict[str, Value],
    ) -> Any:
        """Run a script of steps/ on files: every input under input/<name>, every output from output/<name>.

        Options become `--name value`. They count for the cache, as the inputs do; where the outputs go does not.
        """
        settings = self.settings
        processor = Processor(
            role=settings.role_arn,
            image_uri=machine.image,
            instance_count=machine.count,
            instance_type=machine.type,
            env=machine.environment or None,
            entrypoint=[*entry[:-1], f"{CONTAINER}/input/code/{entry[-1]}"],
            volume_kms_key=settings.key_arn,
            output_kms_key=settings.key_arn,
            max_runtime_in_seconds=HOUR,
            sagemaker_session=self.session,
            tags=[{"Key": key, "Value": value} for key, value in settings.tags.items()],
            network_config=self.network(),
        )
        places = {"code": f"{self.code}/steps", **inputs}
        return processor.run(
            inputs=[processing_input(name, uri) for name, uri in places.items()],
            outputs=[processing_output(name, self.place(name)) for name in outputs],
            arguments=[text for name, value in options.items() for text in (f"--{name}", value)],
        )

    def training(self, machine: Machine, parameters: dict[str, Any], channels: dict[str, Any]) -> Any:
        """Train a model with the image on the channels. Hyperparameters are strings."""
        settings = self.settings
        trainer = ModelTrainer(
            sagemaker_session=self.session,
            role=settings.role_arn,
            base_job_name="train",
            training_image=machine.image,
            compute=Compute(
                instance_type=machine.type, instance_count=1, volume_size_in_gb=30, volume_kms_key_id=settings.key_arn
            ),
            networking=self.training_network(),
            stopping_condition=StoppingCondition(max_runtime_in_seconds=HOUR),
            output_data_config=OutputDataConfig(s3_output_path=self.model_place(), kms_key_id=settings.key_arn),
            hyperparameters=parameters,
            environment={**OFFLINE},
            tags=[Tag(key=key, value=value) for key, value in settings.tags.items()],
        )
        return trainer.train(
            input_data_config=[InputData(channel_name=name, data_source=uri) for name, uri in channels.items()]
        )

    def script_mode(self) -> dict[str, str]:
        """The hyperparameters that make AWS's images run train.py of the code archive."""
        return {
            "sagemaker_program": "train.py",
            "sagemaker_submit_directory": f"{self.code}/sourcedir.tar.gz",
        }

    def network(self) -> NetworkConfig | None:
        if not self.settings.subnets:
            return None
        return NetworkConfig(subnets=[*self.settings.subnets], security_group_ids=[*self.settings.security_groups])

    def training_network(self) -> Networking | None:
        if not self.settings.subnets:
            return None
        return Networking(subnets=[*self.settings.subnets], security_group_ids=[*self.settings.security_groups])


def processing_input(name: str, uri: Any) -> ProcessingInput:
    source = ProcessingS3Input(
        s3_uri=uri, local_path=f"{CONTAINER}/input/{name}", s3_data_type="S3Prefix", s3_input_mode="File"
    )
    return ProcessingInput(input_name=name, s3_input=source)


def processing_output(name: str, uri: Any) -> ProcessingOutput:
    target = ProcessingS3Output(s3_uri=uri, local_path=f"{CONTAINER}/output/{name}", s3_upload_mode="EndOfJob")
    return ProcessingOutput(output_name=name, s3_output=target)
