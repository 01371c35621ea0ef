"""What CloudFormation needs to create, read, update and delete a template's resources.

The source is the handler permissions that AWS publishes in the resource schemas, as bundled with cfn-lint. Handlers
declare permissions for all properties, so those that write properties that no template sets are left out, by name.
Permissions to read stay: a read handler calls all of them.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import cfnlint

from tests.templates.rendered import template_of

SCHEMAS = Path(cfnlint.__file__).parent / "data" / "schemas"
HANDLERS = ("create", "read", "update", "delete")
# Types without published handlers.
UNPUBLISHED = {
    "AWS::CodeBuild::Project": [
        "codebuild:BatchGetProjects",
        "codebuild:CreateProject",
        "codebuild:DeleteProject",
        "codebuild:UpdateProject",
        "iam:PassRole",
    ],
    "Custom::SeededRepository": ["lambda:InvokeFunction"],
    "Custom::StageRoles": ["lambda:InvokeFunction"],
}
UNUSED = {
    "AWS::CodePipeline::Pipeline": "iam:GetRole",
    "AWS::IAM::Role": "iam:(Attach|Detach)RolePolicy|iam:DeleteRolePermissionsBoundary",
    "AWS::Logs::LogGroup": (
        r"firehose:.*|s3:.*|logs:(Put|Delete|Create)(DataProtectionPolicy|ResourcePolic|LogDelivery|BearerToken|DeletionProtection).*"
        r"|logs:(Put|Delete)IndexPolicy|logs:PutLogGroupDeletionProtection"
    ),
    "AWS::S3::Bucket": (
        r"s3tables:.*|iam:PassRole|s3:(Put|Delete|Create|Update)\w*"
        r"(Acl|Cors|CORS|Website|Replication|Metrics|Analytics|Inventory|Tiering|Accelerate|ObjectLock|Abac|MetadataT"
        r"|Metadata[A-Z])\w*|s3:DeleteObject|s3:DeleteBucket(Encryption|Lifecycle)"
    ),
    "AWS::SNS::Subscription": "iam:.*",
    "AWS::SNS::Topic": r"iam:.*|sns:PutDataProtectionPolicy",
}


def needed_by(template: str) -> dict[str, set[str]]:
    """The actions that each resource type in the template takes."""
    types = {body["Type"] for body in template_of(template)["Resources"].values()}
    return {kind: {action for action in declared(kind) if not _unused(kind, action)} for kind in types}


@cache
def declared(kind: str) -> tuple[str, ...]:
    return tuple(action for handler in HANDLERS for action in _permissions(kind, handler))


def needed_at(handler: str, kind: str) -> set[str]:
    """The actions that one handler of a resource type takes."""
    return {action for action in _permissions(kind, handler) if not _unused(kind, action)}


def _permissions(kind: str, handler: str) -> list[str]:
    """All that an unpublished handler calls is taken to be called by each."""
    if kind in UNPUBLISHED:
        return UNPUBLISHED[kind]
    return _schema(kind)["handlers"].get(handler, {}).get("permissions", [])


@cache
def _schema(kind: str) -> dict[str, Any]:
    digest = json.loads((SCHEMAS / "providers" / "us-east-1.json").read_text(encoding="utf-8"))[kind]
    return json.loads((SCHEMAS / "resources" / f"{digest}.json").read_text(encoding="utf-8"))


def _unused(kind: str, action: str) -> bool:
    return re.fullmatch(UNUSED.get(kind, "nothing"), action) is not None
