"""S3: what is offered, and AWS's rules where the engine lacks them."""

from sandbox.api.rules import Check, Rules
from sandbox.api.service import operations_of
from sandbox.api.types import Request
from sandbox.engine.rules.s3 import (
    completions,
    configurations,
    creation,
    lifecycle,
    listings,
    object_tags,
    objects,
    owner,
    policies,
    refusals,
    uploads,
)
from sandbox.engine.rules.s3.offer import OFFERED

_CHECKS: dict[str, tuple[Check, ...]] = {
    "PutObject": (objects.check_put,),
    "GetObject": (objects.check_get,),
    "HeadObject": (objects.check_read,),
    "DeleteObject": (objects.check_version,),
    "DeleteObjects": (objects.check_deletions,),
    "CreateMultipartUpload": (objects.check_write, uploads.check_checksum_of_new),
    "UploadPart": (uploads.check_part,),
    "CompleteMultipartUpload": (completions.check,),
    "GetObjectTagging": (objects.check_version,),
    "PutObjectTagging": (objects.check_version,),
    "DeleteObjectTagging": (objects.check_version,),
    "ListObjects": (listings.check,),
    "ListObjectsV2": (listings.check_token,),
    "ListObjectVersions": (listings.check,),
    "ListMultipartUploads": (listings.check,),
    "ListParts": (listings.check, uploads.check_exists),
    "AbortMultipartUpload": (uploads.check_exists,),
    "CreateBucket": (creation.check,),
    "PutBucketEncryption": (configurations.check_encryption,),
    "PutBucketTagging": (configurations.check_tags,),
    "PutBucketVersioning": (configurations.check_versioning,),
    "PutBucketOwnershipControls": (configurations.check_ownership,),
    "PutBucketLifecycleConfiguration": (lifecycle.check,),
    "PutBucketNotificationConfiguration": (configurations.check_notifications,),
    "PutBucketLogging": (configurations.check_logging,),
    "PutBucketPolicy": (policies.check,),
}


def _all_of(checks: tuple[Check, ...]) -> Check:
    def check(request: Request) -> None:
        for each in (owner.check, *checks):
            each(request)

    return check


RULES = Rules(
    "s3",
    "s3",
    offered=OFFERED,
    checks={operation: _all_of(_CHECKS.get(operation, ())) for operation in OFFERED},
    replacements=operations_of(object_tags, lifecycle),
    corrections=operations_of(completions, configurations, listings, objects, uploads),
    error_corrections=dict.fromkeys(OFFERED, refusals.correct)
    | {"GetObject": refusals.correct_read, "HeadObject": refusals.correct_read},
    amendments={
        "PutObject": objects.amend_put,
        "CreateMultipartUpload": objects.as_stored,
        "CompleteMultipartUpload": completions.amend,
        "GetObject": objects.amend_get,
        "HeadObject": objects.amend_get,
        **{operation: listings.amend for operation in OFFERED if operation.startswith("List")},
    },
    header_corrections={
        "CreateBucket": creation.bucket_arn,
        "PutObject": objects.put_headers,
        "GetObject": objects.read_headers,
        "HeadObject": objects.read_headers,
        "DeleteObject": objects.delete_headers,
        "UploadPart": uploads.part_headers,
    },
)
