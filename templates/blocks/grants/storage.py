"""Grants on data: buckets and keys."""

from troposphere import GetAtt, Sub, kms, s3

from templates import names
from templates.blocks.buckets import objects
from templates.blocks.encryption import FOR_AWS_SERVICES, USE
from templates.policy import Statement, allow


def read_objects(bucket: s3.Bucket, *prefixes: str) -> Statement:
    return allow(["s3:GetObject", "s3:GetObjectVersion"], _below(bucket, prefixes))


def write_objects(bucket: s3.Bucket, *prefixes: str) -> Statement:
    """Writing in parts needs the right to give a broken upload up."""
    return allow(["s3:AbortMultipartUpload", "s3:PutObject"], _below(bucket, prefixes))


def list_bucket(bucket: s3.Bucket) -> Statement:
    actions = ["s3:GetBucketLocation", "s3:GetBucketVersioning", "s3:ListBucket"]
    return allow(actions, [GetAtt(bucket, "Arn")])


def move_artifacts(bucket: s3.Bucket, key: kms.Key) -> list[Statement]:
    """What CodePipeline and its builds do with what one stage hands to the next."""
    return [
        list_bucket(bucket),
        read_objects(bucket, names.ARTIFACT_PREFIX),
        write_objects(bucket, names.ARTIFACT_PREFIX),
        use_key(key),
    ]


def use_key(key: kms.Key) -> Statement:
    return allow(USE, [GetAtt(key, "Arn")])


def lend_key_to_services(key: kms.Key) -> Statement:
    """SageMaker encrypts the disks of its machines through a grant."""
    return allow(["kms:CreateGrant"], [GetAtt(key, "Arn")], FOR_AWS_SERVICES)


def _below(bucket: s3.Bucket, prefixes: tuple[str, ...]) -> list[Sub]:
    return [objects(bucket, prefix) for prefix in prefixes]
