"""Which earlier run of a step may be used instead of a new one: same pipeline, step and arguments, not too old."""

import datetime
import json
import re

from sandbox.api.identifiers import now
from sandbox.api.types import Record
from sandbox.services.sagemaker.pipelines.shapes import Step
from sandbox.services.sagemaker.records.executions import CachedStep
from sandbox.services.sagemaker.records.tables import CACHED_STEPS

# Developer Guide, "Caching pipeline steps": what is compared of each type; where results go is not.
_COMPARED = {
    "Processing": ("AppSpecification", "Environment", "ProcessingInputs"),
    "Training": (
        "AlgorithmSpecification", "CheckpointConfig", "DebugHookConfig", "DebugRuleConfigurations", "Environment",
        "HyperParameters", "InputDataConfig",
    ),
    "Tuning": ("HyperParameterTuningJobConfig", "TrainingJobDefinition", "TrainingJobDefinitions"),
    "Transform": ("DataProcessing", "Environment", "ModelName", "TransformInput"),
}  # fmt: skip
_DURATION = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.IGNORECASE
)


def find(pipeline: str, step: Step, arguments: Record) -> CachedStep | None:
    """The result that may be used again."""
    wanted = step.get("CacheConfig", {})
    if not wanted.get("Enabled") or step["Type"] not in _COMPARED:
        return None
    cached = CACHED_STEPS.here().get(_key(pipeline, step, arguments))
    age = duration(wanted.get("ExpireAfter", "P365D"))
    return cached if cached and age and now() - cached.cached < age else None


def keep(pipeline: str, step: Step, arguments: Record, result: CachedStep) -> None:
    if step["Type"] in _COMPARED:
        CACHED_STEPS.here()[_key(pipeline, step, arguments)] = result


def duration(text: str) -> datetime.timedelta | None:
    """An ISO 8601 duration; None if it is none."""
    match = _DURATION.fullmatch(text)
    if not match or len(text) < len("P1D"):
        return None
    years, months, weeks, days, hours, minutes, seconds = (int(number or 0) for number in match.groups())
    days += 365 * years + 30 * months + 7 * weeks
    return datetime.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def _key(pipeline: str, step: Step, arguments: Record) -> str:
    compared = {name: arguments[name] for name in _COMPARED[step["Type"]] if name in arguments}
    return json.dumps([pipeline, step["Name"], compared], sort_keys=True)
