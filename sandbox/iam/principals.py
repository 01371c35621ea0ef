"""Whether the AWS principals of a policy exist, and the dead ids that a deleted role leaves in policies.

IAM User Guide, "AWS JSON policy elements: Principal": a policy is stored with the unique id of the role that it names;
a wildcard cannot be part of a name; a role made again under the same ARN is another principal.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from ministack.core.responses import get_account_id
from ministack.services import iam

from sandbox.world import accounts, organization

_ENTITY = re.compile(r"arn:aws:iam::(\d{12}):(role|user)/(?:.*/)?([^/*?]+)$")
_OF_ACCOUNT = re.compile(r"(?:arn:aws:iam::(\d{12}):root|(\d{12})|arn:aws:sts::(\d{12}):[a-z-]+/[^*?]+)$")
_UNIQUE_ID = re.compile(r"A(?:RO|ID)A[A-Z0-9]{12,}$")


def missing(policy: str) -> str | None:
    """The first AWS principal of a policy that does not exist; None for a document that cannot be read at all."""
    return next((name for name in _named(policy) if not _exists(name)), None)


def without_role(policy: str, role: str, identifier: str) -> str:
    """The policy with the unique id of a role in place of its ARN, as it shows when the role is gone."""
    if role not in policy:
        return policy
    document = json.loads(policy)
    for principal in _principals(document):
        given = principal.get("AWS", [])
        kept = [identifier if entry == role else entry for entry in _list(given)]
        principal["AWS"] = kept if isinstance(given, list) else kept[0]
    return json.dumps(document)


def _named(policy: str) -> Iterator[str]:
    try:
        document = json.loads(policy)
    except (TypeError, ValueError):
        return
    for principal in _principals(document):
        yield from (str(entry) for entry in _list(principal.get("AWS", [])))


def _principals(document: Any) -> Iterator[dict[str, Any]]:
    """Of every statement what its (Not)Principal says, unless it is everybody."""
    statements = _list(document.get("Statement", [])) if isinstance(document, dict) else []
    for statement in statements:
        for element in ("Principal", "NotPrincipal"):
            if isinstance(statement.get(element), dict):
                yield statement[element]


def _exists(principal: str) -> bool:
    if principal == "*":
        return True
    entity, account = _ENTITY.match(principal), _OF_ACCOUNT.match(principal)
    if entity:
        kept = iam._roles if entity[2] == "role" else iam._users
        found = kept.get_scoped(entity[1], None, entity[3])
        return bool(found) and found["Arn"] == principal
    if account:
        return next(filter(None, account.groups())) in _accounts()
    return bool(_UNIQUE_ID.match(principal)) and principal in _unique_ids()


def _accounts() -> set[str]:
    """The accounts that there are here: of the organisation, outside it, and whatever acts or has a role."""
    with_roles = {account for account, _ in iam._roles.to_dict()}
    return {*organization.members(), accounts.OUTSIDER, get_account_id()} | with_roles


def _unique_ids() -> set[str]:
    roles, users = iam._roles.to_dict().values(), iam._users.to_dict().values()
    return {role["RoleId"] for role in roles} | {user["UserId"] for user in users}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
