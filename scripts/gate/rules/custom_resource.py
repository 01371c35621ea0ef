"""Custom resources are answered by the account's own functions, whose ARN is a setting."""

from collections.abc import Iterator

from scripts.gate.model.template import Problem, Template
from scripts.gate.model.values import text

SETTINGS = {"Custom::SeededRepository": "SeedingFunction", "Custom::StageRoles": "StagesFunction"}


def check(template: Template) -> Iterator[Problem]:
    for resource in template.resources:
        if resource.type.startswith(("Custom::", "AWS::CloudFormation::CustomResource")):
            token, expected = text(resource.properties.get("ServiceToken")), SETTINGS.get(resource.type, "")
            if token.removeprefix("${").removesuffix("}") != expected:
                yield Problem(resource.name, f"is answered by {token}: take the setting {expected}")
