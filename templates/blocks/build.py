"""A CodeBuild project that runs in a pipeline, with kept and encrypted logs and a role of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from troposphere import GetAtt, If, Join, NoValue, Ref, Sub, codebuild, iam, kms, logs, s3

from templates import names, parameters
from templates.arns import arn
from templates.blocks.grants import delivery, runtime, storage
from templates.blocks.retention import KEPT
from templates.blocks.roles import project_role
from templates.conditions import HAS_NETWORK, HAS_PACKAGE_INDEX
from templates.policy import service_trust
from templates.project import Project

IMAGE = "aws/codebuild/amazonlinux-x86_64-standard:6.0"
PUBLIC_INDEX = "https://pypi.org/simple"
PIPELINE_ARTIFACTS = codebuild.Artifacts(Type="CODEPIPELINE")
NO_CACHE = codebuild.ProjectCache(Type="NO_CACHE")


@dataclass(frozen=True)
class Instructions:
    """What a build does: a buildspec, the environment it reads, what it may do beyond its artifacts, what it keeps."""

    buildspec: str
    environment: Mapping[str, Any]
    grants: Sequence[Any]
    cache: codebuild.ProjectCache = NO_CACHE


class Build(NamedTuple):
    project: codebuild.Project
    logs: logs.LogGroup
    role: iam.Role


def build(project: Project, what: str, bucket: s3.Bucket, key: kms.Key, instructions: Instructions) -> Build:
    group = build_logs(project, what, key)
    trust = service_trust("codebuild", arn("codebuild", f"project/{project.long_name(what)}"))
    grants = [delivery.write_logs(group), *storage.take_artifacts(bucket, key), *runtime.join_network()]
    role = project_role(project, what, trust, [*grants, *instructions.grants])
    built = codebuild.Project(
        names.logical_id(what, "project"),
        Name=Sub(project.long_name(what)),
        ServiceRole=GetAtt(role, "Arn"),
        EncryptionKey=GetAtt(key, "Arn"),
        Source=codebuild.Source(Type="CODEPIPELINE", BuildSpec=instructions.buildspec),
        Artifacts=PIPELINE_ARTIFACTS,
        Environment=linux(project_environment(project) | dict(instructions.environment)),
        LogsConfig=logged_in(group),
        Cache=instructions.cache,
        TimeoutInMinutes=60,
        VpcConfig=If(HAS_NETWORK.name, _network(), NoValue),
    )
    return Build(built, group, role)


def cache_in(bucket: s3.Bucket) -> codebuild.ProjectCache:
    """In S3: a local cache is kept for minutes, and only on one build host (CodeBuild user guide, "Local caching")."""
    return codebuild.ProjectCache(Type="S3", Location=Sub(f"${{{bucket.title}}}/{names.CACHE_PREFIX}"))


def build_logs(project: Project, what: str, key: kms.Key) -> logs.LogGroup:
    return logs.LogGroup(
        names.logical_id(what, "logs"),
        LogGroupName=Sub(project.build_log_group(what)),
        KmsKeyId=GetAtt(key, "Arn"),
        RetentionInDays=365,
        **KEPT,
    )


def project_environment(project: Project) -> dict[str, Any]:
    """What every build of a project knows."""
    return {
        "SAGEMAKER_PROJECT_NAME": Ref(project.name),
        "SAGEMAKER_PROJECT_ID": Ref(project.identifier),
        "PIP_INDEX_URL": If(HAS_PACKAGE_INDEX.name, Ref(parameters.PACKAGE_INDEX), PUBLIC_INDEX),
        "NETWORK_SUBNETS": Join(",", Ref(parameters.SUBNETS)),
        "NETWORK_SECURITY_GROUPS": Join(",", Ref(parameters.SECURITY_GROUPS)),
    }


def linux(variables: Mapping[str, Any]) -> codebuild.Environment:
    return codebuild.Environment(
        Type="LINUX_CONTAINER",
        ComputeType="BUILD_GENERAL1_SMALL",
        Image=IMAGE,
        EnvironmentVariables=[
            codebuild.EnvironmentVariable(Name=name, Type="PLAINTEXT", Value=value) for name, value in variables.items()
        ],
    )


def logged_in(group: logs.LogGroup) -> codebuild.LogsConfig:
    return codebuild.LogsConfig(CloudWatchLogs=codebuild.CloudWatchLogs(Status="ENABLED", GroupName=Ref(group)))


def _network() -> codebuild.VpcConfig:
    return codebuild.VpcConfig(
        VpcId=Ref(parameters.VPC),
        Subnets=Ref(parameters.SUBNETS),
        SecurityGroupIds=Ref(parameters.SECURITY_GROUPS),
    )
