"""A role that runs code has no action with which it could become another role, or change what another one runs."""

from collections.abc import Iterator

from scripts.gate.model.remembered import remembered
from scripts.gate.model.template import Problem, Role, Template

CHANGES_OTHER_CODE = (
    "cloudformation:Create*",
    "cloudformation:Execute*",
    "cloudformation:Set*",
    "cloudformation:Update*",
    "codebuild:CreateProject",
    "codebuild:CreateWebhook",
    "codebuild:UpdateProject",
    "codecommit:CreateCommit",
    "codecommit:GitPush",
    "codecommit:Put*",
    "codepipeline:CreatePipeline",
    "codepipeline:Put*",
    "codepipeline:UpdatePipeline",
    "ec2:RunInstances",
    "events:Put*",
    "iam:Add*",
    "iam:Attach*",
    "iam:Create*",
    "iam:Delete*",
    "iam:Put*",
    "iam:Set*",
    "iam:Tag*",
    "iam:Update*",
    "kms:Put*",
    "lambda:Add*",
    "lambda:Create*",
    "lambda:Update*",
    "s3:DeleteBucket*",
    "s3:PutBucket*",
    "s3:PutEncryption*",
    "s3:PutLifecycle*",
    "sagemaker:CreateApp",
    "sagemaker:CreateDomain",
    "sagemaker:CreateNotebookInstance*",
    "sagemaker:CreatePresigned*",
    "sagemaker:CreateUserProfile",
    "sagemaker:Delete*Policy",
    "sagemaker:DeleteModelPackage*",
    "sagemaker:Put*Policy",
    "scheduler:CreateSchedule",
    "scheduler:UpdateSchedule",
    "secretsmanager:*",
    "servicecatalog:Associate*",
    "servicecatalog:Create*",
    "servicecatalog:Delete*",
    "servicecatalog:Execute*",
    "servicecatalog:Provision*",
    "servicecatalog:Terminate*",
    "servicecatalog:Update*",
    "sns:Add*",
    "sns:Set*",
    "sns:Subscribe",
    "sqs:Add*",
    "sqs:Set*",
    "ssm:*",
    "states:*",
    "sts:GetFederationToken",
)
CODE_RUNS_FOR = frozenset(f"{service}.amazonaws.com" for service in ("codebuild", "lambda", "sagemaker"))
STACKS = ("cloudformation:CreateStack", "cloudformation:UpdateStack")
"""What the function of the stages' roles does, under conditions of its own (`stage_provisioner`)."""


def check(template: Template) -> Iterator[Problem]:
    for role in template.roles if template.kind != "team" else ():
        if role.services & CODE_RUNS_FOR:
            yield from _problems(role)


@remembered
def _problems(role: Role) -> Iterator[Problem]:
    for statement in role.grants:
        for action in statement.matching(*CHANGES_OTHER_CODE) if statement.allows else ():
            yield Problem(role.title, f"runs code and may {action}, which changes what others run: take it out")
