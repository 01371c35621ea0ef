"""What CloudFormation needs to create, read, update and delete a resource, and which actions a service has at all.

Sources: the handler permissions in the resource schemas that AWS publishes, and the actions of the Service
Authorization Reference, both as bundled with cfn-lint. Handlers declare permissions for all properties, so those that
write properties which no template sets are left out, by name. Permissions to read stay: a read handler calls all.
"""

import json
import re
from functools import cache
from importlib import resources
from typing import Any

HANDLERS = ("create", "read", "update", "delete")
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
"""Types without published handlers."""
UNUSED = {
    "AWS::CodePipeline::Pipeline": "iam:GetRole",
    "AWS::IAM::Role": "iam:(Attach|Detach)RolePolicy|iam:DeleteRolePermissionsBoundary",
    "AWS::Logs::LogGroup": (
        r"firehose:.*|s3:.*|logs:(Put|Delete|Create)"
        r"(DataProtectionPolicy|ResourcePolic|LogDelivery|BearerToken|DeletionProtection).*"
        r"|logs:(Put|Delete)IndexPolicy|logs:PutLogGroupDeletionProtection"
    ),
    "AWS::S3::Bucket": (
        r"s3tables:.*|iam:PassRole|s3:(Put|Delete|Create|Update)\w*"
        r"(Acl|Cors|CORS|Website|Replication|Metrics|Analytics|Inventory|Tiering|Accelerate|ObjectLock|Abac|MetadataT"
        r"|Metadata[A-Z])\w*|s3:DeleteObject|s3:DeleteBucket(Encryption|Lifecycle)"
    ),
    "AWS::SageMaker::Domain": "efs:.*|sagemaker:(Create|Delete|Describe)App|sagemaker:DescribeImage.*|"
    "sagemaker:DescribeUserProfile",
    "AWS::SageMaker::UserProfile": "(sso|identitystore):.*|sagemaker:DescribeImage.*",
    "AWS::SNS::Subscription": "iam:.*",
    "AWS::SNS::Topic": r"iam:.*|sns:PutDataProtectionPolicy",
}


def needed_at(handler: str, kind: str) -> list[str]:
    """The actions that one handler of a resource type takes."""
    declared = declared_at(handler, kind)
    return sorted({action for action in declared if re.fullmatch(UNUSED.get(kind, "nothing"), action) is None})


def declared_at(handler: str, kind: str) -> list[str]:
    """What AWS publishes of one handler, for all properties; an unpublished one is taken to take all of its actions."""
    return UNPUBLISHED.get(kind) or _schema(kind)["handlers"].get(handler, {}).get("permissions", [])


@cache
def actions_on(service: str, kind: str) -> tuple[str, ...]:
    """The actions, in lower case, that a service defines for a type of resource; for "" those without a resource."""
    actions = _reference()[service]["Actions"]
    return tuple(f"{service}:{name}" for name, body in actions.items() if kind in (body.get("Resources") or [""]))


@cache
def _schema(kind: str) -> dict[str, Any]:
    folder = resources.files("cfnlint.data.schemas")
    digest = json.loads(folder.joinpath("providers", "us-east-1.json").read_text(encoding="utf-8"))[kind]
    return json.loads(folder.joinpath("resources", f"{digest}.json").read_text(encoding="utf-8"))


@cache
def _reference() -> dict[str, Any]:
    path = resources.files("cfnlint.data.AdditionalSpecs").joinpath("Policies.json")
    return json.loads(path.read_text(encoding="utf-8"))
