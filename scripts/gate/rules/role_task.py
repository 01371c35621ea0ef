"""A role is granted actions of the services that its task needs: a schedule starts a pipeline, and nothing else."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from scripts.gate.model.template import Problem, Role, Template
from templates import names

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
LAUNCHED = (
    *("cloudformation:*", "codebuild:*Project*", "codecommit:*Repositor*", "codecommit:CreateCommit"),
    *("codecommit:ListTagsForResource", "codecommit:TagResource", "codecommit:UntagResource"),
    *("codepipeline:*Pipeline*", "codepipeline:*StageTransition", "codepipeline:*ag*Resource*", "events:*Rule*"),
    *(
        "events:*ag*Resource*",
        "events:*Targets*",
        "iam:*Role",
        "iam:*RoleDescription",
        "iam:*RolePolicies",
        "iam:*RolePolicy",
    ),
    *("iam:PutRolePermissionsBoundary", "iam:UpdateAssumeRolePolicy", "kms:*", "lambda:InvokeFunction", "logs:*"),
    *(
        "s3:*Bucket*",
        "s3:*Configuration",
        "s3:Get*",
        "s3:ListTagsForResource",
        "s3:*ag*Resource*",
        "s3:*Tagging",
        "scheduler:*Schedule",
    ),
    *("sagemaker:*CodeRepository", "sagemaker:*ModelPackageGroup*", "sagemaker:*Tags", "sqs:*Queue*"),
    *("ssm:AddTagsToResource", "ssm:*Parameter*", "ssm:ListTagsForResource", "ssm:RemoveTagsFromResource"),
    *(f"{prefix}PassConnection" for prefix in CONNECTIONS),
)
NAMED: Mapping[str, tuple[str, ...]] = {
    names.LAUNCH_ROLE: LAUNCHED,
    names.READER: ("iam:Get*", "iam:List*", "s3:Get*", "s3:List*", "servicecatalog:*", "ssm:GetParameter*"),
    names.PUBLISHER: (
        *(
            "cloudformation:*",
            "iam:*Polic*",
            "iam:*Role",
            "iam:*RoleDescription",
            "organizations:*",
            "servicecatalog:*",
        ),
        *(
            "s3:*Bucket*",
            "s3:*Configuration*",
            "s3:Get*",
            "s3:*Object",
            "s3:*ag*Resource*",
            "s3:*Tagging",
            "s3:List*",
            "sts:AssumeRole",
        ),
    ),
}
STAGE: Mapping[str, tuple[str, ...]] = {
    "deploy": ("cloudformation:*ChangeSet", "cloudformation:Describe*", "cloudformation:*Resource", "iam:PassRole"),
    "cloudformation": (
        *("application-autoscaling:*", "cloudwatch:*", "iam:CreateServiceLinkedRole", "iam:PassRole"),
        *("kms:CreateGrant", "kms:DescribeKey", "sagemaker:*Endpoint*", "sagemaker:*Model", "sagemaker:*Tags"),
    ),
    "test": ("sagemaker:Describe*", "sagemaker:Invoke*", "sagemaker:ListTags"),
}
"""Of the roles of a project in a stage's account, besides reading and writing objects with the project's key."""
OBJECTS = ("s3:GetBucketLocation", "s3:GetObject*", "s3:ListBucket", "s3:PutObject", "s3:AbortMultipartUpload")


def check(template: Template) -> Iterator[Problem]:
    for role in template.roles:
        allowed = _allowed(role, template.kind)
        for action in sorted({action for action, _ in role.granted} if allowed else ()):
            if not any(fnmatchcase(action, pattern) for pattern in allowed):
                yield Problem(role.title, f"may {action}, which its task does not need: take it out")


def _allowed(role: Role, kind: str) -> tuple[str, ...]:
    if role.name in NAMED:
        return NAMED[role.name]
    part = role.name.rpartition("-")[2]
    if kind == "stage" and part in STAGE:
        return (*STAGE[part], *KEYS, *(OBJECTS if part != "cloudformation" else ()))
    tasks = [TASKS[name] for name in TASKS if f"{name}.amazonaws.com" in role.services]
    return tuple(pattern for patterns in tasks for pattern in patterns)
