"""The project's bucket: data, models, reports and pipeline artifacts."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from troposphere import GetAtt, Ref, Sub, kms, s3

from templates import names, parameters
from templates.blocks.bucket_denials import bucket_denials
from templates.blocks.buckets import (
    access_logging,
    bucket_policy,
    expire_in_30_days,
    kms_encryption,
    lifecycle,
    private_bucket,
)
from templates.blocks.stage_access import bucket_access
from templates.blocks.stages import NO_STAGES, Stage
from templates.policy import Statement
from templates.project import Project

NEW_OBJECTS_AS_EVENTS = s3.NotificationConfiguration(
    EventBridgeConfiguration=s3.EventBridgeConfiguration(EventBridgeEnabled=True)
)


Protection = Callable[[Project, s3.Bucket], Sequence[Statement]]
"""Statements of the bucket's policy for a part that a project may have."""


class ProjectBucket(NamedTuple):
    bucket: s3.Bucket
    policy: s3.BucketPolicy


def project_bucket(
    project: Project, key: kms.Key, *protections: Protection, stages: Sequence[Stage] = NO_STAGES
) -> ProjectBucket:
    """The project's roles in `stages` read what they deploy and write below `endpoints/`; no one else outside may.

    People of the account write data, but no artifact, code, model or cache.
    """
    bucket = private_bucket(
        "Bucket",
        project.bucket_name,
        kms_encryption(GetAtt(key, "Arn")),
        LifecycleConfiguration=lifecycle(expire_in_30_days(names.CACHE_PREFIX)),
        NotificationConfiguration=NEW_OBJECTS_AS_EVENTS,
        LoggingConfiguration=access_logging(
            Ref(parameters.ACCESS_LOG_BUCKET), Sub(f"project/${{{project.identifier.title}}}/")
        ),
    )
    statements = [
        *bucket_access(project, bucket, stages),
        *bucket_denials(project, bucket, key, stages),
        *[statement for protection in protections for statement in protection(project, bucket)],
    ]
    return ProjectBucket(bucket, bucket_policy(bucket, statements))
