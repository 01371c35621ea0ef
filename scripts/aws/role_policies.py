"""The policies of a role: inline ones, and the managed ones attached to it."""

import json
from typing import Any
from urllib.parse import unquote

from scripts.aws.answers import Answer


def policies_of(iam: Any, role: str) -> dict[str, Answer]:
    """The documents in force, by the name of an inline policy or the ARN of a managed one."""
    names = iam.list_role_policies(RoleName=role)["PolicyNames"]
    documents = {name: iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"] for name in names}
    for policy in iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]:
        version = iam.get_policy(PolicyArn=policy["PolicyArn"])["Policy"]["DefaultVersionId"]
        answer = iam.get_policy_version(PolicyArn=policy["PolicyArn"], VersionId=version)
        documents[policy["PolicyArn"]] = answer["PolicyVersion"]["Document"]
    return {name: _parsed(document) for name, document in documents.items()}


def _parsed(document: Any) -> Answer:
    return json.loads(unquote(document)) if isinstance(document, str) else document
