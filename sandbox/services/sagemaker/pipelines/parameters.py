"""The parameters of an execution: declared types, defaults and allowed values."""

from typing import Any

from sandbox.api.errors import ServiceError
from sandbox.api.types import Record
from sandbox.services.sagemaker.pipelines.shapes import Definition, Parameter

_CONVERSIONS = {"String": str, "Integer": int, "Float": float, "Boolean": lambda text: text.lower() == "true"}


def parameter_values(definition: Definition, given: list[Record]) -> Record:
    """The value of every declared parameter; a ValidationException for those that do not fit."""
    declared = {parameter["Name"]: parameter for parameter in definition.get("Parameters", [])}
    values = {parameter["Name"]: parameter["Value"] for parameter in given}
    unknown = sorted(values.keys() - declared.keys())
    required = {name for name, parameter in declared.items() if "DefaultValue" not in parameter}
    missing = [name for name in declared if name in required and name not in values]
    if unknown or missing:
        problem = f"unknown: {', '.join(unknown)}" if unknown else f"without a value: {', '.join(missing)}"
        raise ServiceError("ValidationException", f"Invalid pipeline parameters, {problem}.")
    defaults = {name: parameter.get("DefaultValue") for name, parameter in declared.items()}
    return defaults | {name: _convert(declared[name], value) for name, value in values.items()}


def _convert(parameter: Parameter, text: str) -> Any:
    name, allowed = parameter["Name"], parameter.get("EnumValues")
    try:
        value = _CONVERSIONS[parameter["Type"]](text)
    except ValueError:
        raise ServiceError("ValidationException", f"Parameter {name} is no {parameter['Type']}: {text}") from None
    if allowed and value not in allowed:
        raise ServiceError("ValidationException", f"Parameter {name} is {text}, allowed are {allowed}.")
    return value
