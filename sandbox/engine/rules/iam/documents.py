"""Policy documents that are stored: IAM's grammar and quotas.

IAM User Guide, "IAM and AWS STS quotas"; the words of the quotas: kubeflow/dashboard, issue 29 (trust policies),
aws/aws-cdk, issue 12403 (inline policies), docker/docs, issue 6218 (managed policies). A document for a role that does
not exist is not looked at (ministack, `services/iam.py`, which measured it for PutRolePolicy).
"""

from ministack.services import iam

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Request
from sandbox.engine.rules.iam.attachments import check_boundary
from sandbox.engine.rules.iam.tags import check_tags
from sandbox.policy_documents import identity, resource_based, service_principals, trust
from sandbox.policy_documents.parsing import size
from sandbox.policy_documents.problems import PolicyError, Reason

_TRUST_SIZE, _MANAGED_SIZE, _INLINE_SIZE = 2048, 6144, 10240


def CreateRole(request: Request) -> None:
    _check_trust(request["AssumeRolePolicyDocument"])
    check_tags(request.get("Tags", []))
    check_boundary(request)


def UpdateAssumeRolePolicy(request: Request) -> None:
    if request["RoleName"] in iam._roles:
        _check_trust(request["PolicyDocument"])


def PutRolePolicy(request: Request) -> None:
    role = iam._roles.get(request["RoleName"])
    if not role:
        return
    check_identity(request["PolicyDocument"])
    others = (text for name, text in role["InlinePolicies"].items() if name != request["PolicyName"])
    if sum(map(size, [request["PolicyDocument"], *others])) > _INLINE_SIZE:
        raise _quota_refusal(f"Maximum policy size of {_INLINE_SIZE} bytes exceeded for role {request['RoleName']}")


def CreatePolicy(request: Request) -> None:
    _check_managed(request["PolicyDocument"])
    check_tags(request.get("Tags", []), ignore_case=False)


def CreatePolicyVersion(request: Request) -> None:
    if request["PolicyArn"] in iam._policies:
        _check_managed(request["PolicyDocument"])


def check_identity(document: str, *, is_managed: bool = False) -> None:
    """Refuse what IAM does not store as a policy of an identity.

    Raises:
        ServiceError: MalformedPolicyDocument, or a refusal by name of what no source has IAM's answer for.

    """
    try:
        identity.check(document, is_managed=is_managed)
    except PolicyError as problem:
        raise _refusal(problem) from None


def _check_managed(document: str) -> None:
    check_identity(document, is_managed=True)
    if size(document) > _MANAGED_SIZE:
        raise _quota_refusal(f"Cannot exceed quota for PolicySize: {_MANAGED_SIZE}")


def _check_trust(document: str) -> None:
    try:
        statements = trust.check(document)
    except PolicyError as problem:
        raise _refusal(problem) from None
    for principal in resource_based.principals(statements, "Service"):
        _check_service(principal)
    if size(document) > _TRUST_SIZE:
        raise _quota_refusal(f"Cannot exceed quota for ACLSizePerRole: {_TRUST_SIZE}")


def _check_service(principal: str) -> None:
    known = service_principals.exists(principal)
    if known is None:
        raise not_emulated(f"a role that trusts {principal}, which may be a service principal of AWS,")
    if not known:
        problem = f'Invalid principal in policy: "SERVICE":"{principal}"'
        raise ServiceError("MalformedPolicyDocument", problem)


def _refusal(problem: PolicyError) -> ServiceError:
    if problem.reason is Reason.CONDITION_VALUE:
        return not_emulated(problem.message)
    return ServiceError("MalformedPolicyDocument", problem.message)


def _quota_refusal(message: str) -> ServiceError:
    return ServiceError("LimitExceeded", message, 409)
