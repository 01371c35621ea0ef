"""The SageMaker pipeline: preprocess, train, evaluate, then register the model if it is good enough."""

# The SDK reads its settings when it is imported.
import project.sdk_settings  # noqa: F401  # pyright: ignore[reportUnusedImport]  # isort: skip

from functools import cache
from typing import Any

from sagemaker.core.image_uris import retrieve
from sagemaker.core.workflow.parameters import ParameterFloat, ParameterString
from sagemaker.mlops.workflow.pipeline import Pipeline
from sagemaker.mlops.workflow.steps import ProcessingStep, TrainingStep

from project.configuration import read_project
from project.gates import CARD, EVALUATION, FACTS, card, gate_step, origin, usable_step
from project.instance_types import offered
from project.jobs import CACHE, Jobs, Machine, described
from project.model_parameters import hyperparameters, model_parameters
from project.registration import Candidate
from project.settings import Settings

Values = dict[str, Any]  # the pipeline's parameters by name


def parameters(settings: Settings, champion: str) -> Values:
    """What an execution can be started with; its defaults are those of project.toml."""
    configuration: Any = read_project()
    every = [
        ParameterString(name="DataUri", default_value=settings.data_uri),
        # Without a default: an execution has to name its data, or the cache would answer with old results.
        ParameterString(name="DataDigest"),
        ParameterString(name="CodeDigest", default_value="none"),
        ParameterString(name="SourceCommit", default_value="none"),
        # What the model is compared with; another one is at another place, which makes it a new step for the cache.
        ParameterString(name="ChampionUri", default_value=champion),
        ParameterString("ProcessingInstanceType", "ml.m5.xlarge", offered("Processing")),
        ParameterString("TrainingInstanceType", "ml.m5.large", offered("Training")),
        *model_parameters(configuration.model),
        ParameterFloat(name="MinimumImprovement", default_value=configuration.gate.minimum_improvement),
        # Of the metric itself; a text, because there may be none.
        ParameterString(name="MinimumMetric", default_value=minimum_metric(configuration)),
        ParameterFloat(name="MaximumRegression", default_value=configuration.gate.maximum_regression),
    ]
    return {parameter.name: parameter for parameter in every}


def minimum_metric(configuration: Any) -> str:
    return "none" if configuration.gate.minimum is None else str(configuration.gate.minimum)


@cache
def xgboost_image(settings: Settings) -> str:
    """AWS supports this version until 13 May 2027 (AWS Deep Learning Containers, support policy)."""
    return retrieve("xgboost", settings.region, version="3.2-0")


def sklearn_image(settings: Settings) -> str:
    """AWS supports this version until 16 July 2027, and supported the one before it, 1.4-2, until 30 October 2026."""
    return retrieve("sklearn", settings.region, version="1.9-0", instance_type="ml.m5.xlarge")


def output(step: ProcessingStep, name: str) -> object:
    """The S3 URI that a step wrote an output to."""
    return described(step).ProcessingOutputConfig.Outputs[name].S3Output.S3Uri


def preprocess_step(jobs: Jobs, values: Values) -> ProcessingStep:
    """Raw tables to examples, with scikit-learn."""
    machine = Machine(sklearn_image(jobs.settings), values["ProcessingInstanceType"])
    entry, outputs = ["python3", "preprocess.py"], ["train", "validation", "test", "encoding", "facts"]
    # The URI is the same whatever lies there; the digest makes new data a new step for the cache.
    options = {"digest": values["DataDigest"]}
    request = jobs.processing(machine, entry, {"data": values["DataUri"]}, outputs, options)
    return ProcessingStep(name="Preprocess", step_args=request, property_files=[FACTS], cache_config=CACHE)


def train_step(jobs: Jobs, values: Values, preprocess: ProcessingStep) -> TrainingStep:
    """Examples to a model."""
    machine = Machine(xgboost_image(jobs.settings), values["TrainingInstanceType"])
    chosen = hyperparameters(read_project().model, values)
    channels = {name: output(preprocess, name) for name in ("train", "validation", "encoding")}
    request = jobs.training(machine, jobs.script_mode() | chosen, channels)
    return TrainingStep(name="Train", step_args=request, cache_config=CACHE)


def evaluate_step(jobs: Jobs, values: Values, preprocess: ProcessingStep, train: TrainingStep) -> ProcessingStep:
    """A model to its metrics and its report."""
    made = {"SOURCE_COMMIT": values["SourceCommit"], "TRAINING_JOB_ARN": described(train).TrainingJobArn}
    machine = Machine(xgboost_image(jobs.settings), values["TrainingInstanceType"], environment=made)
    inputs = {
        "model": described(train).ModelArtifacts.S3ModelArtifacts,
        "champion": values["ChampionUri"],
        **{name: output(preprocess, name) for name in ("train", "test", "facts")},
    }
    required = {
        "minimum_improvement": values["MinimumImprovement"].to_string(),
        "minimum": values["MinimumMetric"],
        "maximum_regression": values["MaximumRegression"].to_string(),
    }
    request = jobs.processing(machine, ["python3", "evaluate.py"], inputs, ["evaluation"], required)
    return ProcessingStep(name="Evaluate", step_args=request, property_files=[EVALUATION, CARD], cache_config=CACHE)


def definition(settings: Settings, code: str, champion: str) -> str:
    """The pipeline as JSON, for code and champion at these S3 URIs. The same input gives the same text."""
    jobs, values = Jobs(settings, code), parameters(settings, champion)
    preprocess = preprocess_step(jobs, values)
    train = train_step(jobs, values, preprocess)
    evaluate = evaluate_step(jobs, values, preprocess, train)
    candidate = Candidate(
        image=xgboost_image(settings),
        archive=described(train).ModelArtifacts.S3ModelArtifacts,
        evaluation=output(evaluate, "evaluation"),
        origin=origin(values, preprocess, evaluate),
        card=card(evaluate),
        baseline="baseline/baseline.json",
    )
    following = [train, evaluate, gate_step(jobs, candidate, evaluate)]
    return Pipeline(
        name=settings.pipeline_name,
        parameters=list(values.values()),
        steps=[preprocess, usable_step(preprocess, following)],
        pipeline_experiment_config=None,
        sagemaker_session=jobs.session,
    ).definition()
