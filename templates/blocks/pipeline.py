"""A CodePipeline of type V2 that works off its executions one after the other."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from troposphere import GetAtt, If, NoValue, Ref, Sub, codepipeline, iam, kms, s3

from templates import names
from templates.arns import arn
from templates.blocks.actions import SOURCE
from templates.blocks.grants import storage
from templates.blocks.roles import project_role
from templates.blocks.source import BRANCH, USES_CONNECTION
from templates.policy import service_trust_if_told
from templates.project import Project


class Pipeline(NamedTuple):
    pipeline: codepipeline.Pipeline
    role: iam.Role


def pipeline_role(project: Project, what: str, bucket: s3.Bucket, key: kms.Key, grants: Sequence[Any]) -> iam.Role:
    """May move artifacts; `grants` say what its stages may do."""
    own = arn("codepipeline", project.long_name(what))
    trust = service_trust_if_told("codepipeline", Ref("AWS::AccountId"), source=own)
    return project_role(project, f"{what}-pipeline", trust, [*storage.move_artifacts(bucket, key), *grants])


def queued_pipeline(
    project: Project, what: str, stages: Sequence[codepipeline.Stages], role: iam.Role, **more: Any
) -> codepipeline.Pipeline:
    """`more` carries at least `ArtifactStore`."""
    return codepipeline.Pipeline(
        names.logical_id(what, "pipeline"),
        Name=Sub(project.long_name(what)),
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
    """A push to a repository behind a connection starts the pipeline by itself."""
    branch = codepipeline.GitBranchFilterCriteria(Includes=[Ref(BRANCH)])
    pushes = codepipeline.GitConfiguration(SourceActionName=SOURCE, Push=[codepipeline.GitPushFilter(Branches=branch)])
    trigger = codepipeline.PipelineTriggerDeclaration(ProviderType="CodeStarSourceConnection", GitConfiguration=pushes)
    return If(USES_CONNECTION.name, [trigger], NoValue)
