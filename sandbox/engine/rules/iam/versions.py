"""Versions of managed policies: IAM User Guide, "Versioning IAM policies"."""

from ministack.services import iam

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Answer, Request

_MORE_VERSIONS = (
    "This policy has more than one version. Before you delete a policy, you must delete the policy's versions. The "
    "default version is deleted with the policy."
)


def DeletePolicy(request: Request) -> None:
    """IAM API Reference, DeletePolicy: every version but the default one is deleted before."""
    policy = iam._policies.get(request["PolicyArn"])
    if policy and not policy.get("AttachmentCount") and len(policy["Versions"]) > 1:
        raise ServiceError("DeleteConflict", _MORE_VERSIONS, 409)


def ListPolicies(request: Request) -> None:
    if request.get("Scope") != "Local":
        raise not_emulated("ListPolicies of policies that AWS manages (Scope is not Local)")


def SetDefaultPolicyVersion(request: Request) -> Answer:
    policy, version = iam._policies.get(request["PolicyArn"]), request["VersionId"]
    if not policy or version not in policy["Versions"]:
        problem = f"Policy {request['PolicyArn']} version {version} does not exist or is not attachable."
        raise ServiceError("NoSuchEntity", problem, 404)
    for each in policy["Versions"].values():
        each["IsDefaultVersion"] = each["VersionId"] == version
    policy["DefaultVersionId"] = version
    return {}
