"""What may be done with a key by its state, its name and its account.

KMS developer guide, "Key states of AWS KMS keys", key state table; which operations take aliases and keys of other
accounts: KMS API reference, the operations, "KeyId" and "Cross-account use".
"""

from functools import partial
from typing import NamedTuple

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id

from sandbox.api.errors import ServiceError
from sandbox.api.rules import Check
from sandbox.api.types import Request
from sandbox.engine.rules.kms import keys
from sandbox.engine.rules.kms.keys import Key


class Use(NamedTuple):
    """How an operation may be used; `when` has the states of the key that it works in."""

    when: frozenset[str]
    takes_alias: bool = False
    across_accounts: bool = False


_ANY = frozenset({"Enabled", "Disabled", "PendingDeletion"})
_EXISTING = frozenset({"Enabled", "Disabled"})
_ENABLED = frozenset({"Enabled"})

USES = {
    "CancelKeyDeletion": Use(frozenset({"PendingDeletion"})),
    "CreateAlias": Use(_EXISTING),
    "Decrypt": Use(_ENABLED, takes_alias=True, across_accounts=True),
    "DescribeKey": Use(_ANY, takes_alias=True, across_accounts=True),
    "DisableKey": Use(_EXISTING),
    "DisableKeyRotation": Use(_ENABLED),
    "EnableKey": Use(_EXISTING),
    "EnableKeyRotation": Use(_ENABLED),
    "Encrypt": Use(_ENABLED, takes_alias=True, across_accounts=True),
    "GenerateDataKey": Use(_ENABLED, takes_alias=True, across_accounts=True),
    "GenerateDataKeyWithoutPlaintext": Use(_ENABLED, takes_alias=True, across_accounts=True),
    "GetKeyPolicy": Use(_ANY),
    "GetKeyRotationStatus": Use(_ANY, across_accounts=True),
    "ListAliases": Use(_ANY),
    "ListKeyPolicies": Use(_ANY),
    "ListResourceTags": Use(_ANY),
    "PutKeyPolicy": Use(_ANY),
    "ScheduleKeyDeletion": Use(_EXISTING),
    "TagResource": Use(_EXISTING),
    "UntagResource": Use(_EXISTING),
    "UpdateAlias": Use(_EXISTING),
    "UpdateKeyDescription": Use(_EXISTING),
}


def key_for(operation: str, reference: str) -> Key:
    """The key that an operation may use.

    Raises:
        ServiceError: NotFoundException, AccessDeniedException, DisabledException or KMSInvalidStateException.

    """
    use = USES[operation]
    key = keys.find(reference, takes_alias=use.takes_alias)
    if not use.across_accounts and key["Arn"].split(":")[4] != get_account_id():
        action = f"kms:{operation} on resource: {key['Arn']}"
        raise ServiceError(
            "AccessDeniedException", f"User: {iam_evaluator.caller_arn()} is not authorized to perform: {action}"
        )
    if key["KeyState"] not in use.when:
        raise _wrong_state(key, use)
    return key


def _wrong_state(key: Key, use: Use) -> ServiceError:
    if key["KeyState"] == "PendingDeletion":
        return ServiceError("KMSInvalidStateException", f"{key['Arn']} is pending deletion.")
    if "PendingDeletion" in use.when:
        return ServiceError("KMSInvalidStateException", f"{key['Arn']} is not pending deletion.")
    return ServiceError("DisabledException", f"{key['Arn']} is disabled.")


def _check(operation: str, request: Request) -> None:
    reference = request.get("KeyId") or request.get("TargetKeyId")
    if reference:
        key_for(operation, reference)


def checks() -> dict[str, Check]:
    """A check of its key for every operation that names one."""
    return {operation: partial(_check, operation) for operation in USES}
