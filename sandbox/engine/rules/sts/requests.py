"""What AssumeRole refuses before it looks at the role: STS API Reference, AssumeRole.

Codes and words of ARNs and tags are recorded: localstack, tests of STS.
"""

from typing import Any

from ministack.core import iam_evaluator
from ministack.services import sts

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Request
from sandbox.policy_documents import identity
from sandbox.policy_documents.problems import PolicyError, Reason

_PARTS = 6
_MOST_POLICIES = 10
_LONGEST_POLICY = 2048


def AssumeRole(request: Request) -> None:
    _check_arn(request["RoleArn"])
    _check_tags(request)
    _check_policies(request)


def inherited_tags() -> list[dict[str, str]]:
    """The transitive tags of the session that calls, which every session that it starts has too."""
    session: dict[str, Any] = sts._sessions.get(iam_evaluator._verified_key.get() or "", {})
    transitive = session.get("TransitiveTagKeys", [])
    return [tag for tag in session.get("SessionTags") or [] if tag["Key"].lower() in transitive]


def _check_arn(arn: str) -> None:
    parts = arn.split(":", _PARTS - 1)
    if len(parts) < _PARTS or parts[0] != "arn" or not (parts[1] and parts[2] and parts[-1]):
        raise ServiceError("ValidationError", f"{arn} is invalid")


def _check_tags(request: Request) -> None:
    """IAM User Guide, "Pass session tags in AWS STS": keys do not differ in their case alone."""
    keys = [tag["Key"].lower() for tag in request.get("Tags", [])]
    if len(set(keys)) < len(keys):
        problem = "Duplicate tag keys found. Please note that Tag keys are case insensitive."
        raise ServiceError("InvalidParameterValue", problem)
    if not {key.lower() for key in request.get("TransitiveTagKeys", [])} <= set(keys):
        problem = "The specified transitive tag key must be included in the requested tags."
        raise ServiceError("InvalidParameterValue", problem)
    if {tag["Key"].lower() for tag in inherited_tags()} & set(keys):
        problem = "can't be set because it conflicts with a transitive tag key from the calling session."
        raise ServiceError("InvalidParameterValue", f"One of the specified transitive tag keys {problem}")
    if any(key.startswith("aws:") for key in keys):
        raise not_emulated("a session tag whose key begins with aws:")


def _check_policies(request: Request) -> None:
    """Ten managed policies and 2,048 characters: the parameters Policy and PolicyArns."""
    if len(request.get("PolicyArns", [])) > _MOST_POLICIES:
        raise not_emulated(f"a session with more than {_MOST_POLICIES} managed policies")
    document = request.get("Policy")
    if not document:
        return
    if len(document) > _LONGEST_POLICY:
        problem = f"failed to satisfy constraint: Member must have length less than or equal to {_LONGEST_POLICY}"
        raise ServiceError("ValidationError", f"1 validation error detected: Value '{document}' at 'policy' {problem}")
    try:
        identity.check(document)
    except PolicyError as problem:
        if problem.reason is Reason.CONDITION_VALUE:
            raise not_emulated(problem.message) from None
        raise ServiceError("MalformedPolicyDocument", problem.message) from None
