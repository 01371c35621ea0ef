"""An emulated AWS service: operations by their AWS name, checked against AWS's model on the way in and out."""

import base64
import datetime
import inspect
import json
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any, NamedTuple

from ministack.core.concurrency import run_reentrant

from sandbox.api import shapes
from sandbox.api.errors import ServiceError, not_emulated, not_yet
from sandbox.api.paging import page
from sandbox.api.store import Store
from sandbox.api.types import HttpAnswer

Parameters = dict[str, Any]
Operation = Callable[[Parameters], Parameters | None]


def operations_of(*modules: ModuleType) -> dict[str, Any]:
    """The functions of `modules` that carry the name of an AWS operation."""
    named = (pair for module in modules for pair in inspect.getmembers(module, inspect.isfunction))
    return {name: function for name, function in named if name[0].isupper()}


class DataPlane(NamedTuple):
    """Requests without a target header: `read` gives operation and parameters of a path, `answer` the whole answer."""

    read: Callable[[str], tuple[str, Parameters]]
    answer: Callable[[str, Mapping[str, str], bytes], HttpAnswer]


class ImpliedPermission(NamedTuple):
    """A permission that a call needs besides its own; `context` has condition keys in lower case."""

    action: str
    resource: str
    context: dict[str, Any] = {}  # noqa: RUF012 - never changed


def anywhere(_operation: str, _parameters: Parameters) -> str:
    return "*"


def no_context(_operation: str, _parameters: Parameters) -> dict[str, Any]:
    return {}


def no_permissions(_operation: str, _parameters: Parameters, _resource: str) -> Iterable[ImpliedPermission]:
    return ()


def no_policy(_resource: str) -> str | None:
    return None


@dataclass(frozen=True)
class Service:
    """`name` is the scope that requests are signed for; `runs` are operations that start what cannot run here yet.

    What IAM asks of a service: `resource_arn` and `condition_context` of a request, the permissions that it implies on
    top of its own, and the `resource_policy` of what has an ARN.
    """

    name: str
    operations: Mapping[str, Operation]
    store: Store = field(default_factory=Store)
    runs: frozenset[str] = frozenset()
    resource_arn: Callable[[str, Parameters], str] = anywhere
    condition_context: Callable[[str, Parameters], dict[str, Any]] = no_context
    implied_permissions: Callable[[str, Parameters, str], Iterable[ImpliedPermission]] = no_permissions
    resource_policy: Callable[[str], str | None] = no_policy
    loaded: Callable[[], None] = lambda: None
    data_plane: DataPlane | None = None

    async def handle(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, _query: Mapping[str, Any]
    ) -> HttpAnswer:
        """Answer one HTTP request."""
        operation = headers.get("x-amz-target", "").rpartition(".")[2] or f"{method} {path}"
        try:
            if self.data_plane and "x-amz-target" not in headers:
                return await run_reentrant(self.data_plane.answer, path, headers, body)
            answer = await run_reentrant(self.call, operation, json.loads(body or b"{}"))
        except ServiceError as error:
            return _response(error.status, {"__type": error.code, "message": error.message, "Message": error.message})
        except Exception as error:  # the request is answered; the engine's log has the rest
            logging.getLogger(__name__).exception("%s:%s", self.name, operation)
            return _response(500, {"__type": "InternalFailure", "message": f"{type(error).__name__}: {error}"})
        return _response(200, answer)

    def call(self, operation: str, parameters: Parameters) -> Parameters:
        """Carry out one operation for the account, region and caller of the current request."""
        if operation in self.runs:
            raise not_yet(self.name, operation)
        if operation not in self.operations:
            raise not_emulated(f"{self.name}:{operation}")
        described = shapes.model(self.name).operation_model(operation)
        shapes.check_request(described, parameters)
        answer = self.operations[operation](parameters) or {}
        where = f"{self.name}:{operation}"
        return shapes.conform(described.output_shape, page(described, parameters, answer), where)

    def get_state(self) -> dict[str, Any]:
        return self.store.get_state()

    def load_state(self, state: dict[str, Any]) -> None:
        self.store.load_state(state)
        self.loaded()


def _response(status: int, answer: Parameters) -> HttpAnswer:
    headers = {"Content-Type": "application/x-amz-json-1.1"}
    if "__type" in answer:
        headers["x-amzn-errortype"] = answer["__type"]
    return status, headers, json.dumps(answer, default=_wire).encode()


def _wire(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return value.timestamp()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    raise TypeError(type(value))
