"""What rules and schedules start is in the template or the account's topic, and what cannot be delivered is kept."""

from collections.abc import Iterator
from typing import Any

from scripts.gate.model.arns import arn_of
from scripts.gate.model.template import Problem, Resource, Template
from scripts.gate.model.values import branches, text, texts
from templates.names import BATCH_PIPELINE
from templates.parameters import NOTIFICATION_TOPIC

PIPELINE = f":${{AWS::Region}}:${{AWS::AccountId}}:pipeline/sagemaker-${{SageMakerProjectId}}-{BATCH_PIPELINE}"
"""The project's own SageMaker pipeline, which its build makes: exactly this name, of this account."""


def check(template: Template) -> Iterator[Problem]:
    own = {resource.name for resource in template.resources} | {str(NOTIFICATION_TOPIC.title)}
    for rule in template.of_type("AWS::Events::Rule"):
        if text(rule.properties.get("State") or "ENABLED") != "ENABLED":
            yield Problem(rule.name, "is disabled: nobody would hear of what it reports")
        for target in (found for part in branches(rule.properties.get("Targets", [])) for found in part):
            yield from _target(rule, target, own)
            if "DeadLetterConfig" not in target and not _function(template, target):
                yield Problem(rule.name, "loses events that cannot be delivered: set DeadLetterConfig")
            yield from _message(rule, target)
    for schedule in template.of_type("AWS::Scheduler::Schedule"):
        yield from _target(schedule, schedule.properties.get("Target", {}), own)


def _target(resource: Resource, target: Any, own: set[str]) -> Iterator[Problem]:
    for found in texts(target.get("Arn")):
        if found == f"arn:${{AWS::Partition}}:sagemaker{PIPELINE}":
            continue
        arn = arn_of(found)
        inside = arn is not None and arn.own
        names = {name.split(".")[0] for name in _placeholders(found)}
        if not (names & own) or (arn is not None and not inside):
            yield Problem(resource.name, f"starts {found}, which is not of this template: name its own")


def _message(rule: Resource, target: Any) -> Iterator[Problem]:
    for found in texts(target.get("InputTransformer", {}).get("InputTemplate")):
        if "http://" in found:
            yield Problem(rule.name, "has a link without TLS in its message: write https")


def _placeholders(found: str) -> list[str]:
    return [part.partition("}")[0] for part in found.split("${")[1:]]


def _function(template: Template, target: Any) -> bool:
    """Lambda keeps what it could not run: an event for a function is retried for six hours by Lambda itself."""
    functions = {f"${{{function.name}.Arn}}" for function in template.of_type("AWS::Lambda::Function")}
    return bool(functions & set(texts(target.get("Arn"))))
