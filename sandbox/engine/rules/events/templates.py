"""Input paths and input templates of targets: EventBridge User Guide, "Amazon EventBridge input transformation".

The messages were measured with AWS: badmintoncryer/cdk-preflight, pf-events-input-*, except for recorded ones.
"""

import re
from typing import Any

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.json_texts import is_json

_PLACEHOLDER = re.compile(r"<([^<>]*)>")
_STRING_OR_PLACEHOLDER = re.compile(r'"(?:\\.|[^"\\])*"|<[^<>]*>')
_PATH = re.compile(r"\$(?:\.[^.\[\]'\"*]+|\[[0-9]+\])*")
_LEGAL_PATH = re.compile(r"\$(?:\.[^\[\]'\"]+|\[(?:[0-9]+|\*)\])*")
_WHOLE_EVENT = "aws.events.event.json"
_RESERVED = frozenset(
    {
        "aws.events.rule-arn",
        "aws.events.rule-name",
        "aws.events.event.ingestion-time",
        "aws.events.event",
        _WHOLE_EVENT,
    }
)


def check(target: dict[str, Any]) -> None:
    """Refuse what AWS refuses of a target's input."""
    name = target["Id"]
    if sum(member in target for member in ("Input", "InputPath", "InputTransformer")) > 1:
        raise _invalid(f"Only one of Input, InputPath, or InputTransformer must be provided for target {name}.")
    if "Input" in target and not is_json(target["Input"]):
        raise _invalid(f"JSON syntax error in input for target {name}.")
    if "InputPath" in target:
        _check_path(target["InputPath"], name)
    if "InputTransformer" in target:
        _check_transformer(target["InputTransformer"], name)


def _invalid(message: str) -> ServiceError:
    return ServiceError("ValidationException", message)


def _check_path(path: str, target: str) -> None:
    if not _LEGAL_PATH.fullmatch(path):
        raise _invalid(f"InputPath for target {target} is invalid.")
    if not _PATH.fullmatch(path):
        raise not_emulated(f"the input path {path}")


def _check_transformer(transformer: dict[str, Any], target: str) -> None:
    paths, template = transformer.get("InputPathsMap", {}), transformer["InputTemplate"]
    for path in paths.values():
        _check_path(path, target)
    for name in _PLACEHOLDER.findall(template):
        if name not in paths and name not in _RESERVED:
            raise _invalid(f"InputTemplate for target {target} contains invalid placeholder {name}.")
    if f"<{_WHOLE_EVENT}>" in template and not template.lstrip().startswith("{"):
        raise _invalid(
            f"InputTemplate for target {target} contains placeholder {_WHOLE_EVENT} valid only for JSON template."
        )
    if not is_valid(template):
        raise _invalid(f"Invalid InputTemplate for target {target} : the template is not valid JSON.")


def is_valid(template: str) -> bool:
    """Whether a template is JSON when its placeholders stand for values."""
    filled = _STRING_OR_PLACEHOLDER.sub(lambda found: "0" if found[0].startswith("<") else found[0], template)
    return makes_json(filled)


def makes_json(text: str) -> bool:
    """One value, or a string on each line, which the EventBridge console's templates of several lines are."""
    return is_json(text) or all(line.strip().startswith('"') and is_json(line) for line in text.strip().splitlines())


def at(path: str, event: Any) -> Any:
    """The value at a path of an event.

    Raises:
        LookupError: the event has no such value.

    """
    found = event
    for name, position in re.findall(r"\.([^.\[\]]+)|\[([0-9]+)\]", path):
        if not isinstance(found, dict if name else list):
            raise LookupError(path)  # noqa: TRY004 - the event lacks the value
        found = found[name or int(position)]
    return found
