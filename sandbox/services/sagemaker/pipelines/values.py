"""The expressions of a definition: parameters, properties of steps, joins and values of JSON files."""

import json
import re
from collections.abc import Callable
from typing import Any

from sandbox.api.identifiers import now
from sandbox.api.types import Record
from sandbox.services.sagemaker.containers.failure import JobError
from sandbox.services.sagemaker.records.executions import PipelineExecution

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
    """`steps` has the properties of the steps that succeeded, `files` the URIs of their property files."""

    def __init__(self, execution: PipelineExecution, read: Callable[[str], bytes]) -> None:
        self._roots: dict[str, Record] = {"Parameters": execution.parameters, "Execution": _variables(execution)}
        self._read = read
        self.steps: dict[str, Any] = {}
        self.files: dict[tuple[str, str], str] = {}

    def resolve(self, value: Any) -> Any:
        """`value` with every expression in it replaced by its present value."""
        if isinstance(value, list):
            return [self.resolve(member) for member in value]
        if not isinstance(value, dict):
            return value
        if len(value) == 1 and set(value) <= _EXPRESSIONS:
            return self._evaluate(*next(iter(value.items())))
        return {name: self.resolve(member) for name, member in value.items()}

    def _evaluate(self, name: str, argument: Any) -> Any:
        if name == "Std:Join":
            return str(self.resolve(argument["On"])).join(map(_text, self.resolve(argument["Values"])))
        return self._read_json(argument) if name == "Std:JsonGet" else self._look_up(argument)

    def holds(self, condition: Record) -> bool:
        """Whether a condition is true."""
        match condition["Type"]:
            case "Not":
                return not self.holds(condition["Expression"])
            case "Or":
                return any(self.holds(alternative) for alternative in condition["Conditions"])
            case "In":
                return self.resolve(condition["QueryValue"]) in self.resolve(condition["Values"])
            case comparison:
                left, right = self.resolve(condition["LeftValue"]), self.resolve(condition["RightValue"])
                return _compare(comparison, left, right)

    def _look_up(self, path: str) -> Any:
        root, _, rest = path.partition(".")
        if root != "Steps":
            return self._roots[root][rest]
        name, _, inner = rest.partition(".")
        return _walk(self.steps[name], inner)

    def _read_json(self, argument: Record) -> Any:
        path = self.resolve(argument["Path"])
        if "PropertyFile" in argument:
            _, step, _, file = argument["PropertyFile"]["Get"].split(".")
            uri = self.files[step, file]
        else:
            uri = self.resolve(argument["S3Uri"])
        try:
            return _walk(json.loads(self._read(uri)), path)
        except ValueError:
            raise JobError(f"ClientError: {uri} is not JSON") from None


def _variables(execution: PipelineExecution) -> Record:
    return {
        "PipelineName": execution.pipeline.rpartition("/")[2],
        "PipelineArn": execution.pipeline,
        "PipelineExecutionId": execution.id,
        "PipelineExecutionArn": execution.arn,
        "StartDateTime": execution.created.isoformat(),
        "CurrentDateTime": now().isoformat(),
    }


def _walk(value: Any, path: str) -> Any:
    """Follow a path such as Outputs['train'].S3Output; a list of named things is entered by name."""
    for name, index, word in _PART.findall(path):
        try:
            value = value[int(index)] if index else _enter(value, name or word)
        except (KeyError, IndexError, TypeError, StopIteration):
            raise JobError(f"ClientError: Failed to resolve {path}: there is no {name or index or word}") from None
    return value


def _enter(value: Any, name: str) -> Any:
    if isinstance(value, list):
        return next(member for member in value if name in _names(member))
    return value[name]


def _names(member: Record) -> list[Any]:
    return [value for key, value in member.items() if key.endswith("Name")]


def _compare(comparison: str, left: Any, right: Any) -> bool:
    try:
        return _COMPARISONS[comparison](left, right)
    except TypeError:
        raise JobError(f"ClientError: Cannot compare {left!r} and {right!r} ({comparison})") from None


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
