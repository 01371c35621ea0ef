"""KMS: what is offered, and AWS's rules where the engine lacks them."""

from sandbox.api.rules import Check, Rules, offered
from sandbox.api.service import operations_of
from sandbox.api.types import Request
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


def _in_turn(*checks: Check) -> Check:
    def run(request: Request) -> None:
        for check in checks:
            check(request)

    return run


def _checks() -> dict[str, Check]:
    """What an operation refuses by itself comes after the state of its key."""
    by_state, further = states.checks(), operations_of(refusals)
    both = {name: _in_turn(check, further[name]) for name, check in by_state.items() if name in further}
    return further | by_state | both


RULES = Rules(
    "kms",
    "kms",
    offered=_OFFERED,
    constraints="ValidationException",
    checks=_checks(),
    replacements=operations_of(encryption) | {"ListKeys": lists.ListKeys},
    corrections=operations_of(answers) | {name: getattr(lists, name) for name in ("ListAliases", "ListResourceTags")},
)
