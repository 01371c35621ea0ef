"""A role is granted actions of the services that its task needs: a schedule starts a pipeline, and nothing else."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from scripts.gate.model.template import Problem, Template

START = ("codepipeline:StartPipelineExecution",)
LOGS = ("logs:CreateLogStream", "logs:PutLogEvents")
NETWORK = ("ec2:*NetworkInterface*", "ec2:Describe*")
KEYS = ("kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey", "kms:ReEncrypt*")
CONNECTIONS = ("codeconnections:", "codestar-connections:")
TASKS: Mapping[str, tuple[str, ...]] = {
    "events": START,
    "scheduler": START,
    "codepipeline": (
        *("codebuild:BatchGetBuilds", "codebuild:StartBuild", "codecommit:*Archive*", "codecommit:Get*"),
        *(f"{prefix}UseConnection" for prefix in CONNECTIONS),
        *("s3:Get*", "s3:PutObject", "s3:PutObjectAcl", "s3:AbortMultipartUpload", "sns:Publish", "sts:AssumeRole"),
        *KEYS,
    ),
    "codebuild": (
        *("codebuild:*Report*", "codebuild:BatchPutTestCases", "codepipeline:List*", *NETWORK, *KEYS, *LOGS),
        *("codepipeline:StopPipelineExecution", "iam:PassRole", "sts:AssumeRole"),
        *("s3:GetObject*", "s3:GetBucketLocation", "s3:ListBucket", "s3:PutObject", "s3:AbortMultipartUpload"),
        *("sagemaker:Describe*", "sagemaker:List*", "sagemaker:AddTags", "sagemaker:*Pipeline*"),
        *(f"{prefix}{action}" for prefix in CONNECTIONS for action in ("GetConnection*", "UseConnection")),
    ),
    "sagemaker": (
        *("cloudwatch:PutMetricData", "cloudwatch:DescribeAlarms", "ecr:Batch*", "ecr:Get*", *NETWORK, *KEYS, *LOGS),
        *("kms:CreateGrant", "iam:PassRole", "logs:CreateLogGroup", "logs:DescribeLogStreams"),
        *("s3:GetObject*", "s3:ListBucket", "s3:PutObject", "s3:AbortMultipartUpload", "sagemaker:AddTags"),
        *("sagemaker:Create*Job", "sagemaker:CreateModel", "sagemaker:CreateModelPackage", "sagemaker:Stop*Job"),
        *("sagemaker:Describe*", "sagemaker:List*"),
    ),
    "lambda": (
        *LOGS,
        *("codebuild:BatchGetBuilds", "codebuild:StartBuild", "cloudformation:DeleteStack", "sts:AssumeRole"),
        *(f"{prefix}Get*" for prefix in CONNECTIONS),
        *("sts:TagSession", "ssm:GetParameter*"),
    ),
}


def check(template: Template) -> Iterator[Problem]:
    for role in template.roles:
        allowed = [TASKS[name] for name in TASKS if f"{name}.amazonaws.com" in role.services]
        for action in sorted({action for action, _ in role.granted} if allowed else ()):
            if not any(fnmatchcase(action, pattern) for patterns in allowed for pattern in patterns):
                yield Problem(role.title, f"may {action}, which its task does not need: take it out")
