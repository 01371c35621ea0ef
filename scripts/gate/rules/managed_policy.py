"""Roles have no managed policies but those of their own template: AWS changes its own ones without anybody here."""

from collections.abc import Iterator

from scripts.gate.model.template import Problem, Template
from scripts.gate.model.values import texts


def check(template: Template) -> Iterator[Problem]:
    own = {f"${{{policy.name}}}" for policy in template.of_type("AWS::IAM::ManagedPolicy")}
    for role in template.roles:
        for policy in texts(role.resource.properties.get("ManagedPolicyArns")):
            if policy not in own:
                yield Problem(role.title, f"has the managed policy {policy}: write the grants out")
    for other in template.of_type("AWS::IAM::User", "AWS::IAM::Group", "AWS::IAM::AccessKey", "AWS::IAM::Policy"):
        yield Problem(other.name, f"{other.type}: identities are roles whose policies are inline")
