"""Copies of approved models below `releases/`: written once by the release step, and never changed."""

from collections.abc import Sequence

from troposphere import s3

from templates import names
from templates.arns import role_arn
from templates.blocks.buckets import objects
from templates.policy import Statement, actions_of, allow, deny, with_principal
from templates.project import Project

DELETE = actions_of("s3", "DeleteObject DeleteObjectVersion")
CHANGE = actions_of("s3", "PutObject PutObjectAcl PutObjectTagging PutObjectVersionTagging")


def protect_releases(project: Project, bucket: s3.Bucket) -> list[Statement]:
    """Only `prepare` writes, only under a new name; nobody deletes.

    S3 User Guide, "Enforce conditional writes on Amazon S3 buckets": the pieces of a multipart upload have no such
    header, and its completion has.
    """
    copies = [objects(bucket, names.RELEASE_PREFIX)]
    others = {"ArnNotEquals": {"aws:PrincipalArn": role_arn(project.short_name(names.PREPARE_BUILD))}}
    overwrites = {"Null": {"s3:if-none-match": "true"}, "Bool": {"s3:ObjectCreationOperation": "true"}}
    return [
        with_principal("*", deny(CHANGE, copies, others)),
        with_principal("*", deny(["s3:PutObject"], copies, overwrites)),
        with_principal("*", deny(DELETE, copies)),
    ]


def write_releases(bucket: s3.Bucket) -> Sequence[Statement]:
    """Writing includes to read back what was written."""
    writing = ["s3:AbortMultipartUpload", "s3:PutObject"]
    return [allow(writing, [objects(bucket, names.RELEASE_PREFIX)]), read_releases(bucket)]


def read_releases(bucket: s3.Bucket) -> Statement:
    return allow(["s3:GetObject"], [objects(bucket, names.RELEASE_PREFIX)])
