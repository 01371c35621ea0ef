"""Grants on data: buckets and keys."""

from troposphere import GetAtt, Sub, kms, s3

from templates import names
from templates.blocks.buckets import READ_VERSIONS, objects
from templates.blocks.encryption import FOR_AWS_SERVICES, USE
from templates.policy import Statement, allow


def read_objects(bucket: s3.Bucket, *prefixes: str) -> Statement:
    return allow(["s3:GetObject"], _below(bucket, prefixes))


def write_objects(bucket: s3.Bucket, *prefixes: str) -> Statement:
    """A multipart upload that fails has to be aborted."""
    return allow(["s3:AbortMultipartUpload", "s3:PutObject"], _below(bucket, prefixes))


def list_bucket(bucket: s3.Bucket) -> Statement:
    return allow(["s3:ListBucket"], [GetAtt(bucket, "Arn")])


def read_artifacts(bucket: s3.Bucket, key: kms.Key) -> list[Statement]:
    """Read the artifacts of earlier stages."""
    return [
        allow(["s3:GetBucketLocation"], [GetAtt(bucket, "Arn")]),
        allow(READ_VERSIONS, _below(bucket, (names.ARTIFACT_PREFIX,))),
        use_key(key),
    ]


def write_artifacts(bucket: s3.Bucket) -> Statement:
    return write_objects(bucket, names.ARTIFACT_PREFIX)


def use_cache(bucket: s3.Bucket) -> list[Statement]:
    """Read and write the build's cache."""
    return [read_objects(bucket, names.CACHE_PREFIX), write_objects(bucket, names.CACHE_PREFIX)]


def move_artifacts(bucket: s3.Bucket, key: kms.Key) -> list[Statement]:
    """Read and write artifacts, as CodePipeline does between stages."""
    return [
        allow(["s3:GetBucketAcl", "s3:GetBucketVersioning"], [GetAtt(bucket, "Arn")]),
        *read_artifacts(bucket, key),
        write_artifacts(bucket),
    ]


def use_key(key: kms.Key) -> Statement:
    return allow(USE, [GetAtt(key, "Arn")])


def create_grants_for_services(key: kms.Key) -> Statement:
    """SageMaker encrypts the volumes of its instances through a grant."""
    return allow(["kms:CreateGrant"], [GetAtt(key, "Arn")], FOR_AWS_SERVICES)


def _below(bucket: s3.Bucket, prefixes: tuple[str, ...]) -> list[Sub]:
    return [objects(bucket, prefix) for prefix in prefixes]
