"""A bucket that S3 delivers access logs to."""

from typing import NamedTuple

from troposphere import Ref, Sub, s3

from templates.arns import bucket_arn
from templates.blocks.buckets import bucket_policy, encrypted_by_s3, expire, objects, private_bucket
from templates.policy import Statement, allow, granted_to

KEPT_DAYS = 365


class AccessLogBucket(NamedTuple):
    bucket: s3.Bucket
    policy: s3.BucketPolicy


def access_log_bucket(title: str, name: str) -> AccessLogBucket:
    """Logs are kept for a year. It has no access log of its own, which would feed on itself."""
    year = expire(ExpirationInDays=KEPT_DAYS)
    bucket = private_bucket(title, Sub(name), encrypted_by_s3(), LifecycleConfiguration=year)
    return AccessLogBucket(bucket, bucket_policy(bucket, [_delivered(bucket)]))


def _delivered(bucket: s3.Bucket) -> Statement:
    ours = {"StringEquals": {"aws:SourceAccount": Ref("AWS::AccountId")}, "ArnLike": {"aws:SourceArn": bucket_arn("*")}}
    return granted_to({"Service": "logging.s3.amazonaws.com"}, allow(["s3:PutObject"], [objects(bucket)], ours))
