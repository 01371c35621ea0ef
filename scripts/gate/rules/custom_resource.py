"""Custom resources are answered by the account's own functions, none that a launch names."""

from collections.abc import Iterator

from scripts.gate.model.template import Problem, Template
from scripts.gate.model.values import text
from templates import names

FUNCTION = "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:"
ANSWERED = {
    "Custom::SeededRepository": ("${SeedingFunction}", f"{FUNCTION}{names.SEEDING}"),
    "Custom::StageRoles": (f"{FUNCTION}{names.PREFIX}-stages",),
}
"""By kind: a setting with the function's ARN, or the name of the catalog's function."""


def check(template: Template) -> Iterator[Problem]:
    for resource in template.resources:
        if resource.type.startswith(("Custom::", "AWS::CloudFormation::CustomResource")):
            token, functions = text(resource.properties.get("ServiceToken")), ANSWERED.get(resource.type, ())
            if token not in functions:
                yield Problem(resource.name, f"is answered by {token}: name the account's own function")
