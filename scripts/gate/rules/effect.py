"""Every statement has an effect that IAM knows, an action, and no empty list of resources."""

from collections.abc import Iterator

from scripts.gate.model.template import Problem, Template


def check(template: Template) -> Iterator[Problem]:
    for statement in template.every_statement:
        if statement.effect not in ("Allow", "Deny"):
            yield Problem(statement.place, f"effect {statement.effect}: write Allow or Deny")
        if not statement.actions and not statement.everything_but:
            yield Problem(statement.place, "a statement without an action: name one")
