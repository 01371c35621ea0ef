"""What EventBridge makes of an input transformer: EventBridge user guide, "Amazon EventBridge input transformation"."""

import json
from typing import Any

from ministack.services import eventbridge

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import now
from sandbox.engine.rules.events import templates

Record = dict[str, Any]


def transform(transformer: Record, rule: Record, view: Any) -> str:
    """The input of a target.

    Raises:
        ServiceError: What a JSON template came to is no JSON.

    """
    paths = transformer.get("InputPathsMap", {})
    values = {name: _value(path, view.event_with_detail()) for name, path in paths.items()}
    result = eventbridge._render_input_template(transformer["InputTemplate"], values | _reserved(rule, view))
    if not templates.makes_json(result):
        raise ServiceError("INVALID_JSON", f"The input transformer made no valid JSON: {result}")
    return result


def _value(path: str, event: Record) -> Any:
    """What the event lacks is an empty text: recorded."""
    try:
        return templates.at(path, event)
    except LookupError:
        return ""


def _reserved(rule: Record, view: Any) -> Record:
    """The reserved variables; the event without its detail has `detailType`: recorded."""
    envelope = view.envelope()
    return {
        "aws.events.rule-name": rule.get("Name", ""),
        "aws.events.rule-arn": rule["Arn"],
        "aws.events.event.json": view.event_with_detail(),
        "aws.events.event": {{"detail-type": "detailType"}.get(name, name): value for name, value in envelope.items()},
        "aws.events.event.ingestion-time": f"{now():%Y-%m-%dT%H:%M:%SZ}",
    }


def _render_placeholder(name: str, token: str, values: Record, in_string: bool) -> str:  # noqa: FBT001 - the engine's
    """Strings get quotes where a JSON value stands, and nothing in them is escaped.

    "EventBridge doesn't escape values": whether this holds for a value outside of quotes too is not documented, so no
    product may rely on it. An object inside a string loses its quotes, and in the place of a value it is valid JSON.
    """
    if name not in values:
        return token
    value = values[name]
    if isinstance(value, str):
        return value if in_string else f'"{value}"'
    written = json.dumps(value, separators=(",", ":"))
    return written.replace('"', "") if in_string else written


def install() -> None:
    eventbridge._render_placeholder = _render_placeholder
