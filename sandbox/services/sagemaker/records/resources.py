"""The table of SageMaker's named resources; what creating one checks is in the folder of its operations."""

from sandbox.api.types import Record
from sandbox.services.sagemaker.records.job_shapes import ProcessingJob, TrainingJob, TransformJob, TuningJob
from sandbox.services.sagemaker.records.named_resource import NamedResource
from sandbox.services.sagemaker.records.shapes import Endpoint, EndpointConfig, Model, ModelPackageGroup, Pipeline

MODEL = NamedResource[Model]("Model", "model", lower=True)
MODEL_PACKAGE_GROUP = NamedResource[ModelPackageGroup](
    "ModelPackageGroup", "model-package-group", status=("ModelPackageGroupStatus", "Completed")
)
ENDPOINT_CONFIG = NamedResource[EndpointConfig]("EndpointConfig", "endpoint-config", lower=True)
ENDPOINT = NamedResource[Endpoint]("Endpoint", "endpoint", lower=True)
PIPELINE = NamedResource[Pipeline]("Pipeline", "pipeline", ("PipelineStatus", "Active"), not_found="ResourceNotFound")
CODE_REPOSITORY = NamedResource[Record]("CodeRepository", "code-repository", plural="CodeRepositories")
PROCESSING_JOB = NamedResource[ProcessingJob]("ProcessingJob", "processing-job")
TRAINING_JOB = NamedResource[TrainingJob]("TrainingJob", "training-job")
TRANSFORM_JOB = NamedResource[TransformJob]("TransformJob", "transform-job")
TUNING_JOB = NamedResource[TuningJob]("HyperParameterTuningJob", "hyper-parameter-tuning-job")

# In the order in which authorization looks for the resource of a request: the last that fits counts.
RESOURCES = (
    MODEL,
    ENDPOINT_CONFIG,
    ENDPOINT,
    PIPELINE,
    CODE_REPOSITORY,
    PROCESSING_JOB,
    TRAINING_JOB,
    TRANSFORM_JOB,
    TUNING_JOB,
    MODEL_PACKAGE_GROUP,
)
