"""S3: what is offered, and AWS's rules where the engine lacks them."""

from collections.abc import Callable

from sandbox.api.rules import Check, HttpCorrection, Rules
from sandbox.api.service import operations_of
from sandbox.api.types import HttpAnswer, Request
from sandbox.engine.rules.s3 import (
    access_lists,
    attributes,
    completions,
    configurations,
    copies,
    cors,
    creation,
    entries,
    lifecycle,
    listings,
    object_tags,
    objects,
    owner,
    policies,
    reads,
    refusals,
    upload_lists,
    uploads,
    writes,
)
from sandbox.engine.rules.s3.offer import OFFERED

_CHECKS: dict[str, Check | tuple[Check, ...]] = {
    "PutObject": (access_lists.check, writes.check_put),
    "GetObject": reads.check_get,
    "HeadObject": reads.check,
    "CopyObject": copies.check,
    "GetObjectAttributes": (objects.check_version, attributes.check),
    "DeleteObject": objects.check_version,
    "DeleteObjects": objects.check_deletions,
    "CreateMultipartUpload": (writes.check, uploads.check_checksum_of_new),
    "UploadPart": uploads.check_part,
    "CompleteMultipartUpload": completions.check,
    "GetObjectTagging": objects.check_version,
    "PutObjectTagging": objects.check_version,
    "DeleteObjectTagging": objects.check_version,
    "ListObjects": listings.check,
    "ListObjectsV2": listings.check_token,
    "ListObjectVersions": listings.check_versions,
    "ListMultipartUploads": listings.check,
    "ListParts": (listings.check, uploads.check_exists),
    "AbortMultipartUpload": uploads.check_exists,
    "CreateBucket": creation.check,
    "PutBucketEncryption": configurations.check_encryption,
    "PutBucketTagging": configurations.check_tags,
    "PutBucketVersioning": configurations.check_versioning,
    "PutBucketOwnershipControls": configurations.check_ownership,
    "PutBucketLifecycleConfiguration": lifecycle.check,
    "PutBucketNotificationConfiguration": configurations.check_notifications,
    "PutBucketCors": cors.check,
    "PutPublicAccessBlock": configurations.check_public_access,
    "PutBucketLogging": configurations.check_logging,
    "PutBucketPolicy": policies.check,
}


def _of_headers(correct: Callable[[Request, dict[str, str]], dict[str, str]]) -> HttpCorrection:
    def correct_headers(request: Request, answer: HttpAnswer) -> HttpAnswer:
        return answer[0], correct(request, answer[1]), answer[2]

    return correct_headers


RULES = Rules(
    "s3",
    "s3",
    offered=OFFERED,
    first_check=owner.check,
    checks=_CHECKS,
    replacements={**operations_of(object_tags, lifecycle), "ListMultipartUploads": upload_lists.ListMultipartUploads},
    corrections={
        **operations_of(attributes, completions, configurations, copies, listings, objects, uploads),
        "ListParts": upload_lists.ListParts,
    },
    error_corrections={
        "CopyObject": copies.correct,
        "GetObject": refusals.correct_read,
        "HeadObject": refusals.correct_read,
    },
    refusal=refusals.correct,
    amendments={
        "PutObject": writes.amend_put,
        "CopyObject": copies.amend,
        "CreateMultipartUpload": writes.as_stored,
        "CompleteMultipartUpload": completions.amend,
        "GetObject": reads.amend,
        "HeadObject": reads.amend,
        **{operation: listings.amend for operation in OFFERED if operation.startswith("List")},
    },
    http_corrections={
        "CreateBucket": _of_headers(creation.headers),
        "HeadBucket": _of_headers(creation.head_headers),
        "PutObject": _of_headers(writes.put_headers),
        "GetObject": _of_headers(reads.headers),
        "HeadObject": _of_headers(reads.headers),
        "DeleteObject": _of_headers(objects.delete_headers),
        "UploadPart": _of_headers(uploads.part_headers),
        "ListObjects": entries.objects,
        "ListObjectsV2": entries.objects,
        "ListObjectVersions": entries.versions,
    },
    # The others read content, for a checksum.
    quick=frozenset(OFFERED) - {"CompleteMultipartUpload", "CopyObject"},
)
