"""Outputs and metadata have no secrets and no link without TLS, and no output is exported to other stacks."""

import re
from collections.abc import Iterator

from scripts.gate.model.remembered import remembered
from scripts.gate.model.template import Body, Problem, Resource, Template
from scripts.gate.model.values import texts

SECRET = re.compile(
    r"resolve:(secretsmanager|ssm-secure)|AKIA[0-9A-Z]{16}|-----BEGIN|aws_secret_access_key\W{1,5}[A-Za-z0-9/+]{40}",
    re.IGNORECASE,
)


def check(template: Template) -> Iterator[Problem]:
    for name, output in template.body.get("Outputs", {}).items():
        for problem in _output(output):
            yield Problem(name, problem)
    for resource in template.resources:
        yield from _secrets(resource)


def _output(output: Body) -> Iterator[str]:
    shown = texts(output.get("Value"))
    if "Export" in output:
        yield "is exported: every stack of the account could depend on it, so it could not be deleted"
    if any("http://" in text for text in shown):
        yield "is a link without TLS: write https"
    if any(SECRET.search(text) for text in shown):
        yield "shows a secret: take it out"


@remembered
def _secrets(resource: Resource) -> Iterator[Problem]:
    for value in resource.values:
        if isinstance(value, str) and SECRET.search(value):
            yield Problem(resource.name, "holds a secret: let the code that needs it fetch it")
