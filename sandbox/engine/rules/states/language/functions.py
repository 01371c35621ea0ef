"""The intrinsic functions of JSONPath state machines.

Step Functions developer guide, "Intrinsic functions for JSONPath states in Step Functions".
"""

import base64
import hashlib
import json
import math
import random
import re
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from sandbox.engine.rules.states.language.scope import text

_LONGEST = 10_000  # characters of data to encode or to hash
_MOST_ITEMS = 1_000  # of a range
_HASHES = {"MD5": "md5", "SHA-1": "sha1", "SHA-256": "sha256", "SHA-384": "sha384", "SHA-512": "sha512"}
_ESCAPE = re.compile(r"\\([\\'{}])")
_FORMAT_PART = re.compile(r"\\([\\'{}])|(\{\})", re.DOTALL)


class Quoted(str):
    """A text in quotation marks as the definition has it, with its escapes."""

    __slots__ = ()


def _plain(value: Any) -> Any:
    return _ESCAPE.sub(r"\1", value) if isinstance(value, Quoted) else value


def _of(kind: type | tuple[type, ...], value: Any, what: str) -> Any:
    plain = _plain(value)
    if not isinstance(plain, kind) or (isinstance(plain, bool) and kind is not bool):
        raise ValueError(f"{what} has the wrong type: {text(plain)}")
    return plain


def _whole(value: Any) -> int:
    """Rounded as Java's Math.round does it: halves go up."""
    return math.floor(_of((int, float), value, "the number") + 0.5)


def java_text(value: Any) -> str:
    """A value in a formatted text: JSON's constants, and objects as Java prints its maps."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}={java_text(member)}" for name, member in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(java_text(member) for member in value) + "]"
    return value if isinstance(value, str) else text(value)


def format_text(template: Any, *values: Any) -> str:
    given = iter(values)

    def part(found: re.Match[str]) -> str:
        return java_text(_plain(next(given))) if found[2] else found[1]

    places = sum(1 for found in _FORMAT_PART.finditer(_of_text(template)) if found[2])
    if places != len(values):
        raise ValueError(f"{places} occurrences of {{}} and {len(values)} arguments")
    return _FORMAT_PART.sub(part, template)


def _of_text(template: Any) -> str:
    _of(str, template, "the template")
    return template


def string_to_json(value: Any) -> Any:
    given = _of(str, value, "the string")
    return json.loads(given) if given.strip() else None


def array_partition(array: Any, size: Any) -> list[Any]:
    items, length = _of(list, array, "the array"), _whole(size)
    if length < 1:
        raise ValueError("the size of a part must be a positive integer")
    return [items[start : start + length] for start in range(0, len(items), length)]


def array_contains(array: Any, value: Any) -> bool:
    return text(_plain(value)) in {text(item) for item in _of(list, array, "the array")}


def array_range(first: Any, last: Any, step: Any) -> list[int]:
    start, stop, width = _whole(first), _whole(last), _whole(step)
    if width == 0:
        raise ValueError("the step must not be zero")
    found = list(range(start, stop + (1 if width > 0 else -1), width))
    if len(found) > _MOST_ITEMS:
        raise ValueError(f"more than {_MOST_ITEMS} items")
    return found


def array_get_item(array: Any, index: Any) -> Any:
    items, place = _of(list, array, "the array"), _whole(index)
    if not 0 <= place < len(items):
        raise ValueError(f"no item {place} in an array of {len(items)}")
    return items[place]


def array_unique(array: Any) -> list[Any]:
    return list({text(item): item for item in reversed(_of(list, array, "the array"))}.values())[::-1]


def _short(value: Any) -> str:
    given = _of(str, value, "the data")
    if len(given) > _LONGEST:
        raise ValueError(f"more than {_LONGEST} characters")
    return given


def hash_of(value: Any, algorithm: Any) -> str:
    name = _of(str, algorithm, "the algorithm")
    if name not in _HASHES:
        raise ValueError(f"{name} is none of {', '.join(_HASHES)}")
    return hashlib.new(_HASHES[name], _short(value).encode()).hexdigest()


def json_merge(first: Any, second: Any, deep: Any) -> dict[str, Any]:
    if _of(bool, deep, "the third argument"):
        raise ValueError("only shallow merging is supported")
    return _of(dict, first, "the first object") | _of(dict, second, "the second object")


def math_random(start: Any, end: Any, seed: Any = None) -> int:
    source = random.Random() if seed is None else random.Random(_whole(seed))  # noqa: S311 - as the function is meant
    return source.randrange(_whole(start), _whole(end))


def string_split(value: Any, separators: Any) -> list[str]:
    """Every character of `separators` separates; empty parts are left out."""
    return list(_parts(_of(str, value, "the string"), _of(str, separators, "the separator")))


def _parts(value: str, separators: str) -> Iterator[str]:
    pattern = f"[{re.escape(separators)}]" if separators else r"(?!)"
    yield from (part for part in re.split(pattern, value) if part)


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "Format": format_text,
    "StringToJson": string_to_json,
    "JsonToString": lambda value: text(_plain(value)),
    "Array": lambda *values: [_plain(value) for value in values],
    "ArrayPartition": array_partition,
    "ArrayContains": array_contains,
    "ArrayRange": array_range,
    "ArrayGetItem": array_get_item,
    "ArrayLength": lambda array: len(_of(list, array, "the array")),
    "ArrayUnique": array_unique,
    "Base64Encode": lambda value: base64.b64encode(_short(value).encode()).decode(),
    "Base64Decode": lambda value: base64.b64decode(_short(value), validate=True).decode(),
    "Hash": hash_of,
    "JsonMerge": json_merge,
    "MathRandom": math_random,
    "MathAdd": lambda one, other: _whole(one) + _whole(other),
    "StringSplit": string_split,
    "UUID": lambda: str(uuid.uuid4()),
}
