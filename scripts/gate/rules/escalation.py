"""A role that runs code has no action with which it could become another role, or change what another one runs."""

import re
from collections.abc import Iterator

from scripts.gate.model.remembered import remembered
from scripts.gate.model.statements import Statement
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

BUILD = frozenset({"codebuild.amazonaws.com"})
DEFINES = frozenset(
    f"states:{action}"
    for action in (
        "DescribeExecution",
        "DescribeStateMachine",
        "ListExecutions",
        "RedriveExecution",
        "StartExecution",
        "UpdateStateMachine",
    )
)
MACHINE = re.compile(r"^(?:\$\{|arn:[^*]*:execution:\$\{)([A-Za-z]+)(?:\}|\.Name\}:\*)$")
"""A build gives its project's own state machines, which run under roles that the template gave them, the repository's
definitions. Another role it cannot give them: `pass_role`."""


def check(template: Template) -> Iterator[Problem]:
    machines = frozenset(machine.name for machine in template.of_type("AWS::StepFunctions::StateMachine"))
    for role in template.roles if template.kind != "team" else ():
        if role.services & CODE_RUNS_FOR:
            yield from _problems(role, machines)


@remembered
def _problems(role: Role, machines: frozenset[str]) -> Iterator[Problem]:
    for statement in role.grants:
        own = DEFINES if role.services == BUILD and _of(statement, machines) else frozenset()
        changed = statement.matching(*CHANGES_OTHER_CODE) if statement.allows else ()
        for action in (action for action in changed if action not in own):
            yield Problem(role.title, f"runs code and may {action}, which changes what others run: take it out")


def _of(statement: Statement, machines: frozenset[str]) -> bool:
    """Whether it is about state machines of the template, and their executions, alone."""
    found = [MACHINE.match(resource) for resource in statement.resources]
    return bool(found) and all(match and match[1] in machines for match in found)
