"""The project's bucket: data, models, reports and pipeline artifacts."""

from typing import NamedTuple

from troposphere import GetAtt, Ref, Sub, kms, s3

from templates import names, parameters
from templates.blocks.bucket_denials import bucket_denials
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
from templates.blocks.stages import for_stages
from templates.policy import allow
from templates.project import Project

NEW_OBJECTS_AS_EVENTS = s3.NotificationConfiguration(
    EventBridgeConfiguration=s3.EventBridgeConfiguration(EventBridgeEnabled=True)
)


class ProjectBucket(NamedTuple):
    bucket: s3.Bucket
    policy: s3.BucketPolicy


def project_bucket(project: Project, key: kms.Key) -> ProjectBucket:
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
        for_stages(allow(read, [objects(bucket, names.EXECUTION_PREFIX)]), [names.ENDPOINT]),
        for_stages(allow(write, [answers]), [names.ENDPOINT, names.ENDPOINT_TEST]),
        *bucket_denials(project, bucket, key),
    ]
    return ProjectBucket(bucket, bucket_policy(bucket, statements))
