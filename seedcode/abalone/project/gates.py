"""The two conditions of the pipeline: can the data be learnt from, and is the model good enough to be registered?

Their refusals are what the steps said of themselves, which SageMaker keeps as the ExitMessage of their jobs.
"""

import project.sdk_settings  # noqa: F401  isort: skip  the SDK reads its settings when it is imported

from sagemaker.core.workflow.conditions import ConditionGreaterThanOrEqualTo
from sagemaker.core.workflow.functions import JsonGet
from sagemaker.core.workflow.properties import PropertyFile
from sagemaker.mlops.workflow.condition_step import ConditionStep
from sagemaker.mlops.workflow.fail_step import FailStep
from sagemaker.mlops.workflow.steps import ProcessingStep, Step

from project.jobs import Jobs
from project.registration import Candidate, create_step, register_step

FACTS = PropertyFile(name="Facts", output_name="facts", path="facts.json")
EVALUATION = PropertyFile(name="Evaluation", output_name="evaluation", path="evaluation.json")


def message(step: ProcessingStep) -> object:
    """The sentence that the step's job left."""
    return step.properties.ExitMessage


def at_least_one(step: ProcessingStep, file: PropertyFile, path: str) -> ConditionGreaterThanOrEqualTo:
    return ConditionGreaterThanOrEqualTo(left=value(step, file, path), right=1)


def value(step: ProcessingStep, file: PropertyFile, path: str) -> JsonGet:
    """A value of a JSON file that the step wrote."""
    return JsonGet(step_name=step.name, property_file=file, json_path=path)


def usable_step(preprocess: ProcessingStep, following: list[Step]) -> ConditionStep:
    """Go on if there are rows to learn from; otherwise stop with what is wrong with the data."""
    return ConditionStep(
        name="Usable",
        conditions=[at_least_one(preprocess, FACTS, "rows")],
        if_steps=following,
        else_steps=[FailStep(name="DataRefused", error_message=message(preprocess))],
    )


def gate_step(jobs: Jobs, candidate: Candidate, evaluate: ProcessingStep) -> ConditionStep:
    """Register the model if the evaluation says that it is good enough; otherwise stop with its verdict."""
    return ConditionStep(
        name="Gate",
        conditions=[at_least_one(evaluate, EVALUATION, "passed")],
        if_steps=[register_step(jobs, candidate), create_step(jobs, candidate)],
        else_steps=[FailStep(name="NotGoodEnough", error_message=message(evaluate))],
    )


def origin(values: dict, preprocess: ProcessingStep, evaluate: ProcessingStep) -> dict[str, object]:
    """What the registry records of a model: what it was learnt from, and what came of it."""
    return {
        "verdict": message(evaluate),
        "data": message(preprocess),
        "data-digest": values["DataDigest"],
        "code-digest": values["CodeDigest"],
        "commit": values["SourceCommit"],
        "model_sha256": value(evaluate, EVALUATION, "model_sha256"),
    }
