"""Roles and policies."""

from sandbox.cloudformation.resource import Call, Kind, Setting, tagging
from sandbox.iam import new_roles

# Tables are read by column.
# fmt: off
_ROLE = {"RoleName": "id"}
_POLICY = {"PolicyArn": "id"}

KINDS = (
    Kind(
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
        create=Call("CreateRole"),
        identifier="result.Role.RoleName",
        settings=(
            Setting(
                ("ManagedPolicyArns",),
                Call("AttachRolePolicy", _ROLE | {"PolicyArn": "item"}),
                Call("DetachRolePolicy", _ROLE | {"PolicyArn": "item"}),
                each=True,
            ),
            Setting(
                ("Policies",),
                Call(
                    "PutRolePolicy", _ROLE | {"PolicyName": "item.PolicyName", "PolicyDocument": "item.PolicyDocument"}
                ),
                Call("DeleteRolePolicy", _ROLE | {"PolicyName": "item.PolicyName"}),
                each=True,
                key="PolicyName",
            ),
            Setting(
                ("AssumeRolePolicyDocument",),
                Call(
                    "UpdateAssumeRolePolicy",
                    _ROLE | {"PolicyDocument": "properties.AssumeRolePolicyDocument"},
                    takes=(),
                ),
                at_create=False,
            ),
            Setting(
                ("PermissionsBoundary",),
                Call("PutRolePermissionsBoundary", _ROLE),
                Call("DeleteRolePermissionsBoundary", _ROLE),
                at_create=False,
            ),
            Setting(("Description", "MaxSessionDuration"), Call("UpdateRole", _ROLE), at_create=False),
            tagging(_ROLE, "TagRole", "UntagRole"),
        ),
        delete=(Call("DeleteRole", _ROLE),),
        reads=(
            Call("GetRole", _ROLE),
            Call("ListAttachedRolePolicies", _ROLE),
            Call("ListRolePolicies", _ROLE),
        ),
        attributes={"Arn": "read.GetRole.Role.Arn", "RoleId": "read.GetRole.Role.RoleId"},
        create_only=("RoleName", "Path"),
        settled=new_roles.wait,
        # The documents of inline policies come one call each; their names are read.
        unread=frozenset({"Policies"}),
    ),
    Kind(
        type="AWS::IAM::RolePolicy",
        service="iam",
        properties=("RoleName", "PolicyName", "PolicyDocument"),
        create=Call("PutRolePolicy"),
        update=Call("PutRolePolicy"),
        identifier="join('|', [properties.PolicyName, properties.RoleName])",
        delete=(Call("DeleteRolePolicy", {"PolicyName": "part(id, '0')", "RoleName": "part(id, '1')"}),),
        reads=(Call("GetRolePolicy", {"PolicyName": "part(id, '0')", "RoleName": "part(id, '1')"}),),
        create_only=("RoleName", "PolicyName"),
    ),
    Kind(
        type="AWS::IAM::ManagedPolicy",
        service="iam",
        properties=("ManagedPolicyName", "Path", "Description", "PolicyDocument", "Roles", "Tags"),
        names={"ManagedPolicyName": "PolicyName"},
        name=("ManagedPolicyName", 128),
        create=Call("CreatePolicy"),
        identifier="result.Policy.Arn",
        settings=(
            Setting(
                ("Roles",),
                Call("AttachRolePolicy", _POLICY | {"RoleName": "item"}),
                Call("DetachRolePolicy", _POLICY | {"RoleName": "item"}),
                each=True,
            ),
            Setting(
                ("PolicyDocument",), Call("CreatePolicyVersion", _POLICY | {"SetAsDefault": "`true`"}), at_create=False
            ),
            tagging(_POLICY, "TagPolicy", "UntagPolicy"),
        ),
        delete=(Call("DeletePolicy", _POLICY),),
        reads=(
            Call("GetPolicy", _POLICY),
            Call("GetPolicyVersion", _POLICY | {"VersionId": "read.GetPolicy.Policy.DefaultVersionId"}),
            Call("ListEntitiesForPolicy", _POLICY),
        ),
        attributes={"PolicyArn": "id", "PolicyId": "read.GetPolicy.Policy.PolicyId"},
        create_only=("ManagedPolicyName", "Path", "Description"),
    ),
)
