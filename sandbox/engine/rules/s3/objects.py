"""What reading, writing and deleting objects share, and deletions.

Amazon S3 API Reference, DeleteObject and DeleteObjects; what they do not say is recorded.
"""

import uuid
from typing import Any

from ministack.services import s3

from sandbox.api.errors import not_emulated
from sandbox.api.types import Answer, Request
from sandbox.engine.rules.s3 import expirations, object_tags, uploads
from sandbox.engine.rules.s3.buckets import exists, invalid_argument, malformed_xml
from sandbox.iam.bucket_encryption import METHOD, S3_MANAGED

CONTENT_TYPE = "binary/octet-stream"
_MOST_KEYS = 1000


def check_version(request: Request) -> None:
    """Refuse a version id that S3 cannot have given: it tells its own ids from others."""
    version = request.get("VersionId")
    if version is not None and exists(request["Bucket"]) and not _is_issued(version):
        raise invalid_argument("versionId", version, "Invalid version id specified")


def _is_issued(version: str) -> bool:
    try:
        return version == "null" or bool(uuid.UUID(version))
    except ValueError:
        return False


def encrypted(record: dict[str, Any]) -> dict[str, str]:
    """The headers that say how an object is encrypted."""
    return {METHOD: S3_MANAGED} | s3._stored_sse_headers(record)


def expiration(bucket: str, key: str, record: dict[str, Any]) -> dict[str, str]:
    """The header that says when an object is deleted, if it is."""
    tags = object_tags.of(bucket, key, record.get("version_id"))
    value = expirations.header(bucket, key, record, tags) if record else None
    return {"x-amz-expiration": value} if value else {}


def delete_headers(request: Request, headers: dict[str, str]) -> dict[str, str]:
    uploads.note_change(request["Bucket"], request["Key"])
    return headers


def check_deletions(request: Request) -> None:
    given = request.get("Delete", {}).get("Objects") or []
    if not 1 <= len(given) <= _MOST_KEYS:
        raise malformed_xml()
    for found in given:
        if set(found) - {"Key", "VersionId"}:
            raise not_emulated("a conditional delete of s3")
        uploads.note_change(request["Bucket"], found.get("Key", ""))


def DeleteObjects(_request: Request, answer: Answer) -> Answer:
    """A version id that S3 cannot have given is an error of its own entry."""
    missing = [found for found in answer.get("Deleted", []) if not _is_issued(found.get("VersionId", "null"))]
    error = {"Code": "NoSuchVersion", "Message": "The specified version does not exist."}
    errors = [{"Key": found["Key"], "VersionId": found["VersionId"]} | error for found in missing]
    deleted = [found for found in answer.get("Deleted", []) if found not in missing]
    lists = {"Deleted": deleted, "Errors": answer.get("Errors", []) + errors}
    return {name: entries for name, entries in lists.items() if entries}
