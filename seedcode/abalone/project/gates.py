"""The two conditions of the pipeline: can the data be learnt from, and is the model good enough to be registered?

When one closes, the execution fails with the sentence that the step left: the ExitMessage of its job.
"""

# The SDK reads its settings when it is imported.
import project.sdk_settings  # noqa: F401  # pyright: ignore[reportUnusedImport]  # isort: skip

from typing import Any

from sagemaker.core.workflow.conditions import ConditionGreaterThanOrEqualTo
from sagemaker.core.workflow.functions import JsonGet
from sagemaker.core.workflow.properties import PropertyFile
from sagemaker.mlops.workflow.condition_step import ConditionStep
from sagemaker.mlops.workflow.fail_step import FailStep
from sagemaker.mlops.workflow.steps import ProcessingStep, Step

from project.jobs import Jobs, described
from project.registration import Candidate, create_step, register_step

FACTS = PropertyFile(name="Facts", output_name="facts", path="facts.json")
EVALUATION = PropertyFile(name="Evaluation", output_name="evaluation", path="evaluation.json")
CARD = PropertyFile(name="Card", output_name="evaluation", path="model_card.json")


def message(step: ProcessingStep) -> Any:
    """The sentence that the step's job left."""
    return described(step).ExitMessage


def at_least_one(step: ProcessingStep, file: PropertyFile, path: str) -> ConditionGreaterThanOrEqualTo:
    left: Any = value(step, file, path)
    return ConditionGreaterThanOrEqualTo(left=left, right=1)


def value(step: ProcessingStep, file: PropertyFile, path: str) -> JsonGet:
    """A value of a JSON file that the step wrote."""
    return JsonGet(step_name=step.name, property_file=file, json_path=path)


def card(evaluate: ProcessingStep) -> JsonGet:
    """The content of the model card."""
    return value(evaluate, CARD, "content")


def usable_step(preprocess: ProcessingStep, following: list[Step]) -> ConditionStep:
    """Go on if there are rows to learn from; otherwise stop with what is wrong with the data."""
    return ConditionStep(
        name="Usable",
        conditions=[at_least_one(preprocess, FACTS, "rows")],
        if_steps=following,
        else_steps=[FailStep(name="DataRefused", error_message=message(preprocess))],
    )


def gate_step(jobs: Jobs, candidate: Candidate, evaluate: ProcessingStep) -> ConditionStep:
    """Register the model if its evaluation passed; otherwise stop with the verdict."""
    return ConditionStep(
        name="Gate",
        conditions=[at_least_one(evaluate, EVALUATION, "passed")],
        if_steps=[register_step(jobs, candidate), create_step(jobs, candidate)],
        else_steps=[FailStep(name="NotGoodEnough", error_message=message(evaluate))],
    )


def origin(values: dict[str, Any], preprocess: ProcessingStep, evaluate: ProcessingStep) -> dict[str, object]:
    """What the registry records of a model: its data, its code and the verdict."""
    return {
        "verdict": message(evaluate),
        "data": message(preprocess),
        "data-digest": values["DataDigest"],
        "code-digest": values["CodeDigest"],
        "commit": values["SourceCommit"],
        "model_sha256": value(evaluate, EVALUATION, "model_sha256"),
    }
