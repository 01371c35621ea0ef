"""CloudFormation's functions, as far as the templates use them."""

import re
from collections.abc import Callable
from typing import Any

from templates.blocks.console import HOSTS

Example = dict[str, Any]


def filled_in(value: Any, example: Example) -> Any:
    """What CloudFormation would make of `value`; a name that is not in the example becomes `<its name>`."""
    if isinstance(value, list):
        return [filled_in(part, example) for part in value]
    if not isinstance(value, dict):
        return value
    name = next(iter(value), "")
    if len(value) == 1 and name in _FUNCTIONS:
        return _FUNCTIONS[name](value[name], example)
    return {key: filled_in(part, example) for key, part in value.items()}


def _reference(name: str, example: Example) -> Any:
    return example.get(name, f"<{name}>")


def _attribute(path: list[str], _: Example) -> str:
    return f"<{'.'.join(path)}>"


def _substitute(argument: Any, example: Example) -> str:
    text, more = argument if isinstance(argument, list) else (argument, {})
    values = example | {name: filled_in(part, example) for name, part in more.items()}
    named = re.sub(r"\$\{([^!}]+)\}", lambda found: str(values.get(found[1], f"<{found[1]}>")), text)
    return named.replace("${!", "${")


def _select(argument: list[Any], example: Example) -> Any:
    return filled_in(argument[1], example)[int(argument[0])]


def _split(argument: list[Any], example: Example) -> list[str]:
    return filled_in(argument[1], example).split(argument[0])


def _find_in_map(argument: list[Any], example: Example) -> Any:
    name, first, second = argument
    return HOSTS[name][filled_in(first, example)][second] if name in HOSTS else f"<{name}>"


def _if(argument: list[Any], example: Example) -> Any:
    """The answer that makes more of the template real."""
    return filled_in(argument[1], example)


_FUNCTIONS: dict[str, Callable[[Any, Example], Any]] = {
    "Ref": _reference,
    "Fn::GetAtt": _attribute,
    "Fn::Sub": _substitute,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::If": _if,
    "Fn::FindInMap": _find_in_map,
}
