"""The expressions of a definition: parameters, properties of steps, joins and values of JSON files."""

import json
import re
from collections.abc import Callable
from typing import Any

from sandbox.services.sagemaker.jobs.failure import JobError

_PART = re.compile(r"\['([^']+)'\]|\[(\d+)\]|([^.\[\]]+)")
_EXPRESSIONS = {"Get", "Std:Get", "Std:Join", "Std:JsonGet"}
_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "Equals": lambda left, right: left == right,
    "GreaterThan": lambda left, right: left > right,
    "GreaterThanOrEqualTo": lambda left, right: left >= right,
    "LessThan": lambda left, right: left < right,
    "LessThanOrEqualTo": lambda left, right: left <= right,
}


class Values:
    """`steps` gains a step's properties when it is done; `files` knows the URI of a step's property file."""

    def __init__(self, parameters: dict[str, Any], execution: dict[str, str], read: Callable[[str], bytes]) -> None:
        self._roots: dict[str, Any] = {"Parameters": parameters, "Execution": execution}
        self._read = read
        self.steps: dict[str, Any] = {}
        self.files: dict[tuple[str, str], str] = {}

    def resolved(self, value: Any) -> Any:
        """`value` with every expression in it replaced by what it stands for now."""
        if isinstance(value, list):
            return [self.resolved(each) for each in value]
        if not isinstance(value, dict):
            return value
        if len(value) == 1 and set(value) <= _EXPRESSIONS:
            return self._evaluated(*next(iter(value.items())))
        return {name: self.resolved(each) for name, each in value.items()}

    def _evaluated(self, name: str, argument: Any) -> Any:
        if name == "Std:Join":
            return str(self.resolved(argument["On"])).join(map(_text, self.resolved(argument["Values"])))
        return self._json(argument) if name == "Std:JsonGet" else self._got(argument)

    def holds(self, condition: dict[str, Any]) -> bool:
        """Whether a condition is true."""
        match condition["Type"]:
            case "Not":
                return not self.holds(condition["Expression"])
            case "Or":
                return any(self.holds(each) for each in condition["Conditions"])
            case "In":
                return self.resolved(condition["QueryValue"]) in self.resolved(condition["Values"])
            case kind:
                left, right = self.resolved(condition["LeftValue"]), self.resolved(condition["RightValue"])
                return _compared(kind, left, right)

    def _got(self, path: str) -> Any:
        root, _, rest = path.partition(".")
        if root != "Steps":
            return self._roots[root][rest]
        name, _, inner = rest.partition(".")
        return _walk(self.steps[name], inner)

    def _json(self, argument: dict[str, Any]) -> Any:
        path = self.resolved(argument["Path"])
        if "PropertyFile" in argument:
            _, step, _, file = argument["PropertyFile"]["Get"].split(".")
            uri = self.files[step, file]
        else:
            uri = self.resolved(argument["S3Uri"])
        try:
            return _walk(json.loads(self._read(uri)), path)
        except ValueError:
            raise JobError(f"ClientError: {uri} is not JSON") from None


def _walk(value: Any, path: str) -> Any:
    """Follow a path such as Outputs['train'].S3Output; a list of named things is entered by name."""
    for name, index, word in _PART.findall(path):
        try:
            value = value[int(index)] if index else _entered(value, name or word)
        except (KeyError, IndexError, TypeError, StopIteration):
            raise JobError(f"ClientError: Failed to resolve {path}: there is no {name or index or word}") from None
    return value


def _entered(value: Any, name: str) -> Any:
    if isinstance(value, list):
        return next(each for each in value if name in (inner for key, inner in each.items() if key.endswith("Name")))
    return value[name]


def _compared(kind: str, left: Any, right: Any) -> bool:
    try:
        return _COMPARISONS[kind](left, right)
    except TypeError:
        raise JobError(f"ClientError: Cannot compare {left!r} and {right!r} ({kind})") from None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
