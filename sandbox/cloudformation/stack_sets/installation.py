"""Installs stack sets beside the engine's stacks, and lets them follow accounts that move in the organisation."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

from ministack import app
from ministack.core.responses import get_account_id
from ministack.services import organizations

from sandbox.api.errors import ServiceError
from sandbox.api.service import Operation, operations_of
from sandbox.api.types import Answer, Request
from sandbox.cloudformation import template_address
from sandbox.cloudformation.stack_sets import (
    automatic_deployment,
    operation_api,
    organizations_access,
    stack_instance_api,
    stack_set_api,
    store,
)
from sandbox.iam import caller
from sandbox.world import organization, trusted_access

_STATE = "stack-sets"


def _for_administrators(operation: Operation) -> Callable[[Request], Answer]:
    def carry_out(request: Request) -> Answer:
        _require_administrator(request)
        template_address.fetch(request.get("TemplateURL", ""))
        return operation(request) or {}

    return carry_out


_OPERATIONS = operations_of(stack_set_api, stack_instance_api, operation_api)
OPERATIONS = {name: _for_administrators(operation) for name, operation in _OPERATIONS.items()} | operations_of(
    organizations_access
)
"""What CloudFormation's rules answer in the engine's place."""


def _require_administrator(request: Request) -> None:
    """Service-managed stack sets belong to the management account, and to delegates that call as such.

    The refusals are AWS's own: github.com/hashicorp/terraform-provider-aws issues 22867 and 37069 (the caller must
    be allowed `organizations:ListDelegatedAdministrators`), github.com/pepperize/cdk-organizations issue 1718.
    """
    account = get_account_id()
    if request.get("CallAs") == "DELEGATED_ADMIN":
        registered = trusted_access.is_administrator(account, trusted_access.STACK_SETS)
        if not (registered and caller.may("organizations:ListDelegatedAdministrators")):
            raise ServiceError("ValidationError", "Account used is not a delegated administrator")
    elif not organization.is_management(account):
        message = (
            "You must be the management account or delegated admin account of an organization before operating a "
            "SERVICE_MANAGED stack set"
        )
        raise ServiceError("ValidationError", message)
    if not trusted_access.is_activated(trusted_access.STACK_SETS):
        message = "You must enable organizations access to operate a service managed stack set"
        raise ServiceError("ValidationError", message)


def _with_automatic_deployment(move: Callable[..., tuple[Any, ...]]) -> Callable[..., tuple[Any, ...]]:
    def move_account(payload: Request) -> tuple[Any, ...]:
        result = move(payload)
        if result[0] == 200:
            automatic_deployment.account_moved(payload["AccountId"])
        return result

    return move_account


def install() -> None:
    dispatch = cast("dict[str, Callable[..., tuple[Any, ...]]]", organizations._DISPATCH)
    dispatch["MoveAccount"] = _with_automatic_deployment(dispatch["MoveAccount"])
    persisted: Any = SimpleNamespace(get_state=store.STORE.get_state, load_persisted_state=store.load_state)
    app._loaded_modules[_STATE] = persisted
    app._state_map[_STATE] = _STATE
