"""The rules of every service that the engine answers, by the engine's name of the service."""

from sandbox.api.rules import Rules
from sandbox.engine.rules import (
    cloudwatch,
    events,
    functions,
    iam,
    kms,
    logs,
    s3,
    scheduler,
    sns,
    sqs,
    ssm,
    stacks,
    states,
    sts,
)

_SERVICES = (
    cloudwatch,
    events,
    functions,
    iam,
    kms,
    logs,
    s3,
    scheduler,
    sns,
    sqs,
    ssm,
    stacks,
    states,
    sts,
)

# Offered as the engine has them, without rules: what the project uses of them is small, and no recorded answer exists.
WITHOUT_RULES = frozenset({"ec2", "ecr", "organizations"})

RULES: dict[str, Rules] = {service.RULES.name: service.RULES for service in _SERVICES}
