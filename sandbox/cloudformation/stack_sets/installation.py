"""Installs stack sets beside the engine's stacks, and lets them follow accounts that move in the organisation."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

from ministack import app
from ministack.core.responses import get_account_id
from ministack.services import organizations

from sandbox.api import loopback
from sandbox.api.service import Operation, operations_of
from sandbox.api.types import HttpAnswer, Request
from sandbox.cloudformation import query_protocol
from sandbox.cloudformation.engine_api import HANDLERS, Handler, Parameters, answer, error
from sandbox.cloudformation.stack_sets import (
    automatic_deployment,
    operation_api,
    organizations_access,
    stack_instance_api,
    stack_set_api,
    store,
)
from sandbox.cloudformation.stack_sets.store import StackSetError
from sandbox.iam import caller
from sandbox.world import organization, trusted_access

_STATE = "stack-sets"
_OPERATIONS = operations_of(stack_set_api, stack_instance_api, operation_api)


def _handler(name: str, operation: Operation) -> Handler:
    model = loopback.model("cloudformation").operation_model(name)

    def handle(parameters: Parameters) -> HttpAnswer:
        request = query_protocol.read(model.input_shape, parameters)
        try:
            _require_administrator(request)
            result = operation(request)
        except StackSetError as refused:
            return error(refused.code, str(refused), refused.status)
        return answer(name, query_protocol.write(result))

    return handle


def _require_administrator(request: Request) -> None:
    """Service-managed stack sets belong to the management account, and to delegates that call as such.

    The refusals are AWS's own: github.com/hashicorp/terraform-provider-aws issues 22867 and 37069 (the caller must
    be allowed `organizations:ListDelegatedAdministrators`), github.com/pepperize/cdk-organizations issue 1718.
    """
    account = get_account_id()
    if request.get("CallAs") == "DELEGATED_ADMIN":
        registered = trusted_access.is_administrator(account, trusted_access.STACK_SETS)
        if not (registered and caller.may("organizations:ListDelegatedAdministrators")):
            raise StackSetError("ValidationError", "Account used is not a delegated administrator")
    elif not organization.is_management(account):
        message = (
            "You must be the management account or delegated admin account of an organization before operating a "
            "SERVICE_MANAGED stack set"
        )
        raise StackSetError("ValidationError", message)
    if not trusted_access.is_activated(trusted_access.STACK_SETS):
        message = "You must enable organizations access to operate a service managed stack set"
        raise StackSetError("ValidationError", message)


def _with_automatic_deployment(move: Callable[..., tuple[Any, ...]]) -> Callable[..., tuple[Any, ...]]:
    def move_account(payload: Request) -> tuple[Any, ...]:
        result = move(payload)
        if result[0] == 200:
            automatic_deployment.account_moved(payload["AccountId"])
        return result

    return move_account


def install() -> None:
    for name, operation in _OPERATIONS.items():
        HANDLERS[name] = _handler(name, operation)
    organizations_access.install()
    dispatch = cast("dict[str, Callable[..., tuple[Any, ...]]]", organizations._DISPATCH)
    dispatch["MoveAccount"] = _with_automatic_deployment(dispatch["MoveAccount"])
    persisted: Any = SimpleNamespace(get_state=store.STORE.get_state, load_persisted_state=store.load_state)
    app._loaded_modules[_STATE] = persisted
    app._state_map[_STATE] = _STATE
