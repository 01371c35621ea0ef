"""A CodePipeline of type V2 that runs its executions one after the other."""

from collections.abc import Sequence
from typing import Any

from troposphere import GetAtt, If, NoValue, Ref, Sub, codepipeline, iam, kms, s3

from templates import names
from templates.arns import arn
from templates.blocks.actions import SOURCE
from templates.blocks.grants import storage
from templates.blocks.roles import project_role
from templates.blocks.source import BRANCH, USES_CONNECTION
from templates.policy import service_trust_if_source_account_known
from templates.project import Project


def pipeline_role(project: Project, part: str, bucket: s3.Bucket, key: kms.Key, grants: Sequence[Any]) -> iam.Role:
    """May read and write artifacts; `grants` are what its actions need besides."""
    own = arn("codepipeline", project.long_name(part))
    trust = service_trust_if_source_account_known("codepipeline", Ref("AWS::AccountId"), source=own)
    return project_role(project, f"{part}-pipeline", trust, [*storage.move_artifacts(bucket, key), *grants])


def queued_pipeline(
    project: Project, part: str, stages: Sequence[codepipeline.Stages], role: iam.Role, **more: Any
) -> codepipeline.Pipeline:
    """`more` holds at least `ArtifactStore`."""
    return codepipeline.Pipeline(
        names.logical_id(part, "pipeline"),
        Name=Sub(project.long_name(part)),
        PipelineType="V2",
        ExecutionMode="QUEUED",
        RoleArn=GetAtt(role, "Arn"),
        Stages=list(stages),
        Tags=project.tags,
        **more,
    )


def artifact_store(bucket: s3.Bucket, key: kms.Key) -> codepipeline.ArtifactStore:
    encryption = codepipeline.EncryptionKey(Id=GetAtt(key, "Arn"), Type="KMS")
    return codepipeline.ArtifactStore(Type="S3", Location=Ref(bucket), EncryptionKey=encryption)


def stage(name: str, *actions: Any, **more: Any) -> codepipeline.Stages:
    return codepipeline.Stages(Name=name, Actions=list(actions), **more)


def pushes_through_connection() -> If:
    """The trigger for pushes to a repository behind a connection."""
    branch = codepipeline.GitBranchFilterCriteria(Includes=[Ref(BRANCH)])
    pushes = codepipeline.GitConfiguration(SourceActionName=SOURCE, Push=[codepipeline.GitPushFilter(Branches=branch)])
    trigger = codepipeline.PipelineTriggerDeclaration(ProviderType="CodeStarSourceConnection", GitConfiguration=pushes)
    return If(USES_CONNECTION.name, [trigger], NoValue)
