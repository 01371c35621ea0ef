"""Grants on data: buckets and keys."""

from troposphere import GetAtt, Sub, kms, s3

from templates import names
from templates.blocks.buckets import READ_VERSIONS, objects
from templates.blocks.encryption import FOR_AWS_SERVICES, USE
from templates.policy import Statement, allow


def read_objects(bucket: s3.Bucket, *prefixes: str) -> Statement:
    return allow(["s3:GetObject"], _below(bucket, prefixes))


def write_objects(bucket: s3.Bucket, *prefixes: str) -> Statement:
    """Writing in parts needs the right to give a broken upload up."""
    return allow(["s3:AbortMultipartUpload", "s3:PutObject"], _below(bucket, prefixes))


def list_bucket(bucket: s3.Bucket) -> Statement:
    return allow(["s3:ListBucket"], [GetAtt(bucket, "Arn")])


def take_artifacts(bucket: s3.Bucket, key: kms.Key) -> list[Statement]:
    """What a build does with what the stages before it hand on."""
    return [
        allow(["s3:GetBucketLocation"], [GetAtt(bucket, "Arn")]),
        allow(READ_VERSIONS, _below(bucket, (names.ARTIFACT_PREFIX,))),
        use_key(key),
    ]


def hand_on_artifacts(bucket: s3.Bucket) -> Statement:
    return write_objects(bucket, names.ARTIFACT_PREFIX)


def keep_cache(bucket: s3.Bucket) -> list[Statement]:
    """What a build brings and keeps by itself."""
    return [read_objects(bucket, names.CACHE_PREFIX), write_objects(bucket, names.CACHE_PREFIX)]


def move_artifacts(bucket: s3.Bucket, key: kms.Key) -> list[Statement]:
    """What CodePipeline does with what one stage hands to the next."""
    return [
        allow(["s3:GetBucketAcl", "s3:GetBucketVersioning"], [GetAtt(bucket, "Arn")]),
        *take_artifacts(bucket, key),
        hand_on_artifacts(bucket),
    ]


def use_key(key: kms.Key) -> Statement:
    return allow(USE, [GetAtt(key, "Arn")])


def lend_key_to_services(key: kms.Key) -> Statement:
    """SageMaker encrypts the disks of its machines through a grant."""
    return allow(["kms:CreateGrant"], [GetAtt(key, "Arn")], FOR_AWS_SERVICES)


def _below(bucket: s3.Bucket, prefixes: tuple[str, ...]) -> list[Sub]:
    return [objects(bucket, prefix) for prefix in prefixes]
