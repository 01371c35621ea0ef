"""No statement speaks of everything but something: what AWS adds tomorrow would be in it."""

from collections.abc import Iterator

from scripts.gate.model.template import Problem, Template


def check(template: Template) -> Iterator[Problem]:
    for statement in template.every_statement:
        for name in statement.everything_but:
            yield Problem(statement.place, f"{name}: list what is meant instead")
