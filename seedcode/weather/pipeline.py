"""The SageMaker pipeline: preprocess, train, evaluate, then register the model if it beats the simple forecasts."""

import sdk_settings  # noqa: F401  isort: skip  the SDK reads its settings when it is imported

from sagemaker.core.image_uris import retrieve
from sagemaker.core.workflow.conditions import ConditionGreaterThanOrEqualTo
from sagemaker.core.workflow.functions import Join, JsonGet
from sagemaker.core.workflow.parameters import ParameterFloat, ParameterInteger, ParameterString
from sagemaker.core.workflow.properties import PropertyFile
from sagemaker.mlops.workflow.condition_step import ConditionStep
from sagemaker.mlops.workflow.fail_step import FailStep
from sagemaker.mlops.workflow.pipeline import Pipeline
from sagemaker.mlops.workflow.steps import CacheConfig, ProcessingStep, Step, StepTypeEnum, TrainingStep

from jobs import Jobs, Machine, RequestStep
from settings import Settings

CACHE = CacheConfig(enable_caching=True, expire_after="P30D")
EVALUATION = PropertyFile(name="Evaluation", output_name="evaluation", path="evaluation.json")
SERVED_ON = ["ml.t2.medium", "ml.m5.large", "ml.m5.xlarge", "ml.c5.large"]
FORMATS = ["text/csv", "application/json"]


def parameters(settings: Settings) -> dict:
    """What an execution can be started with."""
    every = [
        ParameterString(name="DataUri", default_value=settings.data_uri),
        ParameterString(name="SourceCommit", default_value="none"),
        ParameterString(name="ProcessingInstanceType", default_value="ml.m5.xlarge"),
        ParameterInteger(name="ProcessingInstanceCount", default_value=1),
        ParameterString(name="TrainingInstanceType", default_value="ml.m5.large"),
        ParameterInteger(name="MaxDepth", default_value=3),
        ParameterFloat(name="LearningRate", default_value=0.03),
        ParameterFloat(name="MinimumImprovement", default_value=0.05),
    ]
    return {parameter.name: parameter for parameter in every}


def xgboost_image(settings: Settings) -> str:
    return retrieve("xgboost", settings.region, version="3.2-0")


def spark_image(settings: Settings) -> str:
    return retrieve("spark", settings.region, version="3.5", py_version="py312", instance_type="ml.m5.xlarge")


def output(step: ProcessingStep, name: str) -> object:
    """The S3 URI that a step wrote an output to."""
    return step.properties.ProcessingOutputConfig.Outputs[name].S3Output.S3Uri


def work_steps(jobs: Jobs, values: dict) -> tuple[ProcessingStep, TrainingStep, ProcessingStep]:
    """Observations to examples, examples to a model, a model to its metrics and report."""
    spark = Machine(spark_image(jobs.settings), values["ProcessingInstanceType"], values["ProcessingInstanceCount"])
    xgboost = Machine(xgboost_image(jobs.settings), values["TrainingInstanceType"])
    sets = ["train", "validation", "test"]
    preprocess = ProcessingStep(
        name="Preprocess",
        step_args=jobs.processing(spark, ["smspark-submit", "preprocess.py"], {"data": values["DataUri"]}, sets),
        cache_config=CACHE,
    )
    train = TrainingStep(
        name="Train",
        # Hyperparameters are strings; a number parameter has to be turned into one.
        step_args=jobs.training(
            xgboost,
            {"max_depth": values["MaxDepth"].to_string(), "eta": values["LearningRate"].to_string()},
            {name: output(preprocess, name) for name in ("train", "validation")},
        ),
        cache_config=CACHE,
    )
    inputs = {
        "model": train.properties.ModelArtifacts.S3ModelArtifacts,
        "train": output(preprocess, "train"),
        "test": output(preprocess, "test"),
    }
    evaluate = ProcessingStep(
        name="Evaluate",
        step_args=jobs.processing(xgboost, ["python3", "evaluate.py"], inputs, ["evaluation"]),
        property_files=[EVALUATION],
        cache_config=CACHE,
    )
    return preprocess, train, evaluate


def measured(path: str) -> JsonGet:
    """A value of evaluation.json."""
    return JsonGet(step_name="Evaluate", property_file=EVALUATION, json_path=path)


def model_container(jobs: Jobs, train: TrainingStep) -> dict:
    """What serves the model; its code is in the model archive."""
    return {
        "Image": xgboost_image(jobs.settings),
        "ModelDataUrl": train.properties.ModelArtifacts.S3ModelArtifacts,
        "Environment": {"SAGEMAKER_PROGRAM": "inference.py", "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code"},
    }


def file_uri(evaluate: ProcessingStep, name: str) -> Join:
    """The S3 URI of a file that the evaluation wrote."""
    return Join(on="/", values=[output(evaluate, "evaluation"), name])


def document(evaluate: ProcessingStep, name: str, kind: str) -> dict:
    return {"ContentType": kind, "S3Uri": file_uri(evaluate, name)}


def register_step(jobs: Jobs, values: dict, train: TrainingStep, evaluate: ProcessingStep) -> Step:
    """A new version in the model package group, waiting for a person, with its metrics, report, origin and digest."""

    request = {
        "ModelPackageGroupName": jobs.settings.model_package_group,
        "ModelApprovalStatus": "PendingManualApproval",
        "InferenceSpecification": {
            "Containers": [model_container(jobs, train)],
            "SupportedContentTypes": FORMATS,
            "SupportedResponseMIMETypes": FORMATS,
            "SupportedRealtimeInferenceInstanceTypes": SERVED_ON,
            "SupportedTransformInstanceTypes": ["ml.m5.large"],
        },
        "ModelMetrics": {
            "ModelQuality": {"Statistics": document(evaluate, "evaluation.json", "application/json")},
            "Explainability": {"Report": document(evaluate, "report.html", "text/html")},
        },
        "CustomerMetadataProperties": {
            "source_commit": values["SourceCommit"],
            "model_sha256": measured("model_sha256"),
            "golden_requests": file_uri(evaluate, "golden.json"),
        },
    }
    return RequestStep("RegisterModel", StepTypeEnum.REGISTER_MODEL, request)


def create_step(jobs: Jobs, train: TrainingStep) -> Step:
    """The model as a resource, for batch jobs and trials in Studio."""
    settings = jobs.settings
    network = {"Subnets": [*settings.subnets], "SecurityGroupIds": [*settings.security_groups]}
    request = {
        "PrimaryContainer": model_container(jobs, train),
        "ExecutionRoleArn": settings.role_arn,
        "Tags": [{"Key": key, "Value": value} for key, value in settings.tags.items()],
    }
    return RequestStep(
        "CreateModel", StepTypeEnum.CREATE_MODEL, request | ({"VpcConfig": network} if settings.subnets else {})
    )


def definition(settings: Settings, code: str) -> str:
    """The pipeline as JSON, for code at this S3 URI. The same input gives the same text, byte for byte."""
    jobs = Jobs(settings, code)
    values = parameters(settings)
    preprocess, train, evaluate = work_steps(jobs, values)
    enough = ConditionGreaterThanOrEqualTo(
        left=measured("improvement.over_best_baseline"), right=values["MinimumImprovement"]
    )
    gate = ConditionStep(
        name="Gate",
        conditions=[enough],
        if_steps=[register_step(jobs, values, train, evaluate), create_step(jobs, train)],
        else_steps=[FailStep(name="NotGoodEnough", error_message=refusal(values))],
    )
    return Pipeline(
        name=settings.pipeline_name,
        parameters=list(values.values()),
        steps=[preprocess, train, evaluate, gate],
        pipeline_experiment_config=None,
        sagemaker_session=jobs.session,
    ).definition()


def refusal(values: dict) -> Join:
    """Why the pipeline stopped."""
    return Join(
        on=" ",
        values=[
            "The model is not enough better than the best simple forecast: improvement",
            measured("improvement.over_best_baseline"),
            "where at least",
            values["MinimumImprovement"],
            "is asked for.",
        ],
    )
