"""Checks a definition before it is sent: AWS's own request shapes, references that lead nowhere, equal names."""

import json
import re
from collections.abc import Iterator
from functools import cache

import botocore.session
from botocore.model import ServiceModel
from botocore.validate import ParamValidator

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


def all_steps(steps: list[dict]) -> Iterator[dict]:
    """Every step, those behind conditions too."""
    for step in steps:
        yield step
        if step["Type"] == "Condition":
            yield from all_steps(step["Arguments"]["IfSteps"])
            yield from all_steps(step["Arguments"]["ElseSteps"])


def filled_in(value: object, parameters: dict) -> object:
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


@cache
def sagemaker_requests() -> ServiceModel:
    """AWS's description of its own API; reading it takes half a second."""
    return botocore.session.get_session().get_service_model("sagemaker")


def shape_problems(step: dict, parameters: dict) -> list[str]:
    """What the operation behind the step would say about its arguments."""
    if step["Type"] not in CALLS:
        return []
    operation, name = CALLS[step["Type"]]
    request = {name: "text"} if name else {}
    request |= filled_in(step["Arguments"], parameters)
    report = ParamValidator().validate(request, sagemaker_requests().operation_model(operation).input_shape)
    return [f"{step['Name']} ({operation}): {report.generate_report()}"] if report.has_errors() else []


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
    for step in steps:
        found += shape_problems(step, parameters)
    return found


def check(definition: str) -> None:
    """Raise with everything that is wrong."""
    if found := problems(definition):
        raise DefinitionError("\n".join(found))
