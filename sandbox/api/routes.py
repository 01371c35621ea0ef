"""Which operation a REST request means: AWS's models give its method, path and required parts of query and headers."""

import functools
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from moto.core.model import ServiceModel

_LABEL = re.compile(r"\\{(\w+)(\\\+)?\\}")
# Present in every request of a client and in no model's requestUri.
_CLIENT_ONLY = {"x-id"}


class Route(NamedTuple):
    """A request matches when path and literals do and every required member of header and query is there."""

    operation: str
    method: str
    path: re.Pattern[str]
    literals: Mapping[str, str]
    required_query: frozenset[str]
    required_headers: frozenset[str]
    is_deprecated: bool

    def weight(self) -> tuple[int, int, bool]:
        """The more a route asks for, the better it describes a request; an operation's successor comes before it."""
        further = len(self.required_query) + len(self.required_headers)
        return len(self.literals), further, not self.is_deprecated


class Match(NamedTuple):
    operation: str
    labels: dict[str, str]


def match(
    model: ServiceModel, method: str, path: str, headers: Mapping[str, str], query: Mapping[str, Any]
) -> Match | None:
    """The operation of a request and what its path names; None where the model has no such request."""
    names = {name.lower() for name in headers}
    for route in _routes(model):
        labels = route.path.fullmatch(path)
        if labels is None or route.method != method:
            continue
        literals = all(_is_value(query.get(name), value) for name, value in route.literals.items())
        if literals and route.required_query <= set(query) and route.required_headers <= names:
            found = {name: value for name, value in labels.groupdict().items() if value is not None}
            return Match(route.operation, found)
    return None


def _is_value(given: Any, literal: str) -> bool:
    values = given if isinstance(given, list) else [given]
    return literal in values if literal else given is not None


@functools.cache
def _routes(model: ServiceModel) -> list[Route]:
    described: Any = model  # what botocore computes has no types
    routes = [_route(model.operation_model(name)) for name in described.operation_names]
    return sorted(routes, key=Route.weight, reverse=True)


def _route(operation: Any) -> Route:
    trait = operation.http_trait
    literals = {name: value for name, value in trait.query_args.items() if name not in _CLIENT_ONLY}
    shape = operation.input_shape
    query = frozenset(shape.required_query_args) if shape else frozenset()
    headers = frozenset(name.lower() for name in shape.required_headers) if shape else frozenset()
    return Route(operation.name, trait.method, _pattern(trait.path), literals, query, headers, operation.deprecated)


def _pattern(path: str) -> re.Pattern[str]:
    """`/{Bucket}/{Key+}` as an expression: a label with a plus goes on over slashes, a last slash is optional."""
    text = _LABEL.sub(lambda label: f"(?P<{label[1]}>{'.+' if label[2] else '[^/]+'})", re.escape(path.rstrip("/")))
    return re.compile(f"{text}/?", re.DOTALL)
