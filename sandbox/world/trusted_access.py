"""Trusted access and delegated administrators: states of the organisation that its management account sets.

Organizations API reference, "RegisterDelegatedAdministrator" and "EnableAWSServiceAccess"; Service Catalog API
reference, "EnableAWSOrganizationsAccess"; CloudFormation User Guide, "Activate trusted access for StackSets".
"""

import datetime
from types import SimpleNamespace
from typing import Any

from ministack import app
from ministack.services import organizations

from sandbox.api.types import HttpAnswer
from sandbox.world import accounts

Payload = dict[str, Any]

STACK_SETS = "member.org.stacksets.cloudformation.amazonaws.com"
SERVICE_CATALOG = "servicecatalog.amazonaws.com"
_STATE = "trusted-access"
# github.com/pepperize/cdk-organizations issue 1718: the name that the management account's own service has.
_UNRECOGNIZED = {"stacksets.cloudformation.amazonaws.com"}

_services: dict[str, float] = {}
_administrators: dict[str, dict[str, float]] = {}
_activated: dict[str, bool] = {}


def is_activated(principal: str) -> bool:
    """Whether trusted access was activated in the service itself; activating it in Organizations alone is not enough.

    The same issue 1718: after `enable-aws-service-access` for StackSets they still answer that access is missing.
    """
    return _activated.get(principal, False)


def is_administrator(account: str, principal: str | None = None) -> bool:
    """Whether the account is a delegated administrator of a service, or of any."""
    services = _administrators.get(account, {})
    return principal in services if principal else bool(services)


def activate(principal: str) -> None:
    """What a service's own command does: it enables its access in Organizations too."""
    _activated[principal] = True
    _services.setdefault(principal, _now())


def deactivate(principal: str) -> None:
    _activated[principal] = False
    _services.pop(principal, None)


def has_administrators(principal: str) -> bool:
    return any(principal in services for services in _administrators.values())


def seed() -> None:
    """A new sandbox is prepared as README says; a test can undo it as the management account."""
    if _activated:
        return
    for principal in (STACK_SETS, SERVICE_CATALOG):
        activate(principal)
        _administrators.setdefault(accounts.HUB, {})[principal] = _now()


def _now() -> float:
    return datetime.datetime.now(datetime.UTC).timestamp()


def _refused(code: str, message: str, reason: str | None = None) -> HttpAnswer:
    answer = {"__type": code, "Message": message} | ({"Reason": reason} if reason else {})
    status, headers, body = organizations._json(400, answer)
    return status, headers | {"x-amzn-errortype": code}, body


def _enable(payload: Payload) -> HttpAnswer:
    if payload["ServicePrincipal"] in _UNRECOGNIZED:
        message = "You specified an unrecognized service principal."
        return _refused("InvalidInputException", message, "UNRECOGNIZED_SERVICE_PRINCIPAL")
    _services.setdefault(payload["ServicePrincipal"], _now())
    return organizations._json(200, {})


def _disable(payload: Payload) -> HttpAnswer:
    deactivate(payload["ServicePrincipal"])
    return organizations._json(200, {})


def _list_services(_payload: Payload) -> HttpAnswer:
    found = [{"ServicePrincipal": principal, "DateEnabled": since} for principal, since in _services.items()]
    return organizations._json(200, {"EnabledServicePrincipals": found})


def _register(payload: Payload) -> HttpAnswer:
    """The reasons are those of ConstraintViolationException in botocore's model of Organizations."""
    account, principal = payload["AccountId"], payload["ServicePrincipal"]
    if account == accounts.MANAGEMENT:
        message = "You cannot register master account/yourself as delegated administrator for your organization."
        reason = "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR"
        return _refused("ConstraintViolationException", message, reason)
    if account not in organizations._accounts:
        return _refused("AccountNotFoundException", f"We can't find an account with the AccountId {account}")
    if principal not in _services:
        message = "You attempted to register a delegated administrator before you enabled service access."
        return _refused("ConstraintViolationException", message, "SERVICE_ACCESS_NOT_ENABLED")
    if is_administrator(account, principal):
        message = "The specified account is already a delegated administrator for this service."
        return _refused("AccountAlreadyRegisteredException", message)
    _administrators.setdefault(account, {})[principal] = _now()
    return organizations._json(200, {})


def _deregister(payload: Payload) -> HttpAnswer:
    if not is_administrator(payload["AccountId"], payload["ServicePrincipal"]):
        return _refused("AccountNotRegisteredException", "The account is no delegated administrator of this service.")
    del _administrators[payload["AccountId"]][payload["ServicePrincipal"]]
    return organizations._json(200, {})


def _list_administrators(payload: Payload) -> HttpAnswer:
    found = [
        {name: value for name, value in entry.items() if not name.startswith("_")}
        for account, entry in organizations._accounts.items()
        if is_administrator(account, payload.get("ServicePrincipal"))
    ]
    return organizations._json(200, {"DelegatedAdministrators": found})


def _list_delegated_services(payload: Payload) -> HttpAnswer:
    services = _administrators.get(payload["AccountId"], {})
    if not services:
        return _refused("AccountNotRegisteredException", "The account is no delegated administrator.")
    found = [{"ServicePrincipal": principal, "DelegationEnabledDate": since} for principal, since in services.items()]
    return organizations._json(200, {"DelegatedServices": found})


def _state() -> dict[str, Any]:
    return {"services": _services, "administrators": _administrators, "activated": _activated}


def _load_state(state: dict[str, Any]) -> None:
    for name, kept in _state().items():
        kept.update(state.get(name, {}))


def install() -> None:
    organizations._DISPATCH |= {
        "EnableAWSServiceAccess": _enable,
        "DisableAWSServiceAccess": _disable,
        "ListAWSServiceAccessForOrganization": _list_services,
        "RegisterDelegatedAdministrator": _register,
        "DeregisterDelegatedAdministrator": _deregister,
        "ListDelegatedAdministrators": _list_administrators,
        "ListDelegatedServicesForAccount": _list_delegated_services,
    }
    app._loaded_modules[_STATE] = SimpleNamespace(get_state=_state, load_persisted_state=_load_state)
    app._state_map[_STATE] = _STATE
