"""An ARN that a project's policy names holds the project's id, with a hyphen before it and its end behind it.

`*<id>*` also matches the project whose id begins, ends or goes on like this one's.
"""

import re
from collections.abc import Iterator

from scripts.gate.model.arns import arn_of
from scripts.gate.model.statements import Statement
from scripts.gate.model.template import Problem, Template

IDENTIFIERS = {
    "product": re.compile(r"\$\{SageMakerProjectId\}"),
    "stage": re.compile(r"\$\{[^}]*AWS::StackName[^}]*\}"),
}
BEHIND = ("", "-", "/", ":", ".")
SHARED = (
    ("ecr", "repository/sagemaker-*"),
    ("logs", "log-group:/aws/sagemaker/*"),
    ("ec2", "network-interface/*"),
    ("ec2", "security-group/*"),
    ("ec2", "subnet/*"),
    ("kms", "key/*"),
    ("sagemaker", "*"),
    *[("sagemaker", f"{kind}/pipelines-*") for kind in ("processing-job", "training-job", "transform-job", "model")],
    ("sagemaker", "hyper-parameter-tuning-job/pipelines-*"),
)
"""Not one project's: images and networks of the account, keys behind a service, jobs whose tag names the project.

`sagemaker:*` is the source of endpoints in trust policies (SageMaker AI Developer Guide, "Cross-service confused
deputy prevention"), and no resource of a grant."""
SOURCES = ("aws:SourceArn", "aws:PrincipalArn", "kms:EncryptionContext:aws:logs:arn")


def check(template: Template) -> Iterator[Problem]:
    identifier = IDENTIFIERS.get(template.kind)
    for statement in template.every_statement if identifier else ():
        for text in _arns(statement):
            yield from _problems(statement, text, identifier)


def _arns(statement: Statement) -> Iterator[str]:
    yield from statement.resources if statement.allows else ()
    yield from (value for key in SOURCES for test in statement.of(key) for value in test.values)


def _problems(statement: Statement, text: str, identifier: re.Pattern[str] | None) -> Iterator[Problem]:
    found = list(identifier.finditer(text)) if identifier else []
    for match in found:
        if not text[: match.start()].endswith(("-", "sagemaker-")) or text[match.end() : match.end() + 1] not in BEHIND:
            yield Problem(statement.place, f"{text} also matches other ids: put a hyphen before the id and end it")
    arn = arn_of(text)
    if arn and not found and "*" in arn.resource and (arn.service, arn.resource) not in SHARED:
        yield Problem(statement.place, f"{text} is of every project: name this one by its id")
    if arn and arn.resource == "*" and statement.kind != "trust":
        yield Problem(statement.place, f"{text} is everything of {arn.service}: name its kind and this project")
