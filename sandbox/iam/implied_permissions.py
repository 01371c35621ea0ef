"""Permissions that a call takes besides its own: for keys, for the other resources of a list, what a service adds."""

from collections.abc import Iterator, Mapping
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import kms, sns

from sandbox.api.service import ImpliedPermission
from sandbox.iam.request_context import Request
from sandbox.services import BY_NAME


def implied_by(request: Request, action: str, resource: str, place: str) -> Iterator[ImpliedPermission]:
    """The permissions that a call takes besides `action` on `resource`; `place` is region:account."""
    match request.service, request.parameters:
        case "kms", {"TargetKeyId": str(target)}:
            arn = target if target.startswith("arn:") else f"arn:aws:kms:{place}:key/{target}"
            yield ImpliedPermission(action, arn)
        case "monitoring", given:
            yield from (ImpliedPermission(action, arn) for arn in _further_alarms_and_dashboards(given, place))
        # IAM User Guide, "Pass session tags in AWS STS": the caller and the role's trust policy allow it.
        case "sts", {"Tags.member.1.Key": str()}:
            yield ImpliedPermission("sts:TagSession", resource)
        case _, given if action in _BY_ACTION:
            yield from _BY_ACTION[action](given, resource)
        case service, given if service in BY_NAME:
            yield from BY_NAME[service].implied_permissions(request.operation, given, resource)


def _further_alarms_and_dashboards(given: Mapping[str, Any], place: str) -> list[str]:
    """Those of a list behind the first one."""
    account = place.rpartition(":")[2]
    alarms = [f"arn:aws:cloudwatch:{place}:alarm:{name}" for name in given.get("AlarmNames", [])[1:]]
    dashboards = [f"arn:aws:cloudwatch::{account}:dashboard/{name}" for name in given.get("DashboardNames", [])[1:]]
    return [*alarms, *dashboards]


def _topic_key(_given: dict[str, Any], topic: str) -> Iterator[ImpliedPermission]:
    """SNS developer guide, "Configuring AWS KMS permissions": the publisher uses the key of an encrypted topic.

    The condition keys: AWS KMS developer guide, "kms:ViaService", whose table has SNS.
    """
    found = sns._topic_by_arn_any_scope(topic)
    key = kms._resolve_key(found["attributes"].get("KmsMasterKeyId", "")) if found else None
    context = {
        "kms:viaservice": f"sns.{get_region()}.amazonaws.com",
        "kms:calleraccount": get_account_id(),
        "kms:encryptioncontext:aws:sns:topicarn": topic,
    }
    if key:
        yield from (ImpliedPermission(f"kms:{use}", key["Arn"], context) for use in ("GenerateDataKey", "Decrypt"))


def _access_list(given: dict[str, Any], resource: str) -> Iterator[ImpliedPermission]:
    """Amazon S3 API Reference, PutObject: an access control list in its headers."""
    if "ACL" in given:
        yield ImpliedPermission("s3:PutObjectAcl", resource)


_BY_ACTION = {"sns:Publish": _topic_key, "s3:PutObject": _access_list}
