"""What each role was used for, beside what its policies allow: judged from CloudTrail's events, without AWS."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

# Service Authorization Reference and CloudTrail User Guide: where the two spell one thing in two ways.
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
PASSING = "iam:PassRole"


@dataclass(frozen=True)
class Call:
    """A role's request, as IAM names it."""

    role: str
    action: str
    allowed: bool


@dataclass(frozen=True)
class RoleUse:
    """A role, how often each action was allowed and denied, what its policies grant, and what of that nobody used."""

    role: str
    allowed: Mapping[str, int]
    denied: Mapping[str, int]
    unused: tuple[str, ...]
    granted: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.role.rpartition("/")[2]


def calls(events: Iterable[Mapping[str, Any]]) -> Iterator[Call]:
    """The calls of roles. A call that hands a role to a service counts as passing it too, as IAM judges it."""
    for event in events:
        role = event.get("userIdentity", {}).get("sessionContext", {}).get("sessionIssuer", {}).get("arn", "")
        if not role:
            continue
        allowed = event.get("errorCode", "") not in ("AccessDenied", "AccessDeniedException", "UnauthorizedOperation")
        action = _action(event)
        yield Call(role, action, allowed)
        if action.partition(":")[0] not in ("iam", "sts") and any(_roles(event.get("requestParameters"))):
            yield Call(role, PASSING, allowed)


def usage(found: Iterable[Call], grants: Mapping[str, Iterable[Mapping[str, Any]]]) -> tuple[RoleUse, ...]:
    """One entry for each role of `grants` (the statements of its policies), sorted by name."""
    every = tuple(found)
    return tuple(_use(role, every, grants[role]) for role in sorted(grants))


def granted(statements: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    """The actions that the statements allow."""
    every: set[str] = set()
    for statement in statements:
        actions = statement.get("Action", [])
        if statement["Effect"] == "Allow":
            every |= {actions} if isinstance(actions, str) else set(actions)
    return frozenset(every)


def _use(role: str, every: tuple[Call, ...], statements: Iterable[Mapping[str, Any]]) -> RoleUse:
    own = [call for call in every if call.role == role]
    allowed = Counter(call.action for call in own if call.allowed)
    denied = Counter(call.action for call in own if not call.allowed)
    may = sorted(granted(statements))
    unused = tuple(action for action in may if not _used(action, allowed))
    return RoleUse(role, dict(sorted(allowed.items())), dict(sorted(denied.items())), unused, tuple(may))


def _used(action: str, allowed: Iterable[str]) -> bool:
    return any(fnmatchcase(each.lower(), action.lower()) for each in allowed)


def _action(event: Mapping[str, Any]) -> str:
    service = event["eventSource"].partition(".")[0]
    action = f"{SERVICES.get(service, service)}:{event['eventName']}"
    return OPERATIONS.get(action, action)


def _roles(value: Any) -> Iterator[str]:
    """The role ARNs that a request gives as a role, at any depth."""
    if isinstance(value, Mapping):
        for name, each in value.items():
            if isinstance(each, str) and name.lower().endswith(("role", "rolearn")) and ":role/" in each:
                yield each
            else:
                yield from _roles(each)
    elif isinstance(value, list):
        for each in value:
            yield from _roles(each)
