"""A service that may assume a role, or use a resource, does so for a source of this account alone: no confused deputy.

The services of `DOCUMENTED` promise to send both source keys; the others are held to them where they send them.
Two grants have no key that AWS documents: EventBridge to a topic (EventBridge User Guide, "Amazon SNS permissions"),
and what it encrypts for one, which is held by the encryption context.
"""

from collections.abc import Iterator

from scripts.gate.model.arns import OWN_ACCOUNT, arn_of
from scripts.gate.model.remembered import remembered
from scripts.gate.model.statements import Statement, Test
from scripts.gate.model.template import Problem, Template

DOCUMENTED = {
    "codebuild.amazonaws.com": 'CodeBuild User Guide, "Cross-service confused deputy prevention"',
    "events.amazonaws.com": 'EventBridge User Guide, "Cross-service confused deputy prevention"',
    "sagemaker.amazonaws.com": 'SageMaker AI Developer Guide, "Cross-service confused deputy prevention"',
    "scheduler.amazonaws.com": 'EventBridge Scheduler User Guide, "Confused deputy prevention"',
}
WITHOUT_SOURCE_ARN = ("lambda.amazonaws.com", "servicecatalog.amazonaws.com")
"""No document says what the source of a function's or a launch's role would be."""
ACCOUNTS = (OWN_ACCOUNT, "${HubAccount}")
BUCKETS = "arn:${AWS::Partition}:s3:::"
ENCRYPTION_CONTEXT = "kms:EncryptionContext:"


def check(template: Template) -> Iterator[Problem]:
    for statement in template.trust:
        for service in statement.services if statement.allows else ():
            yield from _trust(statement, service)
    for statement in template.resource_policies:
        if statement.allows and statement.services and not _held(statement):
            yield Problem(statement.place, f"lets {statement.services[0]} in for anybody: add aws:SourceArn")


@remembered
def _trust(statement: Statement, service: str) -> Iterator[Problem]:
    strict = service in DOCUMENTED
    accounts, sources = statement.of("aws:SourceAccount"), statement.of("aws:SourceArn")
    if not any(_of_account(test, strict=strict) for test in accounts):
        yield Problem(statement.place, f"trusts {service} for any account: add aws:SourceAccount")
    if not any(_of_source(test, service, strict=strict) for test in sources) and service not in WITHOUT_SOURCE_ARN:
        yield Problem(statement.place, f"trusts {service} for any source: add aws:SourceArn of this account")


def _of_account(test: Test, *, strict: bool) -> bool:
    operators = ("StringEquals",) if strict else ("StringEquals", "StringEqualsIfExists")
    return test.operator in operators and bool(test.values) and set(test.values) <= set(ACCOUNTS)


def _of_source(test: Test, service: str, *, strict: bool) -> bool:
    operators = ("ArnLike", "ArnEquals") if strict else ("ArnLike", "ArnEquals", "ArnLikeIfExists", "ArnEqualsIfExists")
    own = [_names_source(value, service.partition(".")[0]) for value in test.values]
    return test.operator in operators and bool(own) and all(own)


def _names_source(value: str, service: str) -> bool:
    """In this account and of that service; EventBridge Scheduler and SageMaker have sources of the whole account."""
    found = arn_of(value)
    return found is not None and found.own and found.service == service


def _held(statement: Statement) -> bool:
    if statement.actions == ("sns:Publish",) and statement.services == ("events.amazonaws.com",):
        return True
    if any(value.startswith(BUCKETS) for test in statement.of("aws:SourceArn") for value in test.values):
        required = all(test.operator in ("ArnLike", "ArnEquals") for test in statement.of("aws:SourceArn"))
        return required and any(_of_account(test, strict=True) for test in statement.of("aws:SourceAccount"))
    contexts = [test for test in statement.tests if test.key.startswith(ENCRYPTION_CONTEXT)]
    sources = statement.of("aws:SourceArn")
    return any(_own_arns(test) for test in [*contexts, *sources])


def _own_arns(test: Test) -> bool:
    found = [arn_of(value) for value in test.values]
    own = [arn is not None and arn.own for arn in found]
    return test.operator in ("ArnLike", "ArnEquals") and bool(own) and all(own)
