"""The project's bucket: data, what training writes, and what pipelines hand from stage to stage."""

from typing import NamedTuple

from troposphere import GetAtt, Ref, Sub, kms, s3

from templates import names, parameters
from templates.blocks.buckets import READ_VERSIONS, access_logged, bucket_policy, encrypted_by, objects, private_bucket
from templates.policy import allow
from templates.project import Project
from templates.stages import for_stages

NEW_OBJECTS_AS_EVENTS = s3.NotificationConfiguration(
    EventBridgeConfiguration=s3.EventBridgeConfiguration(EventBridgeEnabled=True)
)


class ProjectBucket(NamedTuple):
    bucket: s3.Bucket
    policy: s3.BucketPolicy


def project_bucket(project: Project, key: kms.Key) -> ProjectBucket:
    """The stages' roles read what they deploy and write below `endpoints/`; nobody else from outside the account."""
    bucket = private_bucket(
        "Bucket",
        project.bucket_name,
        encrypted_by(GetAtt(key, "Arn")),
        NotificationConfiguration=NEW_OBJECTS_AS_EVENTS,
        LoggingConfiguration=access_logged(
            Ref(parameters.ACCESS_LOG_BUCKET), Sub(f"project/${{{project.identifier.title}}}/")
        ),
    )
    artifact, read, write = READ_VERSIONS, ["s3:GetObject"], ["s3:GetObject", "s3:PutObject"]
    whole, answers = GetAtt(bucket, "Arn"), objects(bucket, names.ENDPOINT_PREFIX)
    statements = [
        for_stages(allow(["s3:GetBucketLocation", "s3:ListBucket"], [whole]), [names.DEPLOY]),
        for_stages(allow(["s3:ListBucket"], [whole]), [names.ENDPOINT]),
        for_stages(allow(["s3:AbortMultipartUpload"], [answers]), [names.ENDPOINT]),
        for_stages(allow(artifact, [objects(bucket, names.ARTIFACT_PREFIX)]), [names.DEPLOY]),
        for_stages(allow(read, [objects(bucket, names.EXECUTION_PREFIX)]), [names.ENDPOINT]),
        for_stages(allow(write, [answers]), [names.ENDPOINT, names.ENDPOINT_TEST]),
    ]
    return ProjectBucket(bucket, bucket_policy(bucket, statements))
