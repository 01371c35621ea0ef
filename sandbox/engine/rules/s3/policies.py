"""Policies of buckets: Amazon S3 User Guide, "Bucket policies for Amazon S3", and "Policies and permissions"."""

import json
import re
from fnmatch import fnmatchcase
from typing import Any

from ministack.core import iam_evaluator

from sandbox.api.errors import ServiceError
from sandbox.api.types import Request
from sandbox.engine.rules.s3.buckets import exists

_LARGEST = 20 * 1024
_ARN = "arn:aws:s3:::"
# Service Authorization Reference, "Actions defined by Amazon S3": object actions whose names do not have the word.
_OF_OBJECTS = {"AbortMultipartUpload", "BypassGovernanceRetention", "ListMultipartUploadParts"}
_OF_BUCKETS = {"GetBucketObjectLockConfiguration", "PutBucketObjectLockConfiguration"}


def check(request: Request) -> None:
    policy, bucket = request.get("Policy") or "", request["Bucket"]
    if not exists(bucket):
        return
    if len(policy.encode()) > _LARGEST:
        raise _malformed("Policies exceeding 20 KB are not allowed")
    document = _document(policy)
    if not document.get("Statement"):
        raise _malformed("Missing required field Statement")
    for statement in _list(document["Statement"]):
        _check_statement(statement, bucket)
    problem = iam_evaluator.validate_policy_document(document)
    if problem:
        raise _malformed(problem)


def _document(policy: str) -> dict[str, Any]:
    try:
        document = json.loads(policy)
    except ValueError:
        document = None
    if not isinstance(document, dict):
        raise _malformed("Policies must be valid JSON and the first byte must be '{'")
    return document


def _check_statement(statement: dict[str, Any], bucket: str) -> None:
    for needed in ("Principal", "Effect", "Action", "Resource"):
        if needed not in statement and f"Not{needed}" not in statement:
            raise _malformed(f"Missing required field {needed}")
    actions = _list(statement.get("Action") or statement.get("NotAction"))
    if not all(action == "*" or action.lower().startswith("s3:") for action in actions):
        raise _malformed("Policy has invalid action")
    resources = _list(statement.get("Resource") or statement.get("NotResource"))
    if not all(_is_of(bucket, resource) for resource in resources):
        raise _malformed("Policy has invalid resource")
    if "Action" in statement and "Resource" in statement and not all(_applies(action, resources) for action in actions):
        raise _malformed("Action does not apply to any resource(s) in statement")


def _is_of(bucket: str, resource: str) -> bool:
    """Wildcards may stand for the bucket's name or a part of it."""
    return resource == "*" or fnmatchcase(f"{_ARN}{bucket}", resource.partition("/")[0])


def _applies(action: str, resources: list[str]) -> bool:
    """An action on objects has an object's ARN, one on the bucket the bucket's; patterns are taken to match both."""
    name = action.partition(":")[2]
    if not re.fullmatch(r"\w+", name):
        return True
    is_of_objects = name in _OF_OBJECTS or ("Object" in name and name not in _OF_BUCKETS)
    return any(resource.endswith("*") or ("/" in resource) == is_of_objects for resource in resources)


def _malformed(problem: str) -> ServiceError:
    return ServiceError("MalformedPolicy", problem)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
