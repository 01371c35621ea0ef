"""Private buckets: versioned, encrypted, TLS only, retained when their stack is deleted."""

from collections.abc import Sequence
from typing import Any

from troposphere import AWSHelperFn, GetAtt, Ref, Sub, s3

from templates.blocks.retention import RETAINED
from templates.policy import document, refuse_plain_http

PRIVATE = s3.PublicAccessBlockConfiguration(
    BlockPublicAcls=True, BlockPublicPolicy=True, IgnorePublicAcls=True, RestrictPublicBuckets=True
)
READ_VERSIONS = ("s3:GetObject", "s3:GetObjectVersion")
"""Pipelines and builds read an artifact by its object version."""
OWNED_BY_THE_ACCOUNT = s3.OwnershipControls(Rules=[s3.OwnershipControlsRule(ObjectOwnership="BucketOwnerEnforced")])


def private_bucket(title: str, name: AWSHelperFn, encryption: s3.BucketEncryption, **more: Any) -> s3.Bucket:
    """A bucket without public access; overwritten versions are kept for 90 days."""
    return s3.Bucket(
        title,
        BucketName=name,
        BucketEncryption=encryption,
        VersioningConfiguration=s3.VersioningConfiguration(Status="Enabled"),
        PublicAccessBlockConfiguration=PRIVATE,
        OwnershipControls=OWNED_BY_THE_ACCOUNT,
        **{"LifecycleConfiguration": lifecycle(), **more},
        **RETAINED,
    )


def bucket_policy(bucket: s3.Bucket, statements: Sequence[Any]) -> s3.BucketPolicy:
    everything = [GetAtt(bucket, "Arn"), objects(bucket)]
    return s3.BucketPolicy(
        f"{bucket.title}Policy",
        Bucket=Ref(bucket),
        PolicyDocument=document([refuse_plain_http("s3", everything), *statements]),
    )


def objects(bucket: s3.Bucket, prefix: str = "") -> Sub:
    """The ARN of the objects below a prefix."""
    return Sub(f"${{{bucket.title}.Arn}}/{prefix}*")


def kms_encryption(key_arn: AWSHelperFn) -> s3.BucketEncryption:
    default = s3.ServerSideEncryptionByDefault(SSEAlgorithm="aws:kms", KMSMasterKeyID=key_arn)
    return _encryption(s3.ServerSideEncryptionRule(BucketKeyEnabled=True, ServerSideEncryptionByDefault=default))


def s3_encryption() -> s3.BucketEncryption:
    """S3's own key: log delivery and readers in other accounts would each need a grant for a customer's key."""
    default = s3.ServerSideEncryptionByDefault(SSEAlgorithm="AES256")
    return _encryption(s3.ServerSideEncryptionRule(ServerSideEncryptionByDefault=default))


def lifecycle(*further: s3.LifecycleRule, **current: Any) -> s3.LifecycleConfiguration:
    """Old versions and incomplete uploads expire; `current` may add when current objects do."""
    rule = s3.LifecycleRule(
        Id="tidy",
        Status="Enabled",
        AbortIncompleteMultipartUpload=s3.AbortIncompleteMultipartUpload(DaysAfterInitiation=7),
        NoncurrentVersionExpiration=s3.NoncurrentVersionExpiration(NoncurrentDays=90),
        **current,
    )
    return s3.LifecycleConfiguration(Rules=[rule, *further])


def expire_in_30_days(prefix: str) -> s3.LifecycleRule:
    """For objects that can be made again: gone after 30 days, an overwritten version after one."""
    return s3.LifecycleRule(
        Id="made-again",
        Status="Enabled",
        Prefix=prefix,
        ExpirationInDays=30,
        NoncurrentVersionExpiration=s3.NoncurrentVersionExpiration(NoncurrentDays=1),
    )


def access_logging(bucket: AWSHelperFn, prefix: str | Sub) -> s3.LoggingConfiguration:
    return s3.LoggingConfiguration(DestinationBucketName=bucket, LogFilePrefix=prefix)


def _encryption(rule: s3.ServerSideEncryptionRule) -> s3.BucketEncryption:
    return s3.BucketEncryption(ServerSideEncryptionConfiguration=[rule])
