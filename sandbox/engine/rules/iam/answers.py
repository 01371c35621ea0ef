"""What IAM's answers hold, where the engine's have more or less.

IAM API Reference (the answers of the operations) and AWS CLI Command Reference, `iam create-role` (its examples: a new
role is shown without description and session duration); what a list leaves out: API Reference, ListRoles and
ListPolicies.
"""

from typing import Any

from sandbox.api.types import Answer, Request
from sandbox.engine.rules.iam.pages import page

_NOT_LISTED = ("RoleLastUsed", "PermissionsBoundary", "Tags")


def CreateRole(_request: Request, answer: Answer) -> Answer:
    return {"Role": _without(answer["Role"], "Description", "MaxSessionDuration", "PermissionsBoundary")}


def GetRole(_request: Request, answer: Answer) -> Answer:
    return {"Role": _without_empty_description(answer["Role"]) | {"RoleLastUsed": {}}}


def UpdateRoleDescription(_request: Request, answer: Answer) -> Answer:
    return {"Role": _without_empty_description(answer["Role"])}


def ListRoles(request: Request, answer: Answer) -> Answer:
    listed = [_without(_without_empty_description(role), *_NOT_LISTED) for role in answer["Roles"]]
    return page(request, answer | {"Roles": listed}, "Roles")


def CreatePolicy(_request: Request, answer: Answer) -> Answer:
    return {"Policy": _without(answer["Policy"], "Description")}


def GetPolicy(_request: Request, answer: Answer) -> Answer:
    """GetPolicy has Tags also when there are none (localstack, `services/iam/provider.py`)."""
    return {"Policy": {"Tags": []} | answer["Policy"]}


def ListPolicies(request: Request, answer: Answer) -> Answer:
    listed = [_without(policy, "Description", "Tags") for policy in answer["Policies"]]
    return page(request, answer | {"Policies": listed}, "Policies")


def ListPolicyVersions(request: Request, answer: Answer) -> Answer:
    """The newest first: AWS CLI Command Reference, `iam list-policy-versions`, its example."""
    newest_first = sorted(answer["Versions"], key=lambda version: -int(version["VersionId"].removeprefix("v")))
    return page(request, answer | {"Versions": newest_first}, "Versions")


def ListRolePolicies(request: Request, answer: Answer) -> Answer:
    return page(request, answer, "PolicyNames")


def ListAttachedRolePolicies(request: Request, answer: Answer) -> Answer:
    return page(request, answer, "AttachedPolicies")


def ListRoleTags(request: Request, answer: Answer) -> Answer:
    return page(request, answer, "Tags")


def ListPolicyTags(request: Request, answer: Answer) -> Answer:
    return page(request, answer, "Tags")


def _without_empty_description(role: dict[str, Any]) -> dict[str, Any]:
    return role if role.get("Description") else _without(role, "Description")


def _without(record: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name not in names}
