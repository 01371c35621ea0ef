"""A CodeBuild project that runs in a pipeline, with retained, encrypted logs and its own role."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from troposphere import GetAtt, If, Join, NoValue, Ref, Sub, codebuild, iam, kms, logs, s3

from templates import names, parameters
from templates.arns import arn
from templates.blocks.grants import delivery, runtime, storage
from templates.blocks.retention import RETAINED
from templates.blocks.roles import project_role
from templates.policy import service_trust
from templates.project import Project

IMAGE = "aws/codebuild/amazonlinux-x86_64-standard:6.0"
PUBLIC_INDEX = "https://pypi.org/simple"
PIPELINE_ARTIFACTS = codebuild.Artifacts(Type="CODEPIPELINE")
NO_CACHE = codebuild.ProjectCache(Type="NO_CACHE")


@dataclass(frozen=True)
class Instructions:
    """What a build runs: its buildspec, environment variables, grants beyond its artifacts, and cache."""

    buildspec: str
    environment: Mapping[str, Any]
    grants: Sequence[Any]
    cache: codebuild.ProjectCache = NO_CACHE


class Build(NamedTuple):
    project: codebuild.Project
    logs: logs.LogGroup
    role: iam.Role


def build(project: Project, part: str, bucket: s3.Bucket, key: kms.Key, instructions: Instructions) -> Build:
    group = build_logs(project, part, key)
    trust = service_trust("codebuild", arn("codebuild", f"project/{project.build_name(part)}"))
    grants = [delivery.write_build_logs(group), *storage.read_artifacts(bucket, key), *runtime.join_network()]
    role = project_role(project, part, trust, [*grants, *instructions.grants])
    build_project = codebuild.Project(
        names.logical_id(part, "project"),
        Name=Sub(project.build_name(part)),
        ServiceRole=GetAtt(role, "Arn"),
        EncryptionKey=GetAtt(key, "Arn"),
        Source=codebuild.Source(Type="CODEPIPELINE", BuildSpec=instructions.buildspec),
        Artifacts=PIPELINE_ARTIFACTS,
        Environment=linux_environment(project_environment(project) | dict(instructions.environment)),
        LogsConfig=logs_config(group),
        Cache=instructions.cache,
        TimeoutInMinutes=60,
        VpcConfig=If(parameters.HAS_NETWORK.name, _network(), NoValue),
    )
    return Build(build_project, group, role)


def s3_cache(bucket: s3.Bucket) -> codebuild.ProjectCache:
    """A local cache lasts for minutes, and only on one build host (CodeBuild user guide, "Local caching")."""
    return codebuild.ProjectCache(Type="S3", Location=Sub(f"${{{bucket.title}}}/{names.CACHE_PREFIX}"))


def build_logs(project: Project, part: str, key: kms.Key) -> logs.LogGroup:
    return logs.LogGroup(
        names.logical_id(part, "logs"),
        LogGroupName=Sub(project.build_log_group(part)),
        KmsKeyId=GetAtt(key, "Arn"),
        RetentionInDays=365,
        **RETAINED,
    )


def project_environment(project: Project) -> dict[str, Any]:
    """Environment variables of every build of a project."""
    return {
        "SAGEMAKER_PROJECT_NAME": Ref(project.name),
        "SAGEMAKER_PROJECT_ID": Ref(project.identifier),
        "SAGEMAKER_PROJECT_TAGS": Sub(f"{names.TEAM_TAG}=${{{parameters.TEAM.title}}}"),
        "PIP_INDEX_URL": If(parameters.HAS_PACKAGE_INDEX.name, Ref(parameters.PACKAGE_INDEX), PUBLIC_INDEX),
        "NETWORK_SUBNETS": Join(",", Ref(parameters.SUBNETS)),
        "NETWORK_SECURITY_GROUPS": Join(",", Ref(parameters.SECURITY_GROUPS)),
    }


def linux_environment(variables: Mapping[str, Any]) -> codebuild.Environment:
    return codebuild.Environment(
        Type="LINUX_CONTAINER",
        ComputeType="BUILD_GENERAL1_SMALL",
        Image=IMAGE,
        EnvironmentVariables=[
            codebuild.EnvironmentVariable(Name=name, Type="PLAINTEXT", Value=value) for name, value in variables.items()
        ],
    )


def logs_config(group: logs.LogGroup) -> codebuild.LogsConfig:
    return codebuild.LogsConfig(CloudWatchLogs=codebuild.CloudWatchLogs(Status="ENABLED", GroupName=Ref(group)))


def _network() -> codebuild.VpcConfig:
    return codebuild.VpcConfig(
        VpcId=Ref(parameters.VPC),
        Subnets=Ref(parameters.SUBNETS),
        SecurityGroupIds=Ref(parameters.SECURITY_GROUPS),
    )
