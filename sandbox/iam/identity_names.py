"""Names of roles and policies are unique in an account, whatever their path or case.

IAM User Guide, "IAM and AWS STS quotas", name requirements; IAM API Reference, CreateRole and CreatePolicy.
"""

from collections.abc import Callable, Iterable
from typing import Any

from ministack.services import iam

from sandbox.api.types import HttpAnswer


def _unique(
    handler: Callable[..., Any], given: str, taken: Callable[[], Iterable[str]], refusal: str
) -> Callable[..., Any]:
    def run(parameters: dict[str, Any]) -> HttpAnswer:
        name = iam._p(parameters, given)
        if name and name.lower() in {existing.lower() for existing in taken()}:
            return iam._error(409, "EntityAlreadyExists", refusal.format(name))
        return handler(parameters)

    return run


def _policies() -> Iterable[str]:
    return (policy["PolicyName"] for policy in iam._policies.values())


_KINDS = (
    ("CreateRole", "RoleName", iam._roles.keys, "Role with name {} already exists."),
    ("CreatePolicy", "PolicyName", _policies, "A policy called {} already exists. Duplicate names are not allowed."),
)


def install() -> None:
    for action, given, taken, refusal in _KINDS:
        iam._IAM_HANDLERS[action] = _unique(iam._IAM_HANDLERS[action], given, taken, refusal)
