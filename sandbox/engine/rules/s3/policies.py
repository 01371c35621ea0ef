"""Policies of buckets: Amazon S3 User Guide, "Bucket policies for Amazon S3", and "Policies and permissions"."""

import re
from fnmatch import fnmatchcase

from sandbox.api.errors import ServiceError
from sandbox.api.types import Request
from sandbox.engine.rules.s3.buckets import exists
from sandbox.policy_documents import resource_based
from sandbox.policy_documents.actions import actions
from sandbox.policy_documents.parsing import Element, parse, strings
from sandbox.policy_documents.problems import PolicyError, Reason

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
    for statement in _statements(policy):
        _check_statement(statement, bucket)


def _statements(policy: str) -> list[Element]:
    """S3 has words of its own for what is no policy at all; the others are those that services share."""
    try:
        document = parse(policy)
        if isinstance(document, dict) and "Statement" not in document:
            raise _malformed("Missing required field Statement")
        return resource_based.check(policy)
    except PolicyError as error:
        no_json = "Policies must be valid JSON and the first byte must be '{'"
        raise _malformed(no_json if error.reason == Reason.JSON else error.message) from None


def _check_statement(statement: Element, bucket: str) -> None:
    named, resources = actions(statement), strings(statement, "Resource", "NotResource")
    if not all(action == "*" or action.lower().startswith("s3:") for action in named):
        raise _malformed("Policy has invalid action")
    if not all(_is_of(bucket, resource) for resource in resources):
        raise _malformed("Policy has invalid resource")
    if "Action" in statement and "Resource" in statement and not all(_applies(action, resources) for action in named):
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
