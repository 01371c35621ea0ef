"""KMS: what is offered, and AWS's rules where the engine lacks them."""

from sandbox.api.rules import Check, Rules, offered
from sandbox.api.service import operations_of
from sandbox.engine.rules.kms import answers, encryption, lists, refusals, states

_OFFERED = offered(
    CancelKeyDeletion="KeyId",
    CreateAlias="AliasName TargetKeyId",
    CreateKey="BypassPolicyLockoutSafetyCheck Description KeySpec KeyUsage MultiRegion Origin Policy Tags",
    Decrypt="CiphertextBlob EncryptionAlgorithm EncryptionContext KeyId",
    DeleteAlias="AliasName",
    DescribeKey="KeyId",
    DisableKey="KeyId",
    DisableKeyRotation="KeyId",
    EnableKey="KeyId",
    EnableKeyRotation="KeyId RotationPeriodInDays",
    Encrypt="EncryptionAlgorithm EncryptionContext KeyId Plaintext",
    GenerateDataKey="EncryptionContext KeyId KeySpec NumberOfBytes",
    GenerateDataKeyWithoutPlaintext="EncryptionContext KeyId KeySpec NumberOfBytes",
    GetKeyPolicy="KeyId PolicyName",
    GetKeyRotationStatus="KeyId",
    ListAliases="KeyId Limit Marker",
    ListKeyPolicies="KeyId",
    ListKeys="Limit Marker",
    ListResourceTags="KeyId Limit Marker",
    PutKeyPolicy="BypassPolicyLockoutSafetyCheck KeyId Policy PolicyName",
    ScheduleKeyDeletion="KeyId PendingWindowInDays",
    TagResource="KeyId Tags",
    UntagResource="KeyId TagKeys",
    UpdateAlias="AliasName TargetKeyId",
    UpdateKeyDescription="Description KeyId",
)


def _checks() -> dict[str, tuple[Check, ...]]:
    """What an operation refuses by itself comes after the state of its key."""
    tables = (states.checks(), operations_of(refusals))
    return {name: tuple(table[name] for table in tables if name in table) for name in _OFFERED}


RULES = Rules(
    "kms",
    "kms",
    offered=_OFFERED,
    constraints="ValidationException",
    checks=_checks(),
    replacements=operations_of(encryption) | {"ListKeys": lists.ListKeys},
    corrections=operations_of(answers) | {name: getattr(lists, name) for name in ("ListAliases", "ListResourceTags")},
)
