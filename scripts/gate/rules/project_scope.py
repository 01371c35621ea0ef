"""An ARN that a project's policy names holds the project's id, with a hyphen before it and its end behind it.

`*<id>*` also matches the project whose id begins, ends or goes on like this one's.
"""

import re
from collections.abc import Iterator

from scripts.gate.model.arns import arn_of
from scripts.gate.model.statements import Statement
from scripts.gate.model.template import Problem, Template
from templates.blocks import captured
from templates.names import PREFIX

IDENTIFIERS = {
    "product": re.compile(r"\$\{SageMakerProjectId\}"),
    "stage": re.compile(r"\$\{AWS::StackName\|-#4\}-\$\{AWS::StackName\|-#5\}"),
}
BEHIND = ("", "-", "/", ":", ".")
RESOLVED = re.compile(rf"\{{\{{resolve:ssm:/{PREFIX}-models/\$\{{[A-Za-z]+\}}/(?:project|bucket|key)\}}\}}")
"""What the owner of a group published about its project, for those that deploy its models."""
CAPTURED = f"${{{captured.BUCKET.title}}}/${{{captured.PREFIX.title}}}*"
"""Of the one project that was chosen at launch (`parameter_pattern`), whose bucket's policy says who may read."""
JOBS = ("processing-job", "training-job", "transform-job", "hyper-parameter-tuning-job", "model")
SHARED = {
    "product": (
        ("ecr", "repository/sagemaker-*"),
        *[("logs", f"log-group:/aws/sagemaker/{kind}Jobs*") for kind in ("Processing", "Training", "Transform")],
        *[("ec2", f"{kind}/*") for kind in ("network-interface", "security-group", "subnet")],
        ("kms", "key/*"),
        *[("sagemaker", f"{kind}/pipelines-*") for kind in JOBS],
    ),
    "stage": (
        ("ecr", "repository/sagemaker-*"),
        *[("ec2", f"{kind}/*") for kind in ("network-interface", "security-group", "subnet")],
        ("kms", "key/*"),
        ("application-autoscaling", "scalable-target/*"),
        ("iam", "role/aws-service-role/sagemaker.application-autoscaling.amazonaws.com/*"),
        ("cloudwatch", "alarm:*"),
        ("sagemaker", "endpoint-config/*"),
        ("sagemaker", "model/*"),
    ),
}
"""Not one project's: images and networks of the account, and what `required_condition` holds by a tag or a service."""
OF_ALL_ENDPOINTS = ("sagemaker", "*")
"""The source of endpoints: SageMaker AI Developer Guide, "Cross-service confused deputy prevention"."""
OWN_EXECUTIONS = re.compile(r":execution:\$\{([A-Za-z]+)\.Name\}:\*$")
"""Of a state machine of the template, by its whole name: an ARN of an execution has it between colons."""
SOURCES = ("aws:SourceArn", "aws:PrincipalArn", "kms:EncryptionContext:aws:logs:arn")


def check(template: Template) -> Iterator[Problem]:
    if template.kind not in IDENTIFIERS:
        return
    machines = {machine.name for machine in template.of_type("AWS::StepFunctions::StateMachine")}
    for statement in template.every_statement:
        for text in _arns(statement, machines) if statement.allows else ():
            shared = (*SHARED[template.kind], *((OF_ALL_ENDPOINTS,) if statement.kind == "trust" else ()))
            for problem in _problems(text, IDENTIFIERS[template.kind], shared):
                yield Problem(statement.place, problem)


def _arns(statement: Statement, machines: set[str]) -> Iterator[str]:
    for resource in statement.resources:
        execution = OWN_EXECUTIONS.search(resource)
        if not execution or execution[1] not in machines:
            yield resource
    yield from (value for key in SOURCES for test in statement.of(key) for value in test.values)


def _problems(text: str, identifier: re.Pattern[str], shared: tuple[tuple[str, str], ...]) -> Iterator[str]:
    found = [*identifier.finditer(text), *RESOLVED.finditer(text)]
    for match in found:
        before = text[: match.start()][-1:]
        whole = before in ("", ":", "/") and match[0].startswith("{{")
        if not (whole or before == "-") or text[match.end() : match.end() + 1] not in BEHIND:
            yield f"{text} also matches other ids: put a hyphen before the id and end it"
    arn = arn_of(text)
    if arn and arn.service == "s3" and arn.resource == CAPTURED:
        return
    if arn and not found and "*" in arn.resource and (arn.service, arn.resource) not in shared:
        yield f"{text} is of every project: name this one by its id"
