"""What a project's bucket refuses, whatever a role's own policy allows: a Studio role often allows all such buckets."""

from collections.abc import Sequence
from typing import Any

from troposphere import GetAtt, Sub, kms, s3

from templates import names
from templates.arns import role_arn, studio_roles
from templates.blocks.buckets import READ_VERSIONS, objects
from templates.blocks.stage_access import writers
from templates.blocks.stages import Stage
from templates.blocks.teams import studio_roles_of_others
from templates.policy import Statement, Values, actions_of, deny, with_principal
from templates.project import Project

WRITE = actions_of("s3", "DeleteObject DeleteObjectVersion PutObject")
CONFIGURE = actions_of(
    "s3",
    """
    DeleteBucket DeleteBucketPolicy DeleteObjectVersion PutBucketAcl PutBucketCORS PutBucketLogging
    PutBucketNotification PutBucketOwnershipControls PutBucketPolicy PutBucketPublicAccessBlock PutBucketTagging
    PutBucketVersioning PutEncryptionConfiguration PutLifecycleConfiguration PutReplicationConfiguration
    """,
)
INPUTS = (names.ARTIFACT_PREFIX, names.CACHE_PREFIX, names.CODE_PREFIX)
METHOD = "s3:x-amz-server-side-encryption"
KEY = f"{METHOD}-aws-kms-key-id"
CUSTOMER_METHOD = f"{METHOD}-customer-algorithm"


def bucket_denials(project: Project, bucket: s3.Bucket, key: kms.Key, stages: Sequence[Stage]) -> list[Statement]:
    return [
        _deny_tampering(project, bucket, stages),
        *_deny_other_projects(project, bucket, stages),
        _deny_other_teams(bucket),
        _deny_configuration(bucket),
        *_deny_other_keys(bucket, key),
    ]


def _deny_tampering(project: Project, bucket: s3.Bucket, stages: Sequence[Stage]) -> Statement:
    """People put data, and nothing that a model is made of: an approved model must not change."""
    prefixes = (*INPUTS, names.EXECUTION_PREFIX, names.MODEL_PREFIX, names.ENDPOINT_PREFIX)
    # Where models are deployed from, `protect_releases` refuses more of these, and everybody.
    released = () if stages else (names.RELEASE_PREFIX,)
    roles = [role_arn(project.short_name("*")), *writers(project, stages)]
    return _deny(WRITE, _below(bucket, *prefixes, *released), {"ArnNotLike": {"aws:PrincipalArn": roles}})


def _deny_other_projects(project: Project, bucket: s3.Bucket, stages: Sequence[Stage]) -> list[Statement]:
    """Of another project's models its owner decides; the rest is read by no other project.

    What endpoints capture is denied here to writers alone where there are endpoints: `consent.captured_with_consent`
    says who reads it.
    """
    others = {
        "ArnLike": {"aws:PrincipalArn": role_arn(names.PROJECTS)},
        "ArnNotLike": {"aws:PrincipalArn": role_arn(project.short_name("*"))},
    }
    private, captured = (*INPUTS, names.DATA_PREFIX), names.ENDPOINT_PREFIX
    if not stages:
        return [_deny([*READ_VERSIONS, *WRITE], _below(bucket, *private, captured), others)]
    return [
        _deny([*READ_VERSIONS, *WRITE], _below(bucket, *private), others),
        _deny(WRITE, _below(bucket, captured), others),
    ]


def _deny_other_teams(bucket: s3.Bucket) -> Statement:
    """A team's project is its own. What a Studio role's policy allows says nothing of teams."""
    others = studio_roles_of_others(studio_roles())
    return _deny([*READ_VERSIONS, *WRITE, "s3:ListBucket"], [GetAtt(bucket, "Arn"), objects(bucket)], others)


def _deny_configuration(bucket: s3.Bucket) -> Statement:
    """Neither people in Studio nor a project's code change what protects the objects, or remove their history."""
    code = {"ArnLike": {"aws:PrincipalArn": [role_arn(names.PROJECTS), *studio_roles()]}}
    return _deny(CONFIGURE, [GetAtt(bucket, "Arn"), objects(bucket)], code)


def _deny_other_keys(bucket: s3.Bucket, key: kms.Key) -> list[Statement]:
    """A request may leave encryption to the bucket, or name the project's key by its ARN.

    The condition keys are those of the request's headers, so that they are absent from one that leaves it to the
    bucket; `aws:kms` without a key is AWS's own key: Amazon S3 User Guide, "Specifying server-side encryption with AWS
    KMS (SSE-KMS)"; Service Authorization Reference, "Condition keys for Amazon S3".
    """
    other_method = {"Null": {METHOD: "false"}, "StringNotEquals": {METHOD: "aws:kms"}}
    no_key = {"Null": {KEY: "true"}, "StringEquals": {METHOD: "aws:kms"}}
    other_key = {"Null": {KEY: "false"}, "ArnNotEquals": {KEY: GetAtt(key, "Arn")}}
    own_secret = {"Null": {CUSTOMER_METHOD: "false"}}
    conditions = (other_method, no_key, other_key, own_secret)
    return [_deny(["s3:PutObject"], [objects(bucket)], condition) for condition in conditions]


def _below(bucket: s3.Bucket, *prefixes: str) -> list[Sub]:
    return [objects(bucket, prefix) for prefix in prefixes]


def _deny(actions: Values, resources: Values, condition: dict[str, Any]) -> Statement:
    return with_principal("*", deny(actions, resources, condition))
