"""Grants on code and its way through pipelines."""

from troposphere import GetAtt, If, NoValue, Parameter, Ref, Sub, codebuild, codecommit, codepipeline, logs, s3

from templates.arns import arn
from templates.blocks.buckets import objects
from templates.blocks.encryption import OPEN_AND_SEAL
from templates.blocks.source import CONNECTION, USES_CODECOMMIT, USES_CONNECTION
from templates.policy import Statement, allow
from templates.project import Project


def start_pipeline(pipeline: codepipeline.Pipeline) -> Statement:
    return allow(["codepipeline:StartPipelineExecution"], [arn("codepipeline", f"${{{pipeline.title}}}")])


def stop_executions(pipeline_name: str) -> Statement:
    """Find out which executions carry a rejected model, and stop them."""
    actions = [
        "codepipeline:ListActionExecutions",
        "codepipeline:ListPipelineExecutions",
        "codepipeline:StopPipelineExecution",
    ]
    return allow(actions, [arn("codepipeline", pipeline_name)])


def run_builds(*projects: codebuild.Project) -> Statement:
    return allow(["codebuild:BatchGetBuilds", "codebuild:StartBuild"], [GetAtt(project, "Arn") for project in projects])


def write_logs(group: logs.LogGroup) -> Statement:
    return allow(["logs:CreateLogStream", "logs:PutLogEvents"], [GetAtt(group, "Arn")])


def report_tests(project: Project, what: str) -> Statement:
    """CodeBuild makes a report group for a project's name in a buildspec and calls it after both."""
    actions = [
        "codebuild:BatchPutTestCases",
        "codebuild:CreateReport",
        "codebuild:CreateReportGroup",
        "codebuild:UpdateReport",
    ]
    return allow(actions, [arn("codebuild", f"report-group/{project.long_name(what)}-*")])


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


def use_connection(existing: Parameter) -> list[If]:
    """Read that one repository through the connection. Connections made before 2024 carry the old prefix.

    Each prefix has condition keys of its own, and CodePipeline first asks without naming a repository.
    """
    statements = [
        allow(
            [f"{prefix}:UseConnection"],
            [Ref(CONNECTION)],
            {"StringEqualsIfExists": {f"{prefix}:FullRepositoryId": Ref(existing)}},
        )
        for prefix in ("codeconnections", "codestar-connections")
    ]
    return [If(USES_CONNECTION.name, statement, NoValue) for statement in statements]


def write_objects_with_acl(bucket: s3.Bucket, prefix: str) -> If:
    """A connection's source action sets the ACL of what it writes."""
    statement = allow(["s3:PutObjectAcl"], [objects(bucket, prefix)])
    return If(USES_CONNECTION.name, statement, NoValue)


def assume(*role_arns: Sub) -> Statement:
    return allow(["sts:AssumeRole"], role_arns)
