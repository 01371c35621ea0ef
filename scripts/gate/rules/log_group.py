"""Logs are kept for a year, a project's are encrypted with its key, and whatever runs has a log group."""

from collections.abc import Callable, Iterator, Mapping

from scripts.gate.model.template import Problem, Resource, Template
from scripts.gate.model.values import text

YEAR = 365


def check(template: Template) -> Iterator[Problem]:
    keys = {f"${{{key.name}.Arn}}" for key in template.of_type("AWS::KMS::Key")}
    groups = {f"${{{group.name}}}" for group in template.of_type("AWS::Logs::LogGroup")}
    for group in template.of_type("AWS::Logs::LogGroup"):
        if int(text(group.properties.get("RetentionInDays")) or 0) < YEAR:
            yield Problem(group.name, "keeps logs for less than a year: set RetentionInDays to 365")
        if template.kind == "product" and text(group.properties.get("KmsKeyId")) not in keys:
            yield Problem(group.name, "is not encrypted with the project's key: set KmsKeyId")
    for resource in template.of_type(*WRITERS):
        if WRITERS[resource.type](resource) not in groups:
            yield Problem(resource.name, "writes no log that is kept: name a log group of the template")


def _build_group(build: Resource) -> str:
    logs = build.properties.get("LogsConfig", {}).get("CloudWatchLogs", {})
    return text(logs.get("GroupName")) if text(logs.get("Status")) == "ENABLED" else ""


def _function_group(function: Resource) -> str:
    return text(function.properties.get("LoggingConfig", {}).get("LogGroup"))


WRITERS: Mapping[str, Callable[[Resource], str]] = {
    "AWS::CodeBuild::Project": _build_group,
    "AWS::Lambda::Function": _function_group,
}
"""What writes logs, and where it says to which group."""
