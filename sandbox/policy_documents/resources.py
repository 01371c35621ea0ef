"""Resource ARNs of IAM's own policies.

IAM User Guide, "IAM JSON policy elements: Resource" and "IAM identifiers"; order and words of the refusals are those
that `moto.iam.policy_validation` and versity/versitygw (`iamapi/policy/validate.go`) were given by AWS.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from sandbox.policy_documents.problems import PolicyError, Reason

_PARTITIONS = {"aws", "*"}
_PARTS = 6
_IAM_PATHS = (
    "user/",
    "federated-user/",
    "role/",
    "group/",
    "instance-profile/",
    "mfa/",
    "server-certificate/",
    "policy/",
    "sms-mfa/",
    "saml-provider/",
    "oidc-provider/",
    "report/",
    "access-report/",
)
# Service Authorization Reference, "Resource types defined by Amazon S3": the types whose ARN has a region.
_S3_WITH_REGION = ("accesspoint/", "access-grants/", "job/", "storage-lens", "async-request/")
# What IAM's older parser says, before everything but the syntax.
LEGACY = "The policy failed legacy parsing"


class _Arn(NamedTuple):
    service: str
    region: str
    path: str


def check(resources: Iterable[str]) -> None:
    """Refuse the first resource that has no form of a resource, in alphabetical order as IAM looks at them.

    Raises:
        PolicyError: with the reason RESOURCE; its message is that of IAM's older parser where that one fails.

    """
    for resource in sorted(resources):
        if resource != "*":
            _check(resource)


def _check(resource: str) -> None:
    _head, *parts = resource.split(":", _PARTS - 1)
    if not parts:
        raise _problem(f'Resource {resource} must be in ARN format or "*".')
    if resource.startswith("arn:") and len(parts) > 1 and _is_broken(resource, parts):
        raise _problem(LEGACY)
    if parts[0] not in _PARTITIONS:
        raise _problem(f'Partition "{parts[0]}" is not valid for resource "{_completed(parts)}".')
    if len(parts) == 1 or re.search(r"[*?]", parts[1]):
        raise _problem("Resource vendor must be fully qualified and cannot contain regexes.")
    _check_of_service(resource, _Arn(parts[1], *(_part(parts, index) for index in (2, 4))))


def _is_broken(resource: str, parts: list[str]) -> bool:
    return not parts[1] or ("::" in resource and len(parts) < _PARTS - 1)


def _completed(parts: list[str]) -> str:
    """The ARN as IAM shows it: parts that are missing are wildcards."""
    shown = [*parts, *["*"] * (_PARTS - 1 - len(parts))]
    if len(parts) == 2 and not parts[1]:
        shown[1] = "*"
    return ":".join(["arn", *shown])


def _part(parts: list[str], index: int) -> str:
    return parts[index] if index < len(parts) else "*"


def _check_of_service(resource: str, arn: _Arn) -> None:
    if arn.service == "iam":
        _check_iam(resource, arn)
    elif arn.service == "s3" and arn.region and not arn.path.startswith(_S3_WITH_REGION):
        raise _problem(f"Resource {resource} can not contain region information.")


def _check_iam(resource: str, arn: _Arn) -> None:
    if arn.region:
        raise _problem(f"IAM resource {resource} cannot contain region information.")
    # The root of an account is a resource of sts:AssumeRoot: IAM User Guide, "Perform a privileged task on a member".
    if arn.path not in {"*", "root"} and not arn.path.startswith(_IAM_PATHS):
        raise _problem(f'IAM resource path must either be "*" or start with {", ".join(_IAM_PATHS)}.')


def _problem(message: str) -> PolicyError:
    return PolicyError(Reason.RESOURCE, message)
