"""What a role's policies say: its inline policies, and the managed policies attached to it."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote


def policies_of(iam: Any, role: str) -> dict[str, Mapping[str, Any]]:
    """The documents in force, by the name of an inline policy or the ARN of a managed one."""
    names = iam.list_role_policies(RoleName=role)["PolicyNames"]
    documents = {name: iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"] for name in names}
    for policy in iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"]:
        version = iam.get_policy(PolicyArn=policy["PolicyArn"])["Policy"]["DefaultVersionId"]
        found = iam.get_policy_version(PolicyArn=policy["PolicyArn"], VersionId=version)
        documents[policy["PolicyArn"]] = found["PolicyVersion"]["Document"]
    return {name: _parsed(document) for name, document in documents.items()}


def _parsed(document: Any) -> Mapping[str, Any]:
    return json.loads(unquote(document)) if isinstance(document, str) else document
