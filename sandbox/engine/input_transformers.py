"""What EventBridge makes of an input transformer: EventBridge user guide, "Amazon EventBridge input transformation"."""

import json
from typing import Any

from ministack.services import eventbridge

from sandbox.api.errors import ServiceError

Record = dict[str, Any]


def transform(transformer: Record, rule: Record, view: Any) -> str:
    """The input of a target.

    Raises:
        ServiceError: What a JSON template came to is no JSON.

    """
    result = eventbridge._apply_input_transformer(transformer, rule, view)
    if _is_json(_with_harmless_values(transformer["InputTemplate"])) and not _is_json(result):
        raise ServiceError("INVALID_JSON", f"The input transformer made no valid JSON: {result}")
    return result


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


def _with_harmless_values(template: str) -> str:
    values = dict.fromkeys((match[1] for match in eventbridge._PLACEHOLDER_RE.finditer(template)), "x")
    return eventbridge._render_input_template(template, values)


def _is_json(text: str) -> bool:
    """One value, or a string on each line, which the EventBridge console's templates of several lines are."""
    rest, decoder = text.strip(), json.JSONDecoder()
    while rest:
        try:
            _, end = decoder.raw_decode(rest)
        except ValueError:
            return False
        rest = rest[end:].lstrip()
    return True


def install() -> None:
    eventbridge._render_placeholder = _render_placeholder
