"""Checks a document against a JSON schema of draft 7, as far as AWS's schema of model cards uses it."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]
_TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "boolean": (bool,),
}


def problems(document: Any, schema: Schema, root: Schema, place: str = "#") -> Iterator[str]:
    """What is wrong, and where. Beside `$ref` nothing counts: draft 7, section 8.3."""
    if "$ref" in schema:
        yield from problems(document, _definition(root, schema["$ref"]), root, place)
        return
    if "type" in schema and not _is(document, schema["type"]):
        yield f"{place}: expected type: {schema['type']}"
        return
    for keyword, argument in schema.items():
        if keyword in _CHECKS:
            yield from _CHECKS[keyword](document, argument, schema, root, place)


def _definition(root: Schema, reference: str) -> Schema:
    found = root
    for name in reference.removeprefix("#/").split("/"):
        found = found[name]
    return found


def _is(document: Any, kind: str) -> bool:
    """True is no number in JSON, and one in Python."""
    return isinstance(document, _TYPES[kind]) and (kind == "boolean" or not isinstance(document, bool))


def _properties(document: Any, argument: Schema, _: Schema, root: Schema, place: str) -> Iterator[str]:
    if isinstance(document, dict):
        for name, schema in argument.items():
            if name in document:
                yield from problems(document[name], schema, root, f"{place}/{name}")


def _additional(document: Any, argument: Any, schema: Schema, root: Schema, place: str) -> Iterator[str]:
    if isinstance(document, dict):
        for name in document.keys() - schema.get("properties", {}).keys():
            if argument is False:
                yield f"{place}: extraneous key [{name}] is not permitted"
            else:
                yield from problems(document[name], argument, root, f"{place}/{name}")


def _required(document: Any, argument: list[str], _: Schema, __: Schema, place: str) -> Iterator[str]:
    if isinstance(document, dict):
        yield from (f"{place}: required key [{name}] not found" for name in argument if name not in document)


def _items(document: Any, argument: Schema, _: Schema, root: Schema, place: str) -> Iterator[str]:
    if isinstance(document, list):
        for index, member in enumerate(document):
            yield from problems(member, argument, root, f"{place}/{index}")


def _any(document: Any, argument: list[Schema], _: Schema, root: Schema, place: str) -> Iterator[str]:
    if all(any(True for _ in problems(document, schema, root, place)) for schema in argument):
        yield f"{place}: no subschema matched out of the total {len(argument)} subschemas"


def _size(holds: Callable[[int, int], bool], kind: type, words: str) -> Callable[..., Iterator[str]]:
    def check(document: Any, argument: int, _: Schema, __: Schema, place: str) -> Iterator[str]:
        if isinstance(document, kind) and not holds(len(document), argument):
            yield f"{place}: expected {words}: {argument}, actual: {len(document)}"

    return check


def _pattern(document: Any, argument: str, _: Schema, __: Schema, place: str) -> Iterator[str]:
    if isinstance(document, str) and not re.search(argument, document):
        yield f"{place}: string [{document}] does not match pattern {argument}"


def _enum(document: Any, argument: list[Any], _: Schema, __: Schema, place: str) -> Iterator[str]:
    if document not in argument:
        yield f"{place}: {document} is not a valid enum value"


_CHECKS: dict[str, Callable[..., Iterator[str]]] = {
    "properties": _properties,
    "additionalProperties": _additional,
    "required": _required,
    "items": _items,
    "anyOf": _any,
    "pattern": _pattern,
    "enum": _enum,
    "maxLength": _size(int.__le__, str, "maxLength"),
    "maxItems": _size(int.__le__, list, "maximum item count"),
    "minItems": _size(int.__ge__, list, "minimum item count"),
}
