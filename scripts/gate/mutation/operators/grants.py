"""Defects of statements that allow: without their condition, on more, for more, or for everything but something."""

import json
import re
from collections.abc import Iterator
from typing import Any

from scripts.gate.model.template import Body
from scripts.gate.mutation.edits import Edit, Path, at, is_identity, is_trust, statement_places
from templates.names import PREFIX

OWN = "arn:${AWS::Partition}:%s:*:${AWS::AccountId}:"
ROLE = f"arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:role/{PREFIX}/"
ADDED = {
    "iam:PutRolePolicy": f"{ROLE}sagemaker-p-*",
    "iam:AttachRolePolicy": f"{ROLE}sagemaker-p-*",
    "iam:UpdateAssumeRolePolicy": f"{ROLE}{PREFIX}-approver",
    "iam:CreateAccessKey": "arn:${AWS::Partition}:iam::${AWS::AccountId}:user/*",
    "sts:AssumeRole": f"{ROLE}{PREFIX}-approver",
    "lambda:UpdateFunctionCode": f"{OWN % 'lambda'}function:{PREFIX}-seeding",
    "codebuild:UpdateProject": f"{OWN % 'codebuild'}project/{PREFIX}-seeding",
    "codepipeline:PutApprovalResult": f"{OWN % 'codepipeline'}sagemaker-*-p-*/Approve/Approve",
    "codepipeline:UpdatePipeline": f"{OWN % 'codepipeline'}{PREFIX}-x",
    "events:PutTargets": f"{OWN % 'events'}rule/{PREFIX}-alert-build-failed",
    "sagemaker:UpdateModelPackage": f"{OWN % 'sagemaker'}model-package/*-p-*/*",
    "sagemaker:DeleteModelPackageGroupPolicy": f"{OWN % 'sagemaker'}model-package-group/*",
    "sagemaker:CreatePresignedDomainUrl": f"{OWN % 'sagemaker'}user-profile/*",
    "s3:PutBucketPolicy": f"arn:${{AWS::Partition}}:s3:::{PREFIX}-assets-*",
    "s3:DeleteObject": "arn:${AWS::Partition}:s3:::sagemaker-p-*/models/*",
    "kms:PutKeyPolicy": f"{OWN % 'kms'}key/*",
    "secretsmanager:GetSecretValue": f"{OWN % 'secretsmanager'}secret:*",
    "ssm:PutParameter": f"{OWN % 'ssm'}parameter/{PREFIX}/*",
}
"""A further statement for each role: what it could do with it is worse than what it may do now."""
WITH_POLICIES = ("kms", "sns", "sqs", "lambda", "iam", "sts", "events")
"""Services whose resources have policies: an identity policy that names every account then reaches those of others."""
IDENTIFIER = "-${SageMakerProjectId}"


def allowing(body: Body) -> Iterator[tuple[Path, dict[str, Any]]]:
    return ((path, found) for path, found in statement_places(body) if found["Effect"] == "Allow")


def granting(body: Body) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Grants of roles; what a boundary allows is none."""
    for path, found in allowing(body):
        if is_identity(path) and not _of_boundary(body, path):
            yield path, found


def _of_boundary(body: Body, path: Path) -> bool:
    name = body["Resources"][path[1]].get("Properties", {}).get("ManagedPolicyName", "")
    return str(name).endswith("-boundary")


def resource_everything(body: Body) -> Iterator[Edit]:
    for path, found in granting(body):
        if "*" not in found.get("Resource", ["*"]):
            yield Edit((*path, "Resource"), ["*"])


def resource_of_every_project(body: Body) -> Iterator[Edit]:
    return _resources(body, lambda text: text.replace(IDENTIFIER, "-*") if IDENTIFIER in text else None)


def resource_of_every_account(body: Body) -> Iterator[Edit]:
    def anywhere(text: str) -> str | None:
        service = text.split(":")[4] if text.startswith("arn:${AWS::Partition}:") else ""
        return text.replace(":${AWS::AccountId}:", ":*:", 1) if service in WITH_POLICIES else None

    return _resources(body, anywhere)


def resource_below_nothing(body: Body) -> Iterator[Edit]:
    """All objects of a bucket instead of those below a prefix."""

    def whole(text: str) -> str | None:
        found = re.match(r"(\$\{\w+\.Arn\}|arn:[^/]*:s3:::[^/]*)/(?!\*)", text)
        return f"{found[1]}/*" if found else None

    return _resources(body, whole)


def resource_of_every_name(body: Body) -> Iterator[Edit]:
    """A kind of resource instead of one name, or of names that begin in a given way."""

    def named(text: str) -> str | None:
        wide = re.sub(rf"(?<=[:/])({PREFIX}|sagemaker)-(\$\{{[^}}]*\}}|[^/:])*(?=$|[/:])", "*", text)
        return wide if text.startswith("arn:") and wide != text and ":s3:::" not in text else None

    return _resources(body, named)


def bucket_of_every_name(body: Body) -> Iterator[Edit]:
    def any_bucket(text: str) -> str | None:
        wide = re.sub(r":s3:::[^/]+", ":s3:::*", text)
        return wide if wide != text else None

    return _resources(body, any_bucket)


def resource_in_every_path(body: Body) -> Iterator[Edit]:
    """Roles and policies outside the catalog's path."""

    def outside(text: str) -> str | None:
        wide = text.replace(f":role/{PREFIX}/", ":role/*").replace(f":policy/{PREFIX}/", ":policy/*")
        return wide if wide != text else None

    return _resources(body, outside)


def _resources(body: Body, change: Any) -> Iterator[Edit]:
    """One edit for each resource of a grant that the change applies to."""
    for path, found in granting(body):
        for number, resource in enumerate(found.get("Resource", [])):
            text = resource.get("Fn::Sub") if isinstance(resource, dict) else resource
            changed = change(text) if isinstance(text, str) else None
            if changed is not None and changed != text:
                yield Edit((*path, "Resource", number), {"Fn::Sub": changed}, changed)


def every_action(body: Body) -> Iterator[Edit]:
    for path, found in allowing(body):
        if not is_trust(path):
            service = found["Action"][0].partition(":")[0]
            yield Edit((*path, "Action"), [f"{service}:*"])


def every_action_of_all_services(body: Body) -> Iterator[Edit]:
    return (Edit((*path, "Action"), ["*"]) for path, _ in _first_of_each(granting(body)))


def number_of_every_account(body: Body) -> Iterator[Edit]:
    """Stacks of every development account instead of those under the session's own number."""

    def any_number(text: str) -> str | None:
        wide = re.sub(r"\$\{!aws:PrincipalTag/[a-z-]+\}", "*", text)
        return wide if wide != text else None

    return _resources(body, any_number)


def like_actions(body: Body) -> Iterator[Edit]:
    """A verb with a wildcard instead of the action."""
    for path, found in granting(body):
        for number, action in enumerate(found["Action"]):
            verb = re.match(r"[a-z0-9-]+:[A-Z][a-z]+", action)
            if verb and verb[0] != action and not verb[0].endswith(("Get", "List", "Describe", "Batch")):
                yield Edit((*path, "Action", number), f"{verb[0]}*", action)


def statement_added(body: Body) -> Iterator[Edit]:
    for path, _ in _first_of_each(granting(body)):
        statements = at(body, path[: path.index("Statement") + 1])
        for action, resource in ADDED.items():
            if action not in json.dumps(body["Resources"][path[1]]):
                added = {"Effect": "Allow", "Action": [action], "Resource": [{"Fn::Sub": resource}]}
                yield Edit(path[: path.index("Statement") + 1], [*statements, added], action)


def all_but_actions(body: Body) -> Iterator[Edit]:
    for path, found in _first_of_each(granting(body)):
        changed = {name: value for name, value in found.items() if name != "Action"}
        yield Edit(path, {**changed, "NotAction": ["iam:CreateUser"]})


def all_but_resources(body: Body) -> Iterator[Edit]:
    for path, found in _first_of_each(granting(body)):
        changed = {name: value for name, value in found.items() if name != "Resource"}
        yield Edit(path, {**changed, "NotResource": ["arn:aws:s3:::nothing"]})


def _first_of_each(found: Iterator[tuple[Path, dict[str, Any]]]) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The first statement of each role or policy."""
    seen: set[str | int] = set()
    for path, statement in found:
        if path[1] not in seen:
            seen.add(path[1])
            yield path, statement


OPERATORS = (
    "resource_everything",
    "resource_of_every_project",
    "resource_of_every_account",
    "resource_below_nothing",
    "resource_of_every_name",
    "bucket_of_every_name",
    "resource_in_every_path",
    "every_action",
    "every_action_of_all_services",
    "number_of_every_account",
    "like_actions",
    "statement_added",
    "all_but_actions",
    "all_but_resources",
)
