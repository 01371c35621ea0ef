"""The project's bucket: data, models, reports and pipeline artifacts."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from troposphere import GetAtt, Ref, Sub, kms, s3

from templates import names, parameters
from templates.arns import role_arn
from templates.blocks.buckets import (
    READ_VERSIONS,
    access_logging,
    bucket_policy,
    expire_in_30_days,
    kms_encryption,
    lifecycle,
    objects,
    private_bucket,
)
from templates.blocks.stages import for_stages, stage_roles
from templates.policy import Statement, actions_of, allow, deny, with_principal
from templates.project import Project

WRITE = actions_of("s3", "DeleteObject DeleteObjectVersion PutObject")
NEW_OBJECTS_AS_EVENTS = s3.NotificationConfiguration(
    EventBridgeConfiguration=s3.EventBridgeConfiguration(EventBridgeEnabled=True)
)


Protection = Callable[[Project, s3.Bucket], Sequence[Statement]]
"""Statements of the bucket's policy for a part that a project may have."""


class ProjectBucket(NamedTuple):
    bucket: s3.Bucket
    policy: s3.BucketPolicy


def project_bucket(project: Project, key: kms.Key, *protections: Protection) -> ProjectBucket:
    """The stages' roles read what they deploy and write below `endpoints/`; no other role from outside the account may.

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
    read, write = ["s3:GetObject"], ["s3:GetObject", "s3:PutObject"]
    own_arn, answers = GetAtt(bucket, "Arn"), objects(bucket, names.ENDPOINT_PREFIX)
    statements = [
        for_stages(allow(["s3:GetBucketLocation", "s3:ListBucket"], [own_arn]), [names.DEPLOY]),
        for_stages(allow(["s3:ListBucket"], [own_arn]), [names.ENDPOINT]),
        for_stages(allow(["s3:AbortMultipartUpload"], [answers]), [names.ENDPOINT]),
        for_stages(allow(READ_VERSIONS, [objects(bucket, names.ARTIFACT_PREFIX)]), [names.DEPLOY]),
        for_stages(allow(read, [objects(bucket, names.RELEASE_PREFIX)]), [names.ENDPOINT]),
        for_stages(allow(write, [answers]), [names.ENDPOINT, names.ENDPOINT_TEST]),
        _deny_tampering(project, bucket),
        *[statement for protection in protections for statement in protection(project, bucket)],
    ]
    return ProjectBucket(bucket, bucket_policy(bucket, statements))


def _deny_tampering(project: Project, bucket: s3.Bucket) -> Statement:
    """A Studio role may often write to every bucket with `sagemaker` in its name: an approved model must not change."""
    inputs = (names.ARTIFACT_PREFIX, names.CACHE_PREFIX, names.CODE_PREFIX)
    prefixes = (*inputs, names.EXECUTION_PREFIX, names.MODEL_PREFIX, names.ENDPOINT_PREFIX)
    roles = [role_arn(project.short_name("*")), *stage_roles(names.ENDPOINT, names.ENDPOINT_TEST)]
    others = {"ArnNotLike": {"aws:PrincipalArn": roles}}
    return with_principal("*", deny(WRITE, [objects(bucket, prefix) for prefix in prefixes], others))
