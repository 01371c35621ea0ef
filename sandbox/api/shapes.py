"""Requests and answers against botocore's shapes, as the real service checks them.

botocore's own validator skips enumerations, patterns and upper limits, which AWS enforces on its side. An answer with a
member that the shape lacks is a bug of the sandbox and stops loudly: a client would drop it in silence.
"""

import functools
import re
from collections.abc import Iterator
from typing import Any

import botocore.session
from botocore.model import ServiceModel

from sandbox.api.errors import ServiceError, not_emulated

# botocore carries no types: what a shape has depends on its `type_name`, and an operation computes what it has.
Shape = Any
OperationModel = Any

_JAVA_CLASSES = {
    "L": "a-zA-Z\u00aa-\uffff",
    "M": "\u0300-\u036f",
    "N": "0-9",
    "P": r"!-/:-@\[-`{-~",
    "S": "$+<=>^`|~",
    "Z": r" \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000",
    "Alnum": "a-zA-Z0-9",
}
_KINDS = {"structure": dict, "map": dict, "list": list, "string": str, "boolean": bool, "blob": (str, bytes)}
_NUMBERS = {"integer", "long", "float", "double"}


@functools.cache
def model(service: str) -> ServiceModel:
    return ServiceModel(description(service), service)


def description(service: str) -> dict[str, Any]:
    """A service's model as botocore carries it, read once.

    Raises:
        UnknownServiceError: a service that botocore does not know.

    """
    return _loader().load_service_model(service, "service-2")


@functools.cache
def _loader() -> Any:
    """Not that of a client: botocore takes `{Bucket}` out of the paths of the models that its clients use."""
    return botocore.session.get_session().get_component("data_loader")


def check_request(operation: OperationModel, request: dict[str, Any], code: str = "ValidationException") -> None:
    """Refuse what the service behind the shape would refuse.

    Raises:
        ServiceError: with `code`, that lists every violated constraint in AWS's words.

    """
    problems = list(_problems(operation.input_shape, request, "")) if operation.input_shape else []
    if problems:
        errors = "error" if len(problems) == 1 else "errors"
        raise ServiceError(code, f"{len(problems)} validation {errors} detected: {'; '.join(problems)}")


def conform(shape: Shape | None, value: Any, where: str) -> Any:
    """`value` without its empty members; an AssertionError when it is not what the shape promises."""
    if shape is None:
        return {}
    if shape.type_name == "structure":
        strangers = set(value) - set(shape.members)
        if strangers:
            raise AssertionError(f"{where} answers {sorted(strangers)}, which the AWS model does not have")
        present = {name: member for name, member in value.items() if member is not None}
        return {name: conform(shape.members[name], member, f"{where}.{name}") for name, member in present.items()}
    if shape.type_name == "list":
        return [conform(shape.member, member, where) for member in value]
    return value


def _problems(shape: Shape, value: Any, path: str) -> Iterator[str]:
    if not _has_type(shape, value):
        raise ServiceError("SerializationException", f"{path or shape.name} cannot be read as {shape.type_name}")
    yield from _own_problems(shape, value, path)
    if shape.type_name == "structure":
        yield from _member_problems(shape, value, path)
    for part, member, place in _parts(shape, value):
        yield from _problems(part, member, f"{path}.{place}")


def _parts(shape: Shape, value: Any) -> Iterator[tuple[Shape, Any, str]]:
    """What a list or a map holds, each with its shape and its place in AWS's notation."""
    if shape.type_name == "list":
        yield from ((shape.member, member, f"{position}.member") for position, member in enumerate(value, 1))
    elif shape.type_name == "map":
        yield from ((shape.key, key, "key") for key in value)
        yield from ((shape.value, member, f"{key}.member") for key, member in value.items())


def _has_type(shape: Shape, value: Any) -> bool:
    if shape.type_name in _NUMBERS:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, _KINDS.get(shape.type_name, object))


def _member_problems(shape: Shape, value: dict[str, Any], path: str) -> Iterator[str]:
    prefix = f"{path}." if path else ""
    for name in shape.required_members:
        if value.get(name) is None:
            yield f"Value at '{prefix}{_lower(name)}' failed to satisfy constraint: Member must not be null"
    for name, member in value.items():
        if name not in shape.members:
            raise not_emulated(f"{prefix}{name} (a member that this sandbox's AWS model does not have)")
        if member is not None:
            yield from _problems(shape.members[name], member, prefix + _lower(name))


def _own_problems(shape: Shape, value: Any, path: str) -> Iterator[str]:
    limits = shape.metadata
    for constraint in (*_enumeration(limits, value), *_range(shape, value), *_pattern(limits, value)):
        shown = f" '{value}'" if isinstance(value, (str, int)) else ""
        yield f"Value{shown} at '{path}' failed to satisfy constraint: Member must {constraint}"


def _enumeration(limits: dict[str, Any], value: Any) -> Iterator[str]:
    if limits.get("enum") and value not in limits["enum"]:
        yield f"satisfy enum value set: [{', '.join(limits['enum'])}]"


def _range(shape: Shape, value: Any) -> Iterator[str]:
    if shape.type_name in _NUMBERS:
        size, quality = value, "value"
    elif shape.type_name in ("string", "list", "map") or isinstance(value, bytes):
        size, quality = len(value), "length"
    else:
        return
    low, high = shape.metadata.get("min"), shape.metadata.get("max")
    if low is not None and size < low:
        yield f"have {quality} greater than or equal to {low}"
    if high is not None and size > high:
        yield f"have {quality} less than or equal to {high}"


def _pattern(limits: dict[str, Any], value: Any) -> Iterator[str]:
    pattern = limits.get("pattern")
    if not pattern or not isinstance(value, str):
        return
    # The sandbox's own clone addresses are plain HTTP, where AWS would have TLS.
    if not _java_pattern(pattern).fullmatch(value.replace("http://127.0.0.1:", "https://127.0.0.1:")):
        yield f"satisfy regular expression pattern: {pattern}"


@functools.cache
def _java_pattern(pattern: str) -> re.Pattern[str]:
    """The models quote Java's expressions, whose short classes are ASCII; all but one Unicode class are in brackets."""
    pattern = pattern.replace(r"\p{Print}+", "[ -~]+").replace(r"\uD800\uDC00-\uDBFF\uDFFF", "\U00010000-\U0010ffff")
    pattern = re.sub(r"\$\{[\d,]+\}$", "", pattern)  # a slip in some models: a length glued to the expression
    return re.compile(re.sub(r"\\p\{(\w+)\}", lambda found: _JAVA_CLASSES[found[1]], pattern), re.DOTALL | re.ASCII)


def _lower(name: str) -> str:
    return name[:1].lower() + name[1:]
