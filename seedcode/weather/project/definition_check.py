"""Checks a definition before it is sent: AWS's own request shapes, references that lead nowhere, keys, equal names."""

import json
import re
from collections.abc import Iterator
from typing import Any

from botocore.validate import ParamValidator

from project.aws_requests import sagemaker_requests
from project.instance_types import takes_key

# What each kind of step calls, and the name that SageMaker fills in.
CALLS = {
    "Processing": ("CreateProcessingJob", "ProcessingJobName"),
    "Training": ("CreateTrainingJob", "TrainingJobName"),
    "Transform": ("CreateTransformJob", "TransformJobName"),
    "Model": ("CreateModel", "ModelName"),
    "RegisterModel": ("CreateModelPackage", None),
}
REFERENCE = re.compile(r'"Get": "(Steps|Parameters)\.([^."\[]+)')
STAND_INS = {"Integer": 1, "Float": 1.0, "Boolean": True, "String": "text"}


class DefinitionError(ValueError):
    """SageMaker would refuse the definition, or fail while it runs."""


def all_steps(steps: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Every step, those behind conditions too."""
    for step in steps:
        yield step
        if step["Type"] == "Condition":
            yield from all_steps(step["Arguments"]["IfSteps"])
            yield from all_steps(step["Arguments"]["ElseSteps"])


def filled_in(value: Any, parameters: dict[str, Any]) -> Any:
    """The value with every reference replaced by something of its type."""
    if isinstance(value, list):
        return [filled_in(item, parameters) for item in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"Get"}:
        return parameters.get(value["Get"].removeprefix("Parameters."), "text")
    if set(value) & {"Std:Join", "Std:JsonGet"}:
        return "text"
    return {name: filled_in(item, parameters) for name, item in value.items()}


def shape_problems(step: dict[str, Any], parameters: dict[str, Any]) -> list[str]:
    """What the operation behind the step would say about its arguments."""
    if step["Type"] not in CALLS:
        return []
    operation, name = CALLS[step["Type"]]
    request = ({name: "text"} if name else {}) | filled_in(step["Arguments"], parameters)
    report = ParamValidator().validate(request, sagemaker_requests().operation_model(operation).input_shape)
    return [f"{step['Name']} ({operation}): {report.generate_report()}"] if report.has_errors() else []


def machines(value: object) -> Iterator[dict[str, Any]]:
    """Every description of machines in a request."""
    if isinstance(value, dict):
        if "InstanceType" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from machines(item)


def key_problems(step: dict[str, Any], parameters: dict[str, Any]) -> Iterator[str]:
    """Instance types that refuse a key for their volumes, chosen here or offered as a parameter of an execution."""
    for machine in machines(step["Arguments"]):
        chosen = machine["InstanceType"]
        if isinstance(chosen, dict):
            declared = parameters.get(chosen["Get"].removeprefix("Parameters."), {})
            types = declared.get("EnumValues", [declared.get("DefaultValue", "")])
        else:
            types = [chosen]
        local = [name for name in types if name and not takes_key(name)]
        if local and "VolumeKmsKeyId" in machine:
            yield f"{step['Name']}: VolumeKmsKeyId cannot be given for {', '.join(local)}, see instance_types.py"


def problems(definition: str) -> list[str]:
    """Everything that is wrong with the definition, as sentences."""
    document = json.loads(definition)
    parameters = {item["Name"]: STAND_INS[item["Type"]] for item in document["Parameters"]}
    steps = list(all_steps(document["Steps"]))
    names = [step["Name"] for step in steps]
    known = {"Steps": set(names), "Parameters": set(parameters)}
    found = [f"two steps are called {name}" for name in sorted({name for name in names if names.count(name) > 1})]
    for kind, name in sorted(set(REFERENCE.findall(json.dumps(document)))):
        if name not in known[kind]:
            found.append(f"a reference to {kind[:-1].lower()} {name}, which does not exist")
    declared = {item["Name"]: item for item in document["Parameters"]}
    for step in steps:
        found += [*key_problems(step, declared), *shape_problems(step, parameters)]
    return found


def check(definition: str) -> None:
    """Raise with everything that is wrong."""
    if found := problems(definition):
        raise DefinitionError("\n".join(found))
