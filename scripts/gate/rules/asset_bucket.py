"""Nobody replaces or deletes the catalog's assets: the bucket denies it, whatever a principal may do.

A key is written once, and the publisher restores one only where it names what it found; others change nothing.
"""

from collections.abc import Iterator

from scripts.gate.model.requests import Request, denied
from scripts.gate.model.template import Problem, Template
from scripts.gate.model.values import text
from templates import names
from templates.policy import actions_of

ACCOUNT = "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/"
PUBLISHER = f"{ACCOUNT}{names.PUBLISHER}"
OTHERS = (f"{ACCOUNT}Administrator", "arn:${AWS::Partition}:iam::999999999999:role/member")
PREFIXES = ("templates/", "seeds/", "stages/", "release/")
RESTORING = (("s3:if-match", "x"),)
DELETE = actions_of("s3", "DeleteObject DeleteObjectVersion")
PROTECTION = actions_of(
    "s3",
    """
    DeleteBucket DeleteBucketPolicy PutBucketOwnershipControls PutBucketPolicy PutBucketPublicAccessBlock
    PutBucketVersioning PutEncryptionConfiguration PutLifecycleConfiguration PutReplicationConfiguration
    """,
)


def check(template: Template) -> Iterator[Problem]:
    for bucket in template.of_type("AWS::S3::Bucket"):
        if text(bucket.properties.get("BucketName")).startswith(f"{names.PREFIX}-assets-"):
            own = template.policy_of("AWS::S3::BucketPolicy", "Bucket", bucket.name)
            for request in _refused(f"${{{bucket.name}.Arn}}"):
                if not denied(own, request):
                    who = request.principal.rpartition("/")[2]
                    place = request.resource.partition("}")[2] or "/"
                    yield Problem(bucket.name, f"lets {who} {request.action} at {place}: deny it")


def _refused(bucket: str) -> Iterator[Request]:
    for prefix in PREFIXES:
        for principal in (PUBLISHER, *OTHERS):
            yield Request(principal, "s3:PutObject", f"{bucket}/{prefix}x")
            yield from (Request(principal, action, f"{bucket}/{prefix}x") for action in DELETE)
    for principal in OTHERS:
        yield from (Request(principal, "s3:PutObject", f"{bucket}/{prefix}x", RESTORING) for prefix in PREFIXES)
        yield from (Request(principal, action, bucket) for action in PROTECTION)
