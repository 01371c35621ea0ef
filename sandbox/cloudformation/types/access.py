"""Roles and policies."""

from sandbox.cloudformation.resources.resource_type import ApiCall, ResourceType, Setting, tagging
from sandbox.iam import new_roles

# Tables are read by column.
# fmt: off
_ROLE = {"RoleName": "id"}
_POLICY = {"PolicyArn": "id"}
_POLICY_VERSION = {"PolicyArn": "id", "VersionId": "item"}
# A policy has five versions, and no other one than its default when it is deleted: the resource type's handlers in
# AWS's registry have permission to list and to delete versions. The newest is listed first.
_OTHER_VERSIONS = "read.ListPolicyVersions.Versions[?!IsDefaultVersion].VersionId"

RESOURCE_TYPES = (
    ResourceType(
        type="AWS::IAM::Role",
        service="iam",
        properties=(
            "RoleName",
            "Path",
            "AssumeRolePolicyDocument",
            "Description",
            "MaxSessionDuration",
            "PermissionsBoundary",
            "ManagedPolicyArns",
            "Policies",
            "Tags",
        ),
        name=("RoleName", 64),
        create=ApiCall("CreateRole"),
        identifier="result.Role.RoleName",
        settings=(
            Setting(
                ("ManagedPolicyArns",),
                ApiCall("AttachRolePolicy", _ROLE | {"PolicyArn": "item"}),
                ApiCall("DetachRolePolicy", _ROLE | {"PolicyArn": "item"}),
                per_element=True,
            ),
            Setting(
                ("Policies",),
                ApiCall(
                    "PutRolePolicy", _ROLE | {"PolicyName": "item.PolicyName", "PolicyDocument": "item.PolicyDocument"}
                ),
                ApiCall("DeleteRolePolicy", _ROLE | {"PolicyName": "item.PolicyName"}),
                per_element=True,
                key="PolicyName",
            ),
            Setting(
                ("AssumeRolePolicyDocument",),
                ApiCall(
                    "UpdateAssumeRolePolicy",
                    _ROLE | {"PolicyDocument": "properties.AssumeRolePolicyDocument"},
                    takes=(),
                ),
                at_create=False,
            ),
            Setting(
                ("PermissionsBoundary",),
                ApiCall("PutRolePermissionsBoundary", _ROLE),
                ApiCall("DeleteRolePermissionsBoundary", _ROLE),
                at_create=False,
            ),
            Setting(("Description", "MaxSessionDuration"), ApiCall("UpdateRole", _ROLE), at_create=False),
            tagging(_ROLE, "TagRole", "UntagRole"),
        ),
        delete=(ApiCall("DeleteRole", _ROLE),),
        reads=(
            ApiCall("GetRole", _ROLE),
            ApiCall("ListAttachedRolePolicies", _ROLE),
            ApiCall("ListRolePolicies", _ROLE),
        ),
        attributes={"Arn": "read.GetRole.Role.Arn", "RoleId": "read.GetRole.Role.RoleId"},
        create_only=("RoleName", "Path"),
        stabilize=new_roles.wait,
        # The documents of inline policies come one call each; their names are read.
        unread=frozenset({"Policies"}),
    ),
    ResourceType(
        type="AWS::IAM::RolePolicy",
        service="iam",
        properties=("RoleName", "PolicyName", "PolicyDocument"),
        create=ApiCall("PutRolePolicy"),
        update=ApiCall("PutRolePolicy"),
        identifier="join('|', [properties.PolicyName, properties.RoleName])",
        delete=(ApiCall("DeleteRolePolicy", {"PolicyName": "part(id, '0')", "RoleName": "part(id, '1')"}),),
        reads=(ApiCall("GetRolePolicy", {"PolicyName": "part(id, '0')", "RoleName": "part(id, '1')"}),),
        create_only=("RoleName", "PolicyName"),
    ),
    ResourceType(
        type="AWS::IAM::ManagedPolicy",
        service="iam",
        properties=("ManagedPolicyName", "Path", "Description", "PolicyDocument", "Roles", "Tags"),
        names={"ManagedPolicyName": "PolicyName"},
        name=("ManagedPolicyName", 128),
        create=ApiCall("CreatePolicy"),
        identifier="result.Policy.Arn",
        settings=(
            Setting(
                ("Roles",),
                ApiCall("AttachRolePolicy", _POLICY | {"RoleName": "item"}),
                ApiCall("DetachRolePolicy", _POLICY | {"RoleName": "item"}),
                per_element=True,
            ),
            Setting(
                ("PolicyDocument",),
                ApiCall("DeletePolicyVersion", _POLICY_VERSION, takes=(), each=f"{_OTHER_VERSIONS} | [3:]"),
                at_create=False,
            ),
            Setting(
                ("PolicyDocument",),
                ApiCall("CreatePolicyVersion", _POLICY | {"SetAsDefault": "`true`"}),
                at_create=False,
            ),
            tagging(_POLICY, "TagPolicy", "UntagPolicy"),
        ),
        delete=(
            ApiCall("DeletePolicyVersion", _POLICY_VERSION, each=_OTHER_VERSIONS),
            ApiCall("DeletePolicy", _POLICY),
        ),
        reads=(
            ApiCall("GetPolicy", _POLICY),
            ApiCall("GetPolicyVersion", _POLICY | {"VersionId": "read.GetPolicy.Policy.DefaultVersionId"}),
            ApiCall("ListEntitiesForPolicy", _POLICY),
            ApiCall("ListPolicyVersions", _POLICY),
        ),
        attributes={"PolicyArn": "id", "PolicyId": "read.GetPolicy.Policy.PolicyId"},
        create_only=("ManagedPolicyName", "Path", "Description"),
    ),
)
