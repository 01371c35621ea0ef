"""The project's bucket: data, models, reports and pipeline artifacts."""

from collections.abc import Sequence
from typing import NamedTuple

from troposphere import GetAtt, Ref, Sub, kms, s3

from templates import names, parameters
from templates.arns import role_arn
from templates.blocks.buckets import (
    access_logging,
    bucket_policy,
    expire_in_30_days,
    kms_encryption,
    lifecycle,
    objects,
    private_bucket,
)
from templates.blocks.stage_access import bucket_access, writers
from templates.blocks.stages import NO_STAGES, Stage
from templates.policy import Statement, actions_of, deny, with_principal
from templates.project import Project

WRITE = actions_of("s3", "DeleteObject DeleteObjectVersion PutObject")
NEW_OBJECTS_AS_EVENTS = s3.NotificationConfiguration(
    EventBridgeConfiguration=s3.EventBridgeConfiguration(EventBridgeEnabled=True)
)


class ProjectBucket(NamedTuple):
    bucket: s3.Bucket
    policy: s3.BucketPolicy


def project_bucket(project: Project, key: kms.Key, stages: Sequence[Stage] = NO_STAGES) -> ProjectBucket:
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
    statements = [*bucket_access(project, bucket, stages), _deny_tampering(project, bucket, stages)]
    return ProjectBucket(bucket, bucket_policy(bucket, statements))


def _deny_tampering(project: Project, bucket: s3.Bucket, stages: Sequence[Stage]) -> Statement:
    """A Studio role may often write to every bucket with `sagemaker` in its name: an approved model must not change."""
    inputs = (names.ARTIFACT_PREFIX, names.CACHE_PREFIX, names.CODE_PREFIX)
    prefixes = (*inputs, names.EXECUTION_PREFIX, names.ENDPOINT_PREFIX)
    roles = [role_arn(project.short_name("*")), *writers(project, stages)]
    others = {"ArnNotLike": {"aws:PrincipalArn": roles}}
    return with_principal("*", deny(WRITE, [objects(bucket, prefix) for prefix in prefixes], others))
