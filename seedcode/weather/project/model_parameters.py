"""The settings of [model] as parameters of the pipeline: an execution can be started with others."""

from collections.abc import Mapping
from typing import Any

from sagemaker.core.workflow.parameters import Parameter, ParameterFloat, ParameterInteger, ParameterString

Setting = float | int | bool | str


def settings_of(model: Mapping[str, Setting]) -> dict[str, Setting]:
    """Those of [model], with the switch of refitting, which is on if it is left out."""
    return {"refit": True, **model}


def parameter_name(setting: str) -> str:
    """`max_depth` is `MaxDepth`."""
    return "".join(part.capitalize() for part in setting.split("_"))


def model_parameters(model: Mapping[str, Setting]) -> list[Parameter]:
    """One for each setting, of its type; true and false are texts, because a hyperparameter is one."""
    return [_parameter(parameter_name(name), value) for name, value in settings_of(model).items()]


def _parameter(name: str, value: Setting) -> Parameter:
    match value:
        case bool():
            return ParameterString(name=name, default_value=str(value).lower(), enum_values=["true", "false"])
        case int():
            return ParameterInteger(name=name, default_value=value)
        case float():
            return ParameterFloat(name=name, default_value=value)
        case _:
            return ParameterString(name=name, default_value=value)


def hyperparameters(model: Mapping[str, Setting], values: Mapping[str, Any]) -> dict[str, Any]:
    """Hyperparameters are strings; a number parameter has to be turned into one."""
    given = {name: values[parameter_name(name)] for name in settings_of(model)}
    return {name: value if isinstance(value, ParameterString) else value.to_string() for name, value in given.items()}
