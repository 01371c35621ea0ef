"""Tags of roles and policies: IAM User Guide, "Tags for AWS Identity and Access Management resources".

Keys of roles' tags differ in more than their case, those of policies may not (localstack, `services/iam/provider.py`).
"""

from typing import Any

from ministack.services import iam

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.types import Request

_MOST = 50
_TWICE = "Duplicate tag keys found."
_ANY_CASE = " Please note that Tag keys are case insensitive."


def TagRole(request: Request) -> None:
    role = iam._roles.get(request["RoleName"])
    check_tags(request["Tags"])
    if role:
        _check_number(role["Tags"], [tag["Key"].lower() for tag in request["Tags"]], ignore_case=True)


def TagPolicy(request: Request) -> None:
    policy = iam._policies.get(request["PolicyArn"])
    check_tags(request["Tags"], ignore_case=False)
    if policy:
        _check_number(policy["Tags"], [tag["Key"] for tag in request["Tags"]], ignore_case=False)


def check_tags(tags: list[dict[str, Any]], *, ignore_case: bool = True) -> None:
    """Refuse a key that is given twice, or one of AWS's own.

    Raises:
        ServiceError: InvalidInput, or a refusal by name where no source has IAM's words.

    """
    keys = [tag["Key"].lower() if ignore_case else tag["Key"] for tag in tags]
    if len(set(keys)) < len(keys):
        raise ServiceError("InvalidInput", _TWICE + (_ANY_CASE if ignore_case else ""))
    if any(key.lower().startswith("aws:") for key in keys):
        raise not_emulated("a tag of IAM whose key begins with aws:")


def _check_number(there: list[dict[str, Any]], given: list[str], *, ignore_case: bool) -> None:
    """IAM API Reference, TagRole and TagPolicy: LimitExceeded; the quotas' page has the number."""
    keys = {tag["Key"].lower() if ignore_case else tag["Key"] for tag in there}
    if len(keys | set(given)) > _MOST:
        raise ServiceError("LimitExceeded", f"The number of tags has reached the maximum limit of {_MOST}.", 409)
