"""Outputs and metadata have no secrets and no link without TLS, and no output is exported to other stacks."""

import re
from collections.abc import Iterator

from scripts.gate.model.template import Problem, Template
from scripts.gate.model.values import texts, walk

SECRET = re.compile(
    r"resolve:(secretsmanager|ssm-secure)|AKIA[0-9A-Z]{16}|-----BEGIN|aws_secret_access_key\W{1,5}[A-Za-z0-9/+]{40}",
    re.IGNORECASE,
)


def check(template: Template) -> Iterator[Problem]:
    for name, output in template.body.get("Outputs", {}).items():
        if "Export" in output:
            yield Problem(
                name, "is exported: every stack of the account could depend on it, so it could not be deleted"
            )
        if any("http://" in found for found in texts(output.get("Value"))):
            yield Problem(name, "is a link without TLS: write https")
        if any(SECRET.search(found) for found in texts(output.get("Value"))):
            yield Problem(name, "shows a secret: take it out")
    for resource in template.resources:
        for value in walk(resource.properties):
            if isinstance(value, str) and SECRET.search(value):
                yield Problem(resource.name, "holds a secret: let the code that needs it fetch it")
