"""Grants on code and its way through pipelines."""

from troposphere import GetAtt, If, NoValue, Parameter, Ref, Sub, codebuild, codecommit, codepipeline, logs

from templates.arns import arn
from templates.blocks.encryption import OPEN_AND_SEAL
from templates.blocks.source import CONNECTION, USES_CODECOMMIT, USES_CONNECTION
from templates.policy import Statement, allow


def start_pipeline(pipeline: codepipeline.Pipeline) -> Statement:
    return allow(["codepipeline:StartPipelineExecution"], [arn("codepipeline", f"${{{pipeline.title}}}")])


def run_builds(*projects: codebuild.Project) -> Statement:
    return allow(["codebuild:BatchGetBuilds", "codebuild:StartBuild"], [GetAtt(project, "Arn") for project in projects])


def write_logs(group: logs.LogGroup) -> Statement:
    return allow(["logs:CreateLogStream", "logs:PutLogEvents"], [GetAtt(group, "Arn")])


def publish_to(topic: Ref) -> list[Statement]:
    """An encrypted topic: whoever publishes uses its key, which SNS names, and which only the account knows."""
    through_sns = {
        "StringEquals": {"kms:ViaService": Sub("sns.${AWS::Region}.amazonaws.com")},
        "ArnEquals": {"kms:EncryptionContext:aws:sns:topicArn": topic},
    }
    return [allow(["sns:Publish"], [topic]), allow(OPEN_AND_SEAL, [arn("kms", "key/*")], through_sns)]


def pull_repository(repository: codecommit.Repository) -> If:
    """What a pipeline's source stage does with a CodeCommit repository."""
    actions = [
        "codecommit:CancelUploadArchive",
        "codecommit:GetBranch",
        "codecommit:GetCommit",
        "codecommit:GetUploadArchiveStatus",
        "codecommit:UploadArchive",
    ]
    return If(USES_CODECOMMIT.name, allow(actions, [GetAtt(repository, "Arn")]), NoValue)


def use_connection(existing: Parameter) -> If:
    """Read that one repository through the connection. Connections made before 2024 carry the old prefix."""
    statement = allow(
        ["codeconnections:UseConnection", "codestar-connections:UseConnection"],
        [Ref(CONNECTION)],
        {"StringEquals": {"codestar-connections:FullRepositoryId": Ref(existing)}},
    )
    return If(USES_CONNECTION.name, statement, NoValue)


def assume(*role_arns: Sub) -> Statement:
    return allow(["sts:AssumeRole"], role_arns)
