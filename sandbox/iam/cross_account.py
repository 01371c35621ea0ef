"""Buckets and keys of other accounts, and the keys behind objects: judged by role, as AWS does, and not by account."""

from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from types import MappingProxyType
from typing import Any

from ministack.core import iam_actions, iam_evaluator
from ministack.core.responses import get_account_id, get_region, request_scope
from ministack.services import kms, s3

from sandbox.iam import bucket_encryption, listing_permission, root_in_buckets, write_conditions
from sandbox.iam.bucket_encryption import BUCKET_KEY, CUSTOMER_METHOD, KEY, METHOD

Policy = tuple[str, str] | None

_engine_resolve_key = kms._resolve_key
_engine_bucket_policy = s3.bucket_policy_for_arn
_engine_foreign_bucket = s3._foreign_bucket_allows
_engine_object_tags = s3.object_tags_for_condition
_BUCKETS = "arn:aws:s3:::"
_given: ContextVar[Mapping[str, str]] = ContextVar("sandbox_encryption_headers", default=MappingProxyType({}))


def _resolve_key(key: str) -> dict[str, Any] | None:
    """A key's ARN says whose it is; the engine looks into the caller's account only."""
    if not key or not key.startswith("arn:"):
        return _engine_resolve_key(key)
    _, _, _, region, account, _ = key.split(":", 5)
    with request_scope(account, region):
        return _engine_resolve_key(key)


def _key_policy(resource: str) -> Policy:
    key = _resolve_key(resource)
    return (key.get("Policy") or "", key["Arn"].split(":")[4]) if key else None


def _bucket_policy(resource: str) -> Policy:
    bucket = resource.removeprefix(_BUCKETS).split("/", 1)[0]
    owner = s3._bucket_owner_account(bucket)
    if not resource.startswith(_BUCKETS) or owner is None:
        return _engine_bucket_policy(resource)
    return s3._bucket_policies.get_scoped(owner, None, bucket) or "", owner


def _object_tags(bucket: str, key: str, query: dict[str, Any]) -> dict[str, str]:
    """The tags behind s3:ExistingObjectTag; the engine looks for the object in the caller's account only."""
    owner = s3._bucket_owner_account(bucket)
    if owner is None:
        return _engine_object_tags(bucket, key, query)
    with request_scope(owner, get_region()):
        return _engine_object_tags(bucket, key, query)


def _foreign_bucket_allows(*request: Any, **more: Any) -> bool:
    """A role was judged before, with the bucket's policy; the engine's own look knows accounts only."""
    return ":assumed-role/" in iam_evaluator.caller_arn() or _engine_foreign_bucket(*request, **more)


def _keys_needed(action: str, resource: str) -> Iterator[tuple[str, str, dict[str, str]]]:
    """What S3 does with a key in the name of the caller: S3 user guide, "Using SSE-KMS".

    The condition keys of such a request: AWS KMS developer guide, "kms:ViaService" and "kms:CallerAccount". The
    encryption context is the object, with a bucket key the bucket: S3 user guide, "Reducing the cost of SSE-KMS with
    Amazon S3 Bucket Keys".
    """
    bucket, _, name = resource.removeprefix(_BUCKETS).partition("/")
    owner = s3._bucket_owner_account(bucket)
    if owner is None or not name:
        return
    with request_scope(owner, get_region()):
        if action in ("s3:GetObject", "s3:GetObjectVersion"):
            stored = s3._buckets[bucket]["objects"].get(name, {})
            permission, encrypted = "kms:Decrypt", s3._stored_sse_headers(stored)
        elif action == "s3:PutObject":
            permission, encrypted = "kms:GenerateDataKey", bucket_encryption.headers_of(bucket, _given.get())
        else:
            return
    found = _resolve_key(encrypted[KEY]) if KEY in encrypted else None
    if found:
        yield (
            permission,
            found["Arn"],
            {
                "kms:viaservice": f"s3.{get_region()}.amazonaws.com",
                "kms:calleraccount": get_account_id(),
                "kms:encryptioncontext:aws:s3:arn": f"{_BUCKETS}{bucket}" if BUCKET_KEY in encrypted else resource,
            },
        )


def _conditions_of_a_write(action: str) -> dict[str, str]:
    """Service Authorization Reference, "Condition keys for Amazon S3": keys that the request names or brings."""
    given = _given.get() if action == "s3:PutObject" else {}
    return {f"s3:{name}": given[name] for name in (KEY, CUSTOMER_METHOD) if given.get(name)}


def install() -> None:
    """After authorization, whose judgement of one action this asks for twice."""
    enforce, resource_arn = iam_evaluator.enforce, iam_actions.extract_resource_arn

    def enforce_with_key(access_key: str, action: str, service: str, region: str, *more: Any, **named: Any) -> Any:
        if service != "s3":
            return enforce(access_key, action, service, region, *more, **named)
        listing_permission.note_caller(access_key, get_account_id())
        resource = more[0] if more else named.get("resource_arn", "*")
        named["service_context"] = {
            **(named.get("service_context") or {}),
            **_conditions_of_a_write(action),
            **write_conditions.facts(action),
        }
        denied = enforce(access_key, action, service, region, *more, **named)
        denied = denied or root_in_buckets.denial(access_key, action, resource, named["service_context"])
        if denied:
            return denied
        needed = _keys_needed(action, resource)
        answers = (enforce(access_key, permission, "kms", region, key, facts) for permission, key, facts in needed)
        return next((answer for answer in answers if answer), None)

    def note_headers(service: str, method: str, path: str, headers: dict[str, Any], *more: Any) -> str:
        known = (METHOD, KEY, BUCKET_KEY, CUSTOMER_METHOD)
        given = {name: headers[name] for name in known if name in headers}
        _given.set(given or bucket_encryption.of_upload(more[1].get("uploadId")))
        if service == "s3":
            write_conditions.note(method, headers, more[1])
        return resource_arn(service, method, path, headers, *more)

    iam_evaluator.enforce, iam_actions.extract_resource_arn = enforce_with_key, note_headers
    kms._resolve_key, kms.key_policy_for_arn = _resolve_key, _key_policy
    s3.bucket_policy_for_arn, s3._foreign_bucket_allows = _bucket_policy, _foreign_bucket_allows
    s3.object_tags_for_condition = _object_tags
