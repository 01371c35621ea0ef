"""Puts stack sets beside the engine's stacks, and lets them follow the organisation."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from ministack import app
from ministack.core.responses import get_account_id
from ministack.services import organizations
from ministack.services.cloudformation import handlers, helpers

from sandbox.api import loopback
from sandbox.cloudformation.stack_sets import access, automatic, operations, store, wire
from sandbox.cloudformation.stack_sets.store import StackSetError
from sandbox.iam import caller
from sandbox.world import organization, trusted_access

_STATE = "stack-sets"
_NAMES = (
    "CreateStackSet", "UpdateStackSet", "DeleteStackSet", "DescribeStackSet", "ListStackSets", "CreateStackInstances",
    "DeleteStackInstances", "ListStackInstances", "DescribeStackSetOperation", "ListStackSetOperations",
    "ListStackSetOperationResults", "DescribeStackInstance", "UpdateStackInstances",
)  # fmt: skip


def _handler(name: str) -> Callable[[dict], tuple]:
    operation = loopback.model("cloudformation").operation_model(name)

    def handle(parameters: dict) -> tuple:
        given = wire.read(operation.input_shape, parameters)
        try:
            _refuse_stranger(given)
            answer = getattr(operations, name)(given)
        except StackSetError as error:
            return helpers._error(error.code, str(error), error.status)
        return helpers._xml(200, f"{name}Response", f"<{name}Result>{wire.write(answer)}</{name}Result>")

    return handle


def _refuse_stranger(given: dict[str, Any]) -> None:
    """Service-managed stack sets belong to the management account and to delegates that say so.

    The refusals are AWS's own: github.com/hashicorp/terraform-provider-aws issues 22867 and 37069 (the caller must
    be allowed `organizations:ListDelegatedAdministrators`), github.com/pepperize/cdk-organizations issue 1718.
    """
    account = get_account_id()
    if given.get("CallAs") == "DELEGATED_ADMIN":
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


def _following(move: Callable[[dict], tuple]) -> Callable[[dict], tuple]:
    def moved(payload: dict) -> tuple:
        answer = move(payload)
        if answer[0] == 200:
            automatic.account_moved(payload["AccountId"])
        return answer

    return moved


def install() -> None:
    for name in _NAMES:
        handlers._ACTION_HANDLERS[name] = _handler(name)
    access.install()
    organizations._DISPATCH["MoveAccount"] = _following(organizations._DISPATCH["MoveAccount"])
    app._loaded_modules[_STATE] = SimpleNamespace(
        get_state=store.get_state, load_persisted_state=store.load_persisted_state
    )
    app._state_map[_STATE] = _STATE
