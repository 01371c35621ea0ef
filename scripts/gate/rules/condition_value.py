"""What a condition of a grant compares with is what makes it one: this account, this organisation, this project."""

import re
from collections.abc import Iterator

from scripts.gate.model.remembered import remembered
from scripts.gate.model.statements import Statement, Test
from scripts.gate.model.template import Problem, Template
from templates import names

ACCOUNT = r"\$\{(AWS::AccountId|HubAccount|[A-Za-z]*Account|aws:PrincipalAccount)\}|\$\{[^}]*AWS::StackName[^}]*\}"
ORGANIZATION = r"\$\{(OrganizationId|Organization|aws:PrincipalOrgID|aws:ResourceOrgID)\}"
PROJECT = (
    r"\$\{SageMakerProjectId\}|\$\{aws:PrincipalTag/sagemaker:project-id\}|false|"
    r"\$\{AWS::StackName\|-#4\}-\$\{AWS::StackName\|-#5\}"
)
SERVICE = r"[a-z0-9-]+(\.(\$\{AWS::Region\}|\*))?\.amazonaws\.com"
VALUES = {
    "aws:SourceAccount": ACCOUNT,
    "aws:ResourceAccount": ACCOUNT,
    "aws:PrincipalAccount": ACCOUNT,
    "kms:CallerAccount": ACCOUNT,
    "aws:PrincipalOrgID": ORGANIZATION,
    "aws:ResourceOrgID": ORGANIZATION,
    "aws:RequestTag/sagemaker:project-id": PROJECT,
    "aws:ResourceTag/sagemaker:project-id": PROJECT,
    f"aws:ResourceTag/{names.PREFIX}:launchers": "false",
    "kms:GrantIsForAWSResource": "true",
    "kms:ViaService": r"(s3|sns|sqs|sagemaker|logs|ssm|codecommit|lambda)\.(\$\{AWS::Region\}|\*)\.amazonaws\.com",
    "application-autoscaling:service-namespace": "sagemaker",
    "cloudwatch:namespace": r"/aws/sagemaker/\*|AWS/SageMaker|SageMaker",
    "iam:PassedToService": SERVICE,
    "iam:AWSServiceName": SERVICE,
    "iam:PermissionsBoundary": (
        rf"arn:\$\{{AWS::Partition\}}:iam::\$\{{AWS::AccountId\}}:policy{names.PATH}{names.PREFIX}-(stage-)?boundary"
    ),
    "s3:ExistingObjectTag/servicecatalog:provisioning": "true",
}
NEW = ("AddTags", "Create", "Describe")
OPTIONAL = (
    "aws:SourceAccount",
    "aws:SourceArn",
    "sagemaker:VolumeKmsKey",
    "codeconnections:FullRepositoryId",
    "codestar-connections:FullRepositoryId",
)
"""Keys that some request has not: a service that documents none, a job without volumes, CodePipeline's first call."""


def check(template: Template) -> Iterator[Problem]:
    for statement in template.every_statement:
        for test in statement.tests if statement.allows else ():
            yield from _problems(statement, test)


@remembered
def _problems(statement: Statement, test: Test) -> Iterator[Problem]:
    for problem in (*_values(test), *_operator(statement, test)):
        yield Problem(statement.place, problem)


def _values(test: Test) -> Iterator[str]:
    pattern = VALUES.get(test.key, r".*[^*].*")
    for value in test.values:
        if not re.fullmatch(pattern, value):
            yield f"{test.key} is compared with {value}: that is not this catalog's"
    if not test.values:
        yield f"{test.key} is compared with nothing: give it a value"


def _operator(statement: Statement, test: Test) -> Iterator[str]:
    optional = test.key in OPTIONAL or test.values == (names.NONE,)
    if test.operator.endswith("IfExists") and not optional and not _of_new(statement, test):
        yield f"{test.key} may be missing: take IfExists off {test.operator}"
    if "Not" in test.operator and test.key != "aws:PrincipalArn":
        yield f"allows all but some {test.key}: say which ones are meant"
    if "Not" not in test.operator and "Like" in test.operator and "Equals" in _expected(test):
        yield f"{test.key} is compared by {test.operator}: it is one value, compare it by Equals"


def _of_new(statement: Statement, test: Test) -> bool:
    """What is only created, tagged or described may have no tags yet, or none for a request that comes at once."""
    changing = [action for action in statement.actions if not _new(*action.split(":"))]
    return test.key.startswith("aws:ResourceTag/") and not changing


def _new(service: str, verb: str) -> bool:
    """Alarms and scaling are also looked for before they are made."""
    return verb.startswith(NEW) or service in ("application-autoscaling", "cloudwatch")


def _expected(test: Test) -> str:
    one_value = test.key in VALUES and test.key not in ("cloudwatch:namespace", "kms:ViaService", "aws:SourceArn")
    return "Equals" if one_value and not test.operator.startswith(("Null", "Bool")) else ""
