"""Grants on repositories, builds, pipelines and topics."""

from troposphere import GetAtt, If, NoValue, Parameter, Ref, Sub, codebuild, codecommit, codepipeline, logs, s3

from templates.arns import arn
from templates.blocks.buckets import objects
from templates.blocks.connections import FOR_LAUNCHES, SERVICES
from templates.blocks.encryption import DECRYPT_AND_GENERATE
from templates.blocks.source import USES_CODECOMMIT, USES_CONNECTION, SeededRepository
from templates.policy import Statement, allow
from templates.project import Project


def start_pipeline(pipeline: codepipeline.Pipeline) -> Statement:
    return allow(["codepipeline:StartPipelineExecution"], [arn("codepipeline", f"${{{pipeline.title}}}")])


def stop_executions(pipeline_name: str) -> Statement:
    """Find the executions that deploy a rejected model, and stop them."""
    actions = [
        "codepipeline:ListActionExecutions",
        "codepipeline:ListPipelineExecutions",
        "codepipeline:StopPipelineExecution",
    ]
    return allow(actions, [arn("codepipeline", pipeline_name)])


def read_executions(pipeline_name: str) -> Statement:
    """What the executions of a pipeline released."""
    return allow(
        ["codepipeline:ListActionExecutions", "codepipeline:ListPipelineExecutions"],
        [arn("codepipeline", pipeline_name)],
    )


def run_builds(*projects: codebuild.Project) -> Statement:
    return allow(["codebuild:BatchGetBuilds", "codebuild:StartBuild"], [GetAtt(project, "Arn") for project in projects])


def write_build_logs(group: logs.LogGroup) -> Statement:
    return allow(["logs:CreateLogStream", "logs:PutLogEvents"], [GetAtt(group, "Arn")])


def report_tests(project: Project, part: str) -> Statement:
    """CodeBuild creates report groups, named after the build and the group in its buildspec."""
    actions = [
        "codebuild:BatchPutTestCases",
        "codebuild:CreateReport",
        "codebuild:CreateReportGroup",
        "codebuild:UpdateReport",
    ]
    return allow(actions, [arn("codebuild", f"report-group/{project.build_name(part)}-*")])


def publish_to(topic: Ref) -> list[Statement]:
    """To an encrypted topic: publishing takes its key too, whose id a product does not know."""
    through_sns = {
        "StringEquals": {"kms:ViaService": Sub("sns.${AWS::Region}.amazonaws.com")},
        "ArnEquals": {"kms:EncryptionContext:aws:sns:topicArn": topic},
    }
    return [allow(["sns:Publish"], [topic]), allow(DECRYPT_AND_GENERATE, [arn("kms", "key/*")], through_sns)]


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


def use_connection(existing: Parameter, seeded: SeededRepository) -> list[If]:
    """Read that one repository through the connection, once the seeding function found that this launch may use it.

    Each prefix has condition keys of its own, and CodePipeline's first request names no repository.
    """
    statements = [
        allow(
            [f"{prefix}:UseConnection"],
            [GetAtt(seeded, "ConnectionArn")],
            {"StringEqualsIfExists": {f"{prefix}:FullRepositoryId": Ref(existing)}, **FOR_LAUNCHES},
        )
        for prefix in SERVICES
    ]
    return [If(USES_CONNECTION.name, statement, NoValue) for statement in statements]


def write_objects_with_acl(bucket: s3.Bucket, prefix: str) -> If:
    """A connection's source action sets the ACL of what it writes."""
    statement = allow(["s3:PutObjectAcl"], [objects(bucket, prefix)])
    return If(USES_CONNECTION.name, statement, NoValue)


def assume(*role_arns: Sub) -> Statement:
    return allow(["sts:AssumeRole"], role_arns)
