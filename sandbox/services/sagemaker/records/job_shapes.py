"""The stored records of jobs, in the shapes of their Describe operations; members in lower case are the sandbox's own.

Name, ARN and status carry the job's type in their names; `Job` in `jobs/job.py` reads and sets them for all four types.
"""

from typing import NotRequired

from sandbox.api.types import Record
from sandbox.services.sagemaker.records.shapes import Timestamps


class ProcessingJob(Timestamps):
    RoleArn: str
    AppSpecification: Record
    Environment: NotRequired[dict[str, str]]
    ProcessingInputs: NotRequired[list[Record]]
    ProcessingOutputConfig: NotRequired[Record]
    ProcessingResources: Record


class TrainingJob(Timestamps):
    """`tuned` are the hyperparameters that a tuning job chose."""

    TrainingJobName: str
    TrainingJobArn: str
    RoleArn: str
    AlgorithmSpecification: Record
    OutputDataConfig: Record
    ResourceConfig: Record
    InputDataConfig: NotRequired[list[Record]]
    HyperParameters: NotRequired[dict[str, str]]
    Environment: NotRequired[dict[str, str]]
    FinalMetricDataList: NotRequired[list[Record]]
    VpcConfig: NotRequired[Record]
    EnableNetworkIsolation: NotRequired[bool]
    tuned: NotRequired[dict[str, str]]


class TransformJob(Timestamps):
    ModelName: str
    TransformInput: Record
    TransformOutput: Record
    TransformResources: Record
    Environment: NotRequired[dict[str, str]]


class TuningJob(Timestamps):
    HyperParameterTuningJobConfig: Record
    TrainingJobDefinition: NotRequired[Record]
