"""JSON as Event Ruler reads it: numbers keep their text, and an object keeps every key in its order."""

import json
from typing import Any


class Number(str):
    """A number as it was written."""

    __slots__ = ()


class Pairs(tuple[tuple[str, Any], ...]):
    """The keys and values of an object, also those of a repeated key."""

    __slots__ = ()


def _constant(name: str) -> Any:
    raise ValueError(f"Unrecognized token '{name}': was expecting JSON")


def read(text: str) -> Any:
    """The value of a JSON text.

    Raises:
        ValueError: the text is not JSON, or nests deeper than can be read here.

    """
    try:
        return json.loads(text, parse_int=Number, parse_float=Number, parse_constant=_constant, object_pairs_hook=Pairs)
    except RecursionError as error:
        raise ValueError("The text nests too deeply") from error
