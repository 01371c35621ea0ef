"""A pipeline definition, checked as CreatePipeline checks it."""

import json
import re
from collections.abc import Iterator
from typing import cast

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Request
from sandbox.services.sagemaker.pipelines import caching
from sandbox.services.sagemaker.pipelines.shapes import Definition, Step
from sandbox.services.sagemaker.records import roles

TYPES = {"Processing", "Training", "Tuning", "Transform", "Model", "RegisterModel", "Condition", "Fail"}
_REFERENCE = re.compile(r'"(?:Get|Std:Get)": "(Parameters|Steps|Execution)\.([A-Za-z0-9-_]+)')
_EXECUTION = {
    "PipelineName", "PipelineArn", "PipelineExecutionId", "PipelineExecutionArn", "StartDateTime", "CurrentDateTime",
}  # fmt: skip


def check_pipeline(request: Request) -> None:
    roles.require_role(request["RoleArn"])
    if "PipelineDefinition" not in request:
        raise not_emulated("A pipeline definition in S3")
    parse(request["PipelineDefinition"])


def parse(text: str) -> Definition:
    """The definition; a ValidationException has the first problem of one that cannot run."""
    try:
        definition = cast("Definition", json.loads(text))
        steps = list(all_steps(definition["Steps"]))
        names = [step["Name"] for step in steps]
        types = {step["Type"] for step in steps}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise _unable(f"{type(error).__name__}: {error}") from None
    if types - TYPES:
        raise not_emulated(f"A pipeline step of type {', '.join(sorted(types - TYPES))}")
    if not names or len(names) != len(set(names)):
        raise _unable("Step names must be unique, and there must be one step at least.")
    _check_references(definition, steps)
    _check_order(steps)
    for step in steps:
        for problem in _policy_problems(step):
            raise _unable(f"Step {step['Name']}: {problem}")
    return definition


def all_steps(steps: list[Step]) -> Iterator[Step]:
    """Every step, also those below a condition."""
    for step in steps:
        yield step
        for branch in branches(step).values():
            yield from all_steps(branch)


def branches(step: Step) -> dict[bool, list[Step]]:
    """The steps in both branches of a condition."""
    arguments = step.get("Arguments", {}) if step["Type"] == "Condition" else None
    return {} if arguments is None else {True: arguments.get("IfSteps", []), False: arguments.get("ElseSteps", [])}


def dependencies(step: Step) -> set[str]:
    """The steps that have to succeed before; the dependencies of a condition's branches are those of their steps."""
    arguments = {name: value for name, value in step.get("Arguments", {}).items() if name not in _BRANCHES}
    own = json.dumps({**step, "Arguments": arguments})
    read = {name for root, name in _REFERENCE.findall(own) if root == "Steps"}
    return read | {named if isinstance(named, str) else named["StepName"] for named in step.get("DependsOn", [])}


_BRANCHES = ("IfSteps", "ElseSteps")


def _check_references(definition: Definition, steps: list[Step]) -> None:
    known = {
        "Parameters": {parameter["Name"] for parameter in definition.get("Parameters", [])},
        "Steps": {step["Name"] for step in steps},
        "Execution": _EXECUTION,
    }
    for root, name in _REFERENCE.findall(json.dumps(definition)):
        if name not in known[root]:
            raise _unable(f"Unknown reference {root}.{name}.")
    for step in steps:
        for name in dependencies(step) - known["Steps"]:
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
    left = {step["Name"]: dependencies(step) for step in steps}
    while left:
        ready = [name for name, before in left.items() if not before & left.keys()]
        if not ready:
            raise _unable(f"Cyclic dependency between the steps {', '.join(sorted(left))}.")
        for name in ready:
            del left[name]


def _unable(problem: str) -> ServiceError:
    return ServiceError("ValidationException", f"Unable to parse pipeline definition. {problem}")
