"""The calls of each IAM role beside the permissions of its policies, read from CloudTrail's events."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

# Service Authorization Reference and CloudTrail User Guide: where the two use different names.
SERVICES = {"monitoring": "cloudwatch"}
OPERATIONS = {
    "s3:HeadBucket": "s3:ListBucket",
    "s3:ListObjects": "s3:ListBucket",
    "s3:ListObjectsV2": "s3:ListBucket",
    "s3:HeadObject": "s3:GetObject",
    "s3:CopyObject": "s3:PutObject",
    "s3:CreateMultipartUpload": "s3:PutObject",
    "s3:UploadPart": "s3:PutObject",
    "s3:CompleteMultipartUpload": "s3:PutObject",
}


@dataclass(frozen=True)
class RoleCall:
    """A request of a role, with IAM's name of the action."""

    role: str
    action: str
    allowed: bool


@dataclass(frozen=True)
class RoleUsage:
    """An IAM role, the counts of its allowed and denied calls by action, and which granted actions are unused."""

    role: str
    allowed: Mapping[str, int]
    denied: Mapping[str, int]
    unused: tuple[str, ...]
    granted: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.role.rpartition("/")[2]


def role_calls(events: Iterable[Mapping[str, Any]]) -> Iterator[RoleCall]:
    """The calls of roles. A call that gives a role to a service is also one of `iam:PassRole`, as IAM evaluates it."""
    for event in events:
        role = event.get("userIdentity", {}).get("sessionContext", {}).get("sessionIssuer", {}).get("arn", "")
        if not role:
            continue
        allowed = event.get("errorCode", "") not in ("AccessDenied", "AccessDeniedException", "UnauthorizedOperation")
        action = _action(event)
        yield RoleCall(role, action, allowed)
        if action.partition(":")[0] not in ("iam", "sts") and any(_roles(event.get("requestParameters"))):
            yield RoleCall(role, "iam:PassRole", allowed)


def usage(calls: Iterable[RoleCall], grants: Mapping[str, Iterable[Mapping[str, Any]]]) -> tuple[RoleUsage, ...]:
    """One entry for each role of `grants` (the statements of its policies), sorted by name."""
    made = tuple(calls)
    return tuple(_role_usage(role, made, grants[role]) for role in sorted(grants))


def granted_actions(statements: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The actions that the statements allow."""
    granted: set[str] = set()
    for statement in statements:
        actions = statement.get("Action", [])
        if statement["Effect"] == "Allow":
            granted |= {actions} if isinstance(actions, str) else set(actions)
    return frozenset(granted)


def _role_usage(role: str, calls: tuple[RoleCall, ...], statements: Iterable[Mapping[str, Any]]) -> RoleUsage:
    own = [call for call in calls if call.role == role]
    allowed = Counter(call.action for call in own if call.allowed)
    denied = Counter(call.action for call in own if not call.allowed)
    granted = tuple(sorted(granted_actions(statements)))
    unused = tuple(action for action in granted if not _used(action, allowed))
    return RoleUsage(role, dict(sorted(allowed.items())), dict(sorted(denied.items())), unused, granted)


def _used(action: str, allowed: Iterable[str]) -> bool:
    return any(fnmatchcase(name.lower(), action.lower()) for name in allowed)


def _action(event: Mapping[str, Any]) -> str:
    service = event["eventSource"].partition(".")[0]
    action = f"{SERVICES.get(service, service)}:{event['eventName']}"
    return OPERATIONS.get(action, action)


def _roles(value: Any) -> Iterator[str]:
    """The role ARNs among a request's parameters, at any depth."""
    if isinstance(value, Mapping):
        for name, member in value.items():
            if isinstance(member, str) and name.lower().endswith(("role", "rolearn")) and ":role/" in member:
                yield member
            else:
                yield from _roles(member)
    elif isinstance(value, list):
        for item in value:
            yield from _roles(item)
