"""Key policies: what they must hold, and that whoever puts one may put the next.

KMS API reference, CreateKey and PutKeyPolicy, "Policy"; KMS developer guide, "Key policies in AWS KMS". The sentences
are those that people report: terraform-aws-modules/terraform-aws-eks#2163 and #2843, terraform-aws-kms#30,
awsdocs/aws-kms-developer-guide#47.
"""

from ministack.core import iam_evaluator
from ministack.core.iam_evaluator import EvalContext
from ministack.core.responses import get_account_id, get_region

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Request
from sandbox.engine.rules.kms.keys import Key
from sandbox.iam import caller, principals
from sandbox.policy_documents import resource_based
from sandbox.policy_documents.parsing import Element
from sandbox.policy_documents.problems import PolicyError, Reason

# KMS developer guide, "Resource quotas", Key policy document size.
_LONGEST = 32 * 1024
_CODE = "MalformedPolicyDocumentException"
# They choose among keys, and so say nothing in the policy of one.
_NOT_IN_A_KEY_POLICY = ("aws:resourcetag", "kms:resourcetag", "kms:resourcealiases")


def check(policy: str) -> None:
    """Refuse a document that KMS does not take as a key policy."""
    if len(policy.encode()) > _LONGEST:
        raise ServiceError("LimitExceededException", f"The key policy is longer than {_LONGEST} bytes.")
    for statement in _statements(policy):
        _check_conditions(statement)
    if principals.missing(policy):
        raise ServiceError(_CODE, "Policy contains a statement with one or more invalid principals.")


def check_name(request: Request) -> None:
    """A key has one policy, whose name is `default`."""
    if request.get("PolicyName", "default") != "default":
        raise ServiceError("NotFoundException", "No such policy exists")


def check_lockout(key: Key, request: Request) -> None:
    """Refuse the policy that a request gave to a key if it keeps the caller from putting another one.

    Both the policy and the caller's own permissions count: KMS developer guide, "Permissions for creating KMS keys".
    """
    if "Policy" not in request or request.get("BypassPolicyLockoutSafetyCheck") or _may_put_policy(key):
        return
    raise ServiceError(_CODE, "The new key policy will not allow you to update the key policy in the future.")


def _may_put_policy(key: Key) -> bool:
    """An account's root has no permissions on a key but those of its policy: the guide, "Default key policy"."""
    arn, action = iam_evaluator.caller_arn(), "kms:PutKeyPolicy"
    if not arn.endswith(":root"):
        return caller.may(action, key["Arn"])
    context = EvalContext(
        principal_arn=arn,
        principal_type="Root",
        principal_account=get_account_id(),
        action=action,
        resource_arn=key["Arn"],
        region=get_region(),
    )
    return iam_evaluator.evaluate_resource_policy(key["Policy"], context).decision == "Allow"


def _statements(policy: str) -> list[Element]:
    """AWS takes a statement without actions or resources, which has no effect; the engine would let it allow all."""
    try:
        return resource_based.check(policy)
    except PolicyError as error:
        if error.reason in (Reason.ACTION_MISSING, Reason.RESOURCE_MISSING):
            raise not_emulated("a statement without Action or Resource in a key policy") from error
        if error.reason == Reason.PRINCIPAL_MISSING:
            raise ServiceError(_CODE, "Policy contains a statement with no principal.") from error
        raise ServiceError(_CODE, error.message) from error


def _check_conditions(statement: Element) -> None:
    named = {key.partition("/")[0].lower() for keys in statement.get("Condition", {}).values() for key in keys}
    if named.intersection(_NOT_IN_A_KEY_POLICY):
        names = "aws:ResourceTag, kms:ResourceTag, kms:ResourceAliases"
        raise ServiceError(_CODE, f"These condition keys are not permitted in a key policy: {names}")
