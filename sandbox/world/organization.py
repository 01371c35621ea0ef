"""The organisation: one tree of units for all member accounts, and the condition keys that follow from it."""

import json
from typing import Any

from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import organizations

from sandbox.api.types import HttpAnswer
from sandbox.world import accounts, trusted_access

# Organizations User Guide: calls a delegated administrator may make; any member may describe the organisation.
_READ = {
    "ListRoots", "ListAccounts", "DescribeAccount", "ListOrganizationalUnitsForParent", "ListAccountsForParent",
    "ListChildren", "ListParents", "DescribeOrganizationalUnit", "ListDelegatedAdministrators", "ListTagsForResource",
    "ListDelegatedServicesForAccount", "ListAWSServiceAccessForOrganization",
}  # fmt: skip
_engine_handler = organizations.handle_request


def members() -> list[str]:
    with _tree():
        return list(organizations._accounts)


def is_management(account: str) -> bool:
    return account == accounts.MANAGEMENT


def is_suspended(account: str) -> bool:
    """Organizations API reference, "CloseAccount": a closed account stays in its unit as SUSPENDED, for 90 days."""
    with _tree():
        return organizations._accounts.get(account, {}).get("Status") == "SUSPENDED"


def accounts_under(units: list[str]) -> list[str]:
    """The member accounts of units and everything below them; never the management account."""
    return [
        account
        for account in members()
        if account != accounts.MANAGEMENT and any(unit in units for unit in path(account))
    ]


def path(account: str) -> list[str]:
    """From the root down to the account's own unit; empty outside the organisation."""
    with _tree():
        steps: list[str] = []
        entry = organizations._accounts.get(account)
        while entry:
            steps.insert(0, entry["_ParentId"])
            entry = organizations._ous.get(entry["_ParentId"])
        return steps


def condition_value(key: str, account: str) -> str | list[str] | None:
    """aws:PrincipalOrgID, aws:ResourceOrgID and the paths, for an account."""
    steps = path(account)
    if not steps:
        return None
    return [f"{accounts.ORGANIZATION}/{'/'.join(steps)}/"] if key.endswith("paths") else accounts.ORGANIZATION


def seed() -> None:
    """Create the organisation of a new sandbox."""
    with _tree():
        if "self" not in organizations._orgs:
            _create_organization()


def _create_organization() -> None:
    prefix = f"arn:aws:organizations::{accounts.MANAGEMENT}"
    organizations._orgs["self"] = {
        "Id": accounts.ORGANIZATION,
        "Arn": f"{prefix}:organization/{accounts.ORGANIZATION}",
        "FeatureSet": "ALL",
        "MasterAccountId": accounts.MANAGEMENT,
        "MasterAccountArn": f"{prefix}:account/{accounts.ORGANIZATION}/{accounts.MANAGEMENT}",
        "MasterAccountEmail": "management@example.com",
    }
    organizations._roots[accounts.ROOT] = _node(prefix, "root", accounts.ROOT, "Root")
    parent, name = accounts.PARENT_UNIT
    organizations._ous[parent] = _node(prefix, "ou", parent, name) | {"_ParentId": accounts.ROOT}
    for account, label in ((accounts.MANAGEMENT, "management"), (accounts.HUB, "hub")):
        organizations._accounts[account] = _account(prefix, account, label, accounts.ROOT)
    for label, account in accounts.SPOKES.items():
        unit = accounts.SPOKE_UNITS[label]
        organizations._ous[unit] = _node(prefix, "ou", unit, label) | {"_ParentId": parent}
        organizations._accounts[account] = _account(prefix, account, label, unit)


def _node(prefix: str, kind: str, identifier: str, name: str) -> dict[str, Any]:
    return {"Id": identifier, "Arn": f"{prefix}:{kind}/{accounts.ORGANIZATION}/{identifier}", "Name": name}


def _account(prefix: str, account: str, name: str, parent: str) -> dict[str, Any]:
    details = {"Email": f"{name}@example.com", "Status": "ACTIVE", "State": "ACTIVE", "JoinedMethod": "CREATED"}
    return _node(prefix, "account", account, name) | details | {"JoinedTimestamp": 0, "_ParentId": parent}


def _tree():
    return request_scope(accounts.MANAGEMENT, get_region())


async def handle_request(
    method: str, path: str, headers: dict[str, Any], body: bytes, query: dict[str, Any]
) -> HttpAnswer:
    """Answer any member from the management account's tree, with AWS's limits on who may ask what."""
    caller, operation = get_account_id(), headers.get("x-amz-target", "").rpartition(".")[2]
    if caller not in members():
        return _refusal("AWSOrganizationsNotInUseException", "Your account is not a member of an organization.")
    if not _may_call(caller, operation):
        return _refusal("AccessDeniedException", "You don't have permissions to access this resource.")
    with _tree():
        return await _engine_handler(method, path, headers, body, query)


def _may_call(caller: str, operation: str) -> bool:
    if operation == "DescribeOrganization" or caller == accounts.MANAGEMENT:
        return True
    return operation in _READ and trusted_access.is_administrator(caller)


def _refusal(code: str, message: str) -> HttpAnswer:
    body = json.dumps({"__type": code, "Message": message}).encode()
    return 400, {"Content-Type": "application/x-amz-json-1.1", "x-amzn-errortype": code}, body


def _list_children(payload: dict[str, Any]) -> HttpAnswer:
    found = organizations._accounts if payload["ChildType"] == "ACCOUNT" else organizations._ous
    children = [
        {"Id": key, "Type": payload["ChildType"]}
        for key, entry in found.items()
        if entry["_ParentId"] == payload["ParentId"]
    ]
    return organizations._json(200, {"Children": children})


def install() -> None:
    organizations.handle_request = handle_request
    organizations._DISPATCH["ListChildren"] = _list_children
