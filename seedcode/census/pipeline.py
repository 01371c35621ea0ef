"""The SageMaker pipeline: preprocess, train, evaluate, then register the model if it is good enough."""

# The SDK reads its settings when it is imported.
import project.sdk_settings  # noqa: F401  # pyright: ignore[reportUnusedImport]  # isort: skip

from functools import cache
from typing import Any

from sagemaker.core.image_uris import retrieve
from sagemaker.core.workflow.parameters import ParameterFloat, ParameterInteger, ParameterString
from sagemaker.mlops.workflow.pipeline import Pipeline
from sagemaker.mlops.workflow.steps import ProcessingStep, TrainingStep

from project.gates import EVALUATION, FACTS, gate_step, origin, usable_step
from project.instance_types import offered
from project.jobs import CACHE, Jobs, Machine, described
from project.registration import Candidate
from project.settings import Settings

Values = dict[str, Any]  # the pipeline's parameters by name


def parameters(settings: Settings) -> Values:
    """What an execution can be started with."""
    every = [
        ParameterString(name="DataUri", default_value=settings.data_uri),
        # Without a default: an execution has to name its data, or the cache would answer with old results.
        ParameterString(name="DataDigest"),
        ParameterString(name="CodeDigest", default_value="none"),
        ParameterString(name="SourceCommit", default_value="none"),
        ParameterString("ProcessingInstanceType", "ml.m5.xlarge", offered("Processing")),
        ParameterString("TrainingInstanceType", "ml.m5.large", offered("Training")),
        ParameterInteger(name="MaxDepth", default_value=4),
        ParameterFloat(name="LearningRate", default_value=0.1),
        ParameterFloat(name="FewerErrors", default_value=0.2),
        ParameterFloat(name="MinimumAuc", default_value=0.8),
    ]
    return {parameter.name: parameter for parameter in every}


@cache
def xgboost_image(settings: Settings) -> str:
    """AWS supports this version until 13 May 2027 (AWS Deep Learning Containers, support policy)."""
    return retrieve("xgboost", settings.region, version="3.2-0")


def sklearn_image(settings: Settings) -> str:
    return retrieve("sklearn", settings.region, version="1.4-2-py312", instance_type="ml.m5.xlarge")


def output(step: ProcessingStep, name: str) -> object:
    """The S3 URI that a step wrote an output to."""
    return described(step).ProcessingOutputConfig.Outputs[name].S3Output.S3Uri


def preprocess_step(jobs: Jobs, values: Values) -> ProcessingStep:
    """Census tables to examples, with scikit-learn."""
    machine = Machine(sklearn_image(jobs.settings), values["ProcessingInstanceType"])
    entry, outputs = ["python3", "preprocess.py"], ["train", "validation", "test", "encoding", "facts"]
    # The URI is the same whatever lies there; the digest makes new data a new step for the cache.
    options = {"digest": values["DataDigest"]}
    request = jobs.processing(machine, entry, {"data": values["DataUri"]}, outputs, options)
    return ProcessingStep(name="Preprocess", step_args=request, property_files=[FACTS], cache_config=CACHE)


def train_step(jobs: Jobs, values: Values, preprocess: ProcessingStep) -> TrainingStep:
    """Examples to a model."""
    machine = Machine(xgboost_image(jobs.settings), values["TrainingInstanceType"])
    # Hyperparameters are strings; a number parameter has to be turned into one.
    chosen = {"max_depth": values["MaxDepth"].to_string(), "eta": values["LearningRate"].to_string()}
    channels = {name: output(preprocess, name) for name in ("train", "validation", "encoding")}
    request = jobs.training(machine, jobs.script_mode() | chosen, channels)
    return TrainingStep(name="Train", step_args=request, cache_config=CACHE)


def evaluate_step(jobs: Jobs, values: Values, preprocess: ProcessingStep, train: TrainingStep) -> ProcessingStep:
    """A model to its metrics and its report."""
    machine = Machine(xgboost_image(jobs.settings), values["TrainingInstanceType"])
    inputs = {
        "model": described(train).ModelArtifacts.S3ModelArtifacts,
        "test": output(preprocess, "test"),
        "facts": output(preprocess, "facts"),
    }
    required = {"fewer_errors": values["FewerErrors"].to_string(), "minimum_auc": values["MinimumAuc"].to_string()}
    request = jobs.processing(machine, ["python3", "evaluate.py"], inputs, ["evaluation"], required)
    return ProcessingStep(name="Evaluate", step_args=request, property_files=[EVALUATION], cache_config=CACHE)


def definition(settings: Settings, code: str) -> str:
    """The pipeline as JSON, for code at this S3 URI. The same input gives the same text, byte for byte."""
    jobs, values = Jobs(settings, code), parameters(settings)
    preprocess = preprocess_step(jobs, values)
    train = train_step(jobs, values, preprocess)
    evaluate = evaluate_step(jobs, values, preprocess, train)
    candidate = Candidate(
        image=xgboost_image(settings),
        archive=described(train).ModelArtifacts.S3ModelArtifacts,
        evaluation=output(evaluate, "evaluation"),
        origin=origin(values, preprocess, evaluate),
    )
    following = [train, evaluate, gate_step(jobs, candidate, evaluate)]
    return Pipeline(
        name=settings.pipeline_name,
        parameters=list(values.values()),
        steps=[preprocess, usable_step(preprocess, following)],
        pipeline_experiment_config=None,
        sagemaker_session=jobs.session,
    ).definition()
