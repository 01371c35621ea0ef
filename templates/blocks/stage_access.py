"""What the bucket and the key of a project that deploys grant to its own roles in the stages' accounts."""

from collections.abc import Sequence

from troposphere import GetAtt, If, Sub, s3

from templates import names
from templates.blocks.buckets import READ_VERSIONS, objects
from templates.blocks.stages import Stage, for_stage_roles
from templates.policy import Values, allow
from templates.project import Project

EXCHANGE = ("s3:GetObject", "s3:PutObject")
THIS_KEY = ("*",)


def bucket_access(project: Project, bucket: s3.Bucket, stages: Sequence[Stage]) -> list[If]:
    """Artifacts and released models for every stage; below `endpoints/` its own folder for each."""
    if not stages:
        return []
    own = [GetAtt(bucket, "Arn")]
    deploy, endpoint = [_roles(project, stages, part) for part in (names.STAGE_DEPLOY, names.STAGE_ENDPOINT)]
    return [
        for_stage_roles(allow(["s3:GetBucketLocation", "s3:ListBucket"], own), deploy),
        for_stage_roles(allow(["s3:ListBucket"], own), endpoint),
        for_stage_roles(allow(READ_VERSIONS, [objects(bucket, names.ARTIFACT_PREFIX)]), deploy),
        for_stage_roles(allow(["s3:GetObject"], [objects(bucket, names.RELEASE_PREFIX)]), endpoint),
        *[statement for stage in stages for statement in _own_folder(project, bucket, stage)],
    ]


def writers(project: Project, stages: Sequence[Stage]) -> list[Sub]:
    """The roles of stages that write to the project's bucket."""
    return [stage.role(project, part) for stage in stages for part in (names.STAGE_ENDPOINT, names.STAGE_TEST)]


def key_access(project: Project, stages: Sequence[Stage], use: Values, decrypt_and_generate: Values) -> list[If]:
    """`use` is all that the key is used for, `decrypt_and_generate` what reading and writing objects takes."""
    if not stages:
        return []
    services = {"Bool": {"kms:GrantIsForAWSResource": "true"}}
    deploy, stack, endpoint, test = [
        _roles(project, stages, part)
        for part in (names.STAGE_DEPLOY, names.STAGE_STACK, names.STAGE_ENDPOINT, names.STAGE_TEST)
    ]
    return [
        for_stage_roles(allow(use, THIS_KEY), [*deploy, *endpoint]),
        for_stage_roles(allow(decrypt_and_generate, THIS_KEY), test),
        for_stage_roles(allow(["kms:DescribeKey"], THIS_KEY), stack),
        for_stage_roles(allow(["kms:CreateGrant"], THIS_KEY, services), [*stack, *endpoint]),
    ]


def _own_folder(project: Project, bucket: s3.Bucket, stage: Stage) -> list[If]:
    """Requests to the endpoint, its answers, and what it captures."""
    folder = [objects(bucket, f"{names.ENDPOINT_PREFIX}{stage.name}/")]
    endpoint, test = stage.role(project, names.STAGE_ENDPOINT), stage.role(project, names.STAGE_TEST)
    return [
        for_stage_roles(allow(EXCHANGE, folder), [endpoint, test]),
        for_stage_roles(allow(["s3:AbortMultipartUpload"], folder), [endpoint]),
    ]


def _roles(project: Project, stages: Sequence[Stage], part: str) -> list[Sub]:
    return [stage.role(project, part) for stage in stages]
