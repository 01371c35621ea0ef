"""What the platform team decides is read from one SSM name each: a launcher could otherwise name one of his own."""

from collections.abc import Iterator

from scripts.gate.model.template import Problem, Template
from templates import names

READ_FROM_SSM = "AWS::SSM::Parameter::"


def check(template: Template) -> Iterator[Problem]:
    for name, parameter in template.parameters.items():
        if str(parameter.get("Type")).startswith(READ_FROM_SSM):
            default = parameter.get("Default")
            if parameter.get("AllowedValues") != [default]:
                yield Problem(name, "can be read from another name: set AllowedValues to its default alone")
            if not str(default).startswith(names.SETTINGS):
                yield Problem(name, f"is read from {default}: settings are below {names.SETTINGS}")
