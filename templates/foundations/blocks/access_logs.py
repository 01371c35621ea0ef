"""A bucket that S3 delivers access logs to."""

from typing import NamedTuple

from troposphere import Ref, Sub, s3

from templates.arns import bucket_arn
from templates.blocks.buckets import bucket_policy, lifecycle, objects, private_bucket, s3_encryption
from templates.policy import Statement, allow, with_principal

RETENTION_DAYS = 365


class AccessLogBucket(NamedTuple):
    bucket: s3.Bucket
    policy: s3.BucketPolicy


def access_log_bucket(title: str, name: str) -> AccessLogBucket:
    """Logs are kept for a year. The bucket logs no access to itself: each log would cause another."""
    one_year = lifecycle(ExpirationInDays=RETENTION_DAYS)
    bucket = private_bucket(title, Sub(name), s3_encryption(), LifecycleConfiguration=one_year)
    return AccessLogBucket(bucket, bucket_policy(bucket, [_log_delivery(bucket)]))


def _log_delivery(bucket: s3.Bucket) -> Statement:
    from_this_account = {
        "StringEquals": {"aws:SourceAccount": Ref("AWS::AccountId")},
        "ArnLike": {"aws:SourceArn": bucket_arn("*")},
    }
    return with_principal(
        {"Service": "logging.s3.amazonaws.com"}, allow(["s3:PutObject"], [objects(bucket)], from_this_account)
    )
