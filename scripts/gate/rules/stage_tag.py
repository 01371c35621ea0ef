"""In a stage's account tags of project and stage say whose models, configurations and scaling are: names do not."""

from collections.abc import Iterator

from scripts.gate.model.statements import Statement
from scripts.gate.model.template import Problem, Template

KINDS = (":model/*", ":endpoint-config/*", ":alarm:*", ":scalable-target/*")
TAGS = ("sagemaker:project-id", "stage")
DESCRIBING = ("Describe", "List")
MAYBE_NEW = ("application-autoscaling:", "cloudwatch:")
"""Alarms and scaling may have no tags yet, and Application Auto Scaling tries whether any alarm could be made: those of
other projects have some.
"""
FINDS_ALL = "-cloudformation"
"""CloudFormation looks for what it has just deleted, which has no tags."""


def check(template: Template) -> Iterator[Problem]:
    for role in template.roles if template.kind == "stage" else ():
        for statement in role.grants:
            if statement.allows and any(resource.endswith(KINDS) for resource in statement.resources):
                for problem in _problems(statement, finds_all=role.name.endswith(FINDS_ALL)):
                    yield Problem(role.title, problem)


def _problems(statement: Statement, *, finds_all: bool) -> Iterator[str]:
    for action in statement.actions:
        verb = action.partition(":")[2]
        if verb.startswith(DESCRIBING) and (finds_all or action.startswith(MAYBE_NEW)):
            continue
        for tag in TAGS:
            if not _tagged(statement, verb, tag):
                yield f"{action} reaches what is of other projects or stages: require the tag {tag}"


def _tagged(statement: Statement, verb: str, tag: str) -> bool:
    """What is created gets the tag; what is tagged must not have another one; all else must have it."""
    of_request = any(test.exact for test in statement.of(f"aws:RequestTag/{tag}"))
    of_resource = statement.of(f"aws:ResourceTag/{tag}")
    strictly = any(test.exact for test in of_resource)
    if any(action.startswith(MAYBE_NEW) for action in statement.actions):
        return bool(of_resource)
    if verb == "AddTags":
        return strictly or (of_request and bool(of_resource))
    if verb.startswith("Create"):
        return strictly or of_request
    return strictly
