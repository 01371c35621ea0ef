"""No grant has a wildcard in an action: what AWS adds to a service tomorrow would be granted with it."""

from collections.abc import Iterator

from scripts.gate.model.template import Problem, Template


def check(template: Template) -> Iterator[Problem]:
    for statement in template.every_statement:
        for action in statement.actions:
            if statement.allows and ("*" in action or "?" in action):
                yield Problem(statement.place, f"allows {action}: list the actions that are needed")
