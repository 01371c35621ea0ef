"""What is asked of the evaluators: one request, and families of requests that must all be answered alike."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, NamedTuple

Context = Mapping[str, Any]


@dataclass(frozen=True)
class Request:
    """An action of a principal on a resource; `context` are condition keys beyond those that follow from the world."""

    principal: str
    action: str
    resource: str
    context: Context = field(default_factory=dict[str, Any], hash=False)


class Call(NamedTuple):
    """An action on a resource, with condition keys of the request."""

    action: str
    resource: str
    context: Context = MappingProxyType({})


@dataclass(frozen=True)
class Family:
    """Each of the principals makes each of the calls; all of them must be allowed, or none."""

    principals: Sequence[str]
    calls: Sequence[Call]
    allowed: bool = False

    def requests(self) -> Iterator[Request]:
        for principal in self.principals:
            for call in self.calls:
                yield Request(principal, call.action, call.resource, call.context)

    def __len__(self) -> int:
        return len(self.principals) * len(self.calls)
