"""What the values of fields must be."""

from collections.abc import Callable, Iterator
from typing import Any

from sandbox.engine.rules.states.definitions.diagnostics import Diagnostic, schema
from sandbox.engine.rules.states.language import intrinsics, json_paths, timestamps

Check = Callable[[Any, str], Iterator[Diagnostic]]
_LONGEST_WAIT = 99_999_999  # seconds: States Language, "Wait State", and developer guide, "Task state"


def anything(_value: Any, _place: str) -> Iterator[Diagnostic]:
    yield from ()


def string(value: Any, place: str) -> Iterator[Diagnostic]:
    if not isinstance(value, str):
        yield schema("Expected value of type String", place)


def boolean(value: Any, place: str) -> Iterator[Diagnostic]:
    if not isinstance(value, bool):
        yield schema("Expected value of type Boolean", place)


def end(value: Any, place: str) -> Iterator[Diagnostic]:
    if value is not True:
        yield schema("Value must be true", place)


def json_object(value: Any, place: str) -> Iterator[Diagnostic]:
    if not isinstance(value, dict):
        yield schema("Expected value of type Object", place)


def integer(low: int, high: int | None = None) -> Check:
    def check(value: Any, place: str) -> Iterator[Diagnostic]:
        if not isinstance(value, int) or isinstance(value, bool):
            yield schema("Expected value of type Integer", place)
        elif value < low:
            yield schema(f"Minimum value is {low}", place)
        elif high is not None and value > high:
            yield schema(f"Maximum value is {high}", place)

    return check


def number(low: float) -> Check:
    def check(value: Any, place: str) -> Iterator[Diagnostic]:
        if not isinstance(value, (int, float)) or isinstance(value, bool):
            yield schema("Expected value of type Number", place)
        elif value < low:
            yield schema(f"Minimum value is {low}", place)

    return check


def path(value: Any, place: str) -> Iterator[Diagnostic]:
    """InputPath and OutputPath: a path, a call or null."""
    if value is not None and not json_paths.is_path(value) and not intrinsics.is_call(value):
        yield schema("Value must be a valid JSONPath.", place)


def expression(value: Any, place: str) -> Iterator[Diagnostic]:
    """ErrorPath and CausePath: a path or a call."""
    if not json_paths.is_path(value) and not intrinsics.is_call(value):
        yield schema("Value must be a valid JSONPath or a valid intrinsic function call", place)


def variable(value: Any, place: str) -> Iterator[Diagnostic]:
    if not json_paths.is_path(value):
        yield schema("Value must be a valid JSONPath.", place)


def reference(value: Any, place: str) -> Iterator[Diagnostic]:
    if not json_paths.is_reference(value):
        yield schema("Value is not a Reference Path", place)


def reference_or_context(value: Any, place: str) -> Iterator[Diagnostic]:
    """A Reference Path into the input, or one into the context object."""
    if not isinstance(value, str) or not json_paths.is_reference(value.replace("$$", "$", 1)):
        yield schema("Value is not a Reference Path", place)


def result_path(value: Any, place: str) -> Iterator[Diagnostic]:
    if value is not None:
        yield from reference(value, place)


def timestamp(value: Any, place: str) -> Iterator[Diagnostic]:
    if not isinstance(value, str) or timestamps.moment(value) is None:
        yield schema("Value is not a valid timestamp", place)


def one_of(*known: str) -> Check:
    def check(value: Any, place: str) -> Iterator[Diagnostic]:
        if value not in known:
            yield schema(f"Value must be one of [{', '.join(known)}]", place)

    return check


def template(value: Any, place: str) -> Iterator[Diagnostic]:
    """A payload template: the values of names that end in `.$` are paths or calls."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield from _template_member(name, member, place)
    elif isinstance(value, list):
        for number_, item in enumerate(value):
            yield from template(item, f"{place}[{number_}]")


def _template_member(name: str, value: Any, place: str) -> Iterator[Diagnostic]:
    if not name.endswith(".$"):
        yield from template(value, f"{place}/{name}")
    elif not json_paths.is_path(value) and not intrinsics.is_call(value):
        problem = f"The value for the field '{name}' must be a valid JSONPath or a valid intrinsic function call"
        yield schema(problem, place)


query_language = one_of("JSONPath", "JSONata")


def processor_configuration(value: Any, place: str) -> Iterator[Diagnostic]:
    """Of an inline Map; distributed ones are not emulated."""
    if isinstance(value, dict):
        yield from one_of("INLINE", "DISTRIBUTED")(value.get("Mode", "INLINE"), f"{place}/Mode")
    yield from json_object(value, place)


seconds = integer(1, _LONGEST_WAIT)
wait_seconds = integer(0, _LONGEST_WAIT)
