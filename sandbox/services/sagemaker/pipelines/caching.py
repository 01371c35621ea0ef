"""Which earlier run of a step may stand for a new one: same pipeline, same step, same arguments, not too old."""

import datetime
import json
import re
from typing import Any

from sandbox.api.identifiers import now
from sandbox.services.sagemaker.api.resources import STORE

Record = dict[str, Any]

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


def found(pipeline: str, step: Record, arguments: Record) -> Record | None:
    """The step record of the run that may be used again."""
    wanted = step.get("CacheConfig", {})
    if not wanted.get("Enabled") or step["Type"] not in _COMPARED:
        return None
    kept = STORE.here("cache").get(_key(pipeline, step, arguments))
    age = duration(wanted.get("ExpireAfter", "P365D"))
    return kept if kept and age and now() - kept["at"] < age else None


def keep(pipeline: str, step: Record, arguments: Record, result: Record) -> None:
    """`result` has the execution, the metadata and the properties of a step that succeeded."""
    if step["Type"] in _COMPARED:
        STORE.here("cache")[_key(pipeline, step, arguments)] = {**result, "at": now()}


def duration(text: str) -> datetime.timedelta | None:
    """An ISO 8601 duration; None if it is none."""
    match = _DURATION.fullmatch(text)
    if not match or len(text) < len("P1D"):
        return None
    years, months, weeks, days, hours, minutes, seconds = (int(each or 0) for each in match.groups())
    days += 365 * years + 30 * months + 7 * weeks
    return datetime.timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)


def _key(pipeline: str, step: Record, arguments: Record) -> str:
    compared = {name: arguments[name] for name in _COMPARED[step["Type"]] if name in arguments}
    return json.dumps([pipeline, step["Name"], compared], sort_keys=True)
