"""A rule matches the events of one source and kind, about resources that its pattern names."""

import re
from collections.abc import Iterator
from typing import Any

from scripts.gate.model.template import Problem, Template
from scripts.gate.model.values import texts
from templates.names import PREFIX

NAMING = (
    "bucket",
    "detail",
    "pipeline",
    "project-name",
    "resources",
    "stack-id",
    "ModelPackageGroupName",
    "pipelineArn",
    "stateMachineArn",
)
ANYTHING = re.compile(r"^\**$|^arn:\*[:*]*$")
FOLDER = re.compile(r"^[a-z]+/")
SCOPED = re.compile(rf"sagemaker-|{PREFIX}|\$\{{")


def check(template: Template) -> Iterator[Problem]:
    for rule in template.of_type("AWS::Events::Rule"):
        for problem in _pattern(rule.properties.get("EventPattern")):
            yield Problem(rule.name, problem)


def _pattern(pattern: Any) -> Iterator[str]:
    members = pattern if isinstance(pattern, dict) else {}
    if not _literal(members.get("source"), "aws."):
        yield "matches events that anybody can put: list sources of AWS"
    if not _literal(members.get("detail-type"), ""):
        yield "matches events of any detail-type: list it"
    alternatives = _alternatives(members)
    if not all(_names_resource(found) for found in alternatives or [members]):
        yield "matches events of other projects: name the resource in its pattern"
    if "account" in members or ("$or" in members and not alternatives):
        yield "matches events of other accounts or one of several: write one pattern"


def _alternatives(members: dict[str, Any]) -> list[dict[str, Any]]:
    """New objects in one of several buckets: each alternative says in which, by a project, and which keys they have."""
    listed = members.get("$or")
    known = set(members) == {"source", "detail-type", "$or"} and members["source"] == ["aws.s3"]
    return listed if known and isinstance(listed, list) and all(_of_a_bucket(found) for found in listed) else []


def _of_a_bucket(found: Any) -> bool:
    detail = found.get("detail") if isinstance(found, dict) and set(found) == {"detail"} else None
    if not isinstance(detail, dict) or set(detail) != {"bucket", "object"}:
        return False
    projects, keys = (
        [text for value in _leaves(detail[member]) for text in texts(value)] for member in ("bucket", "object")
    )
    return all("${" in text for text in projects) and all(FOLDER.search(text) for text in keys) and bool(keys)


def _literal(values: Any, prefix: str) -> bool:
    listed = values if isinstance(values, list) else []
    return bool(listed) and all(isinstance(value, str) and value and value.startswith(prefix) for value in listed)


def _names_resource(pattern: dict[str, Any]) -> bool:
    """Every value of at least one member that names a resource holds a name of the catalog or of the template."""
    detail = pattern.get("detail")
    members = {**pattern, **(detail if isinstance(detail, dict) else {})}
    named = [members[name] for name in NAMING if name in members and name != "detail"]
    return any(_scoped(values) for values in named)


def _scoped(values: Any) -> bool:
    found = [text for value in _leaves(values) for text in texts(value)]
    return bool(found) and all(SCOPED.search(text) and not ANYTHING.match(text) for text in found)


def _leaves(values: Any) -> Iterator[Any]:
    """The values that a member is compared with; `exists` and `anything-but` name nothing."""
    for value in values if isinstance(values, list) else [values]:
        if not isinstance(value, dict):
            yield value
        elif set(value) <= {"prefix", "wildcard", "suffix", "equals-ignore-case"}:
            yield from value.values()
        elif {"exists", "anything-but", "numeric", "cidr"} & set(value):
            yield ""
        elif next(iter(value), "").startswith(("Fn::", "Ref")):
            yield value
        else:
            yield from (leaf for part in value.values() for leaf in _leaves(part))
