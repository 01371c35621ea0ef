"""A pipeline definition, checked as CreatePipeline checks it."""

import json
import re
import secrets
import string
from collections.abc import Iterator
from typing import Any

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.services.sagemaker.pipelines import caching

Step = dict[str, Any]

TYPES = {"Processing", "Training", "Tuning", "Transform", "Model", "RegisterModel", "Condition", "Fail"}
_REFERENCE = re.compile(r'"(?:Get|Std:Get)": "(Parameters|Steps|Execution)\.([A-Za-z0-9-_]+)')
_EXECUTION = {
    "PipelineName", "PipelineArn", "PipelineExecutionId", "PipelineExecutionArn", "StartDateTime", "CurrentDateTime",
}  # fmt: skip


def parse(text: str) -> dict[str, Any]:
    """The definition, or a ValidationException that says what is wrong with it."""
    try:
        definition = json.loads(text)
        steps = list(all_steps(definition["Steps"]))
        names = [step["Name"] for step in steps]
        kinds = {step["Type"] for step in steps}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unable(f"{type(error).__name__}: {error}") from None
    if kinds - TYPES:
        raise not_emulated(f"A pipeline step of type {', '.join(sorted(kinds - TYPES))}")
    if not names or len(names) != len(set(names)):
        raise _unable("Step names must be unique, and there must be one step at least.")
    _check_references(definition, steps)
    _check_order(steps)
    for step in steps:
        for problem in _policy_problems(step):
            raise _unable(f"Step {step['Name']}: {problem}")
    return definition


def new_execution() -> str:
    """The id of an execution: twelve letters and digits."""
    return "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(12))


def all_steps(steps: list[Step]) -> Iterator[Step]:
    """Every step, also those below a condition."""
    for step in steps:
        yield step
        for branch in branches(step).values():
            yield from all_steps(branch)


def branches(step: Step) -> dict[bool, list[Step]]:
    """The steps on both sides of a condition."""
    if step["Type"] != "Condition":
        return {}
    return {True: step["Arguments"].get("IfSteps", []), False: step["Arguments"].get("ElseSteps", [])}


def needs(step: Step) -> set[str]:
    """The steps that have to be done before; what the branches of a condition need is theirs."""
    own = {
        **step,
        "Arguments": {name: each for name, each in step.get("Arguments", {}).items() if name not in _BRANCHES},
    }
    read = {name for kind, name in _REFERENCE.findall(json.dumps(own)) if kind == "Steps"}
    return read | {each if isinstance(each, str) else each["StepName"] for each in step.get("DependsOn", [])}


_BRANCHES = ("IfSteps", "ElseSteps")


def _check_references(definition: dict[str, Any], steps: list[Step]) -> None:
    known = {
        "Parameters": {each["Name"] for each in definition.get("Parameters", [])},
        "Steps": {step["Name"] for step in steps},
        "Execution": _EXECUTION,
    }
    for kind, name in _REFERENCE.findall(json.dumps(definition)):
        if name not in known[kind]:
            raise _unable(f"Unknown reference {kind}.{name}.")
    for step in steps:
        for name in needs(step) - known["Steps"]:
            raise _unable(f"Step {step['Name']} depends on {name}, which does not exist.")


def _policy_problems(step: Step) -> Iterator[str]:
    """Developer Guide, "Retry Policy for Pipeline Steps" and "Caching pipeline steps"."""
    expiry = step.get("CacheConfig", {}).get("ExpireAfter")
    if expiry is not None and caching.duration(expiry) is None:
        yield f"ExpireAfter {expiry} is not an ISO 8601 duration."
    policies = step.get("RetryPolicies", [])
    if policies and step["Type"] in ("Condition", "Fail"):
        yield f"RetryPolicies are not supported for steps of type {step['Type']}."
    for policy in policies:
        if unknown := set(policy["ExceptionType"]) - _RETRIED:
            yield f"Unknown exception type {', '.join(sorted(unknown))} in RetryPolicies."
        if {"MaxAttempts", "ExpireAfterMin"} <= policy.keys():
            yield "A retry policy cannot have both MaxAttempts and ExpireAfterMin."


_RETRIED = {
    "Step.SERVICE_FAULT", "Step.THROTTLING", "SageMaker.JOB_INTERNAL_ERROR", "SageMaker.CAPACITY_ERROR",
    "SageMaker.RESOURCE_LIMIT",
}  # fmt: skip


def _check_order(steps: list[Step]) -> None:
    left = {step["Name"]: needs(step) for step in steps}
    while left:
        ready = [name for name, needed in left.items() if not needed & left.keys()]
        if not ready:
            raise _unable(f"Cyclic dependency between the steps {', '.join(sorted(left))}.")
        for name in ready:
            del left[name]


def _unable(problem: str) -> ServiceError:
    return ServiceError("ValidationException", f"Unable to parse pipeline definition. {problem}")
