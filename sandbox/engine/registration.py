"""Registers our services into the engine, and makes it refuse by name what is not emulated."""

from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

from botocore.exceptions import UnknownServiceError
from ministack import app
from ministack.core import iam_actions, responses, router

from sandbox import services
from sandbox.api import loopback, protocols
from sandbox.api.errors import not_emulated
from sandbox.api.protocols import HttpRequest
from sandbox.api.service import Service
from sandbox.api.types import HttpAnswer
from sandbox.engine.rules.table import RULES, WITHOUT_RULES
from sandbox.services import SERVICES

Handler = Callable[..., Awaitable[HttpAnswer]]
_engine: Any = app  # its tables take our handlers too


# Paths outside AWS's protocols that a service answers itself, such as git over HTTP.
ROUTES: dict[str, Callable[..., Awaitable[None]]] = dict(getattr(services, "HTTP_ROUTES", {}))


class _Handlers(dict[str, Handler]):
    """The engine's table of handlers; a service that is not in it answers with a refusal naming it."""

    def get(self, key: str, default: Any = None) -> Any:
        return super().get(key) or default or _refusal_of(key)


def _refusal_of(service: str) -> Handler:
    async def refuse(method: str, path: str, headers: dict[str, str], body: bytes, query: dict[str, Any]) -> HttpAnswer:
        request = HttpRequest(method, path, headers, body, query)
        operation, protocol = protocols.operation_of_unknown(service, request)
        return protocols.refused(protocol, not_emulated(f"{service}:{operation}"))

    return refuse


def install() -> None:
    _engine.SERVICE_HANDLERS = _Handlers(_offered(_engine.SERVICE_HANDLERS))
    # Recognising a foreign service by name must not make the engine load every model of botocore.
    iam_actions._BOTOCORE_SERVICE_MAP["sagemaker"] = ["sagemaker", "sagemaker-runtime"]
    # Two services that the engine answers before it looks at what a request is signed for.
    _engine._RDS_DATA_PATHS, _engine._SES_V2_PREFIX = (), "\0"
    # What a request is signed for is its service; the engine takes a name that it does not know for S3.
    router._is_aws_service_name = lambda _scope: True
    responses._service_model = _model
    for service in SERVICES:
        _register(service)


def _offered(handlers: dict[str, Handler]) -> dict[str, Handler]:
    """What the engine offers and this project uses, behind AWS's rules; the engine's other services are refused."""
    plain = {name: handler for name, handler in handlers.items() if name in WITHOUT_RULES}
    return plain | {name: rules.around(handlers[name]) for name, rules in RULES.items()}


def _model(service: str) -> Any:
    """The models that our clients have read already; the engine would read each of them once more."""
    try:
        return loopback.model(responses._BOTOCORE_NAME.get(service, service))
    except UnknownServiceError:
        return None


def _register(service: Service) -> None:
    _engine.SERVICE_HANDLERS[service.name] = service.handle
    router.SERVICE_PATTERNS[service.name] = {"target_prefixes": [], "host_patterns": []}
    iam_actions.SERVICE_TO_IAM_NAMESPACE[service.name] = service.name
    persisted: Any = SimpleNamespace(
        handle_request=service.handle, get_state=service.get_state, load_persisted_state=service.load_state
    )
    _engine._loaded_modules[service.name] = persisted
    app._state_map[service.name] = service.name
