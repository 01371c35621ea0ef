"""What every launch role needs, whatever its products make: stacks, roles inside the boundary, customer keys.

A key's tags take effect only minutes after its creation (AWS KMS developer guide, "ABAC for AWS KMS"), and an update
sends only the tags that differ. So no condition on tags applies to what a launch does with its new key, and a resource
with the tag may be tagged, whether the request has that tag or not.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from troposphere import Ref, iam

from templates.arns import arn_everywhere, boundary_arn, role_arn
from templates.foundations.blocks import launch_permissions
from templates.foundations.blocks.catalog_parameters import HUB_ACCOUNT
from templates.policy import Statement, allow, document, service_trust_if_source_account_known


def role_for_launches(title: str, name: str, policies: Mapping[str, Sequence[Statement]], **more: Any) -> iam.Role:
    """Without a path: a launch constraint names a role by its name alone.

    The source account of a shared product is documented nowhere: this one, or the hub that owns the product.
    """
    trust = service_trust_if_source_account_known("servicecatalog", Ref("AWS::AccountId"), Ref(HUB_ACCOUNT))
    return iam.Role(
        title,
        RoleName=name,
        AssumeRolePolicyDocument=document([trust]),
        Policies=[
            iam.Policy(PolicyName=name, PolicyDocument=document(statements)) for name, statements in policies.items()
        ],
        **more,
    )


def tagged(key: str) -> Statement:
    """A condition: the resource has the tag."""
    return {"Null": {f"aws:ResourceTag/{key}": "false"}}


def being_tagged(key: str) -> Statement:
    """A condition: the request gives the tag."""
    return {"Null": {f"aws:RequestTag/{key}": "false"}}


def make_stacks() -> list[Statement]:
    """Templates are read from copies in buckets of Service Catalog, by a tag.

    Service Catalog administrator guide, "AWS Service Catalog Launch Constraints".
    """
    copies = {"StringEquals": {"s3:ExistingObjectTag/servicecatalog:provisioning": "true"}}
    return [
        allow(launch_permissions.STACKS, [arn_everywhere("cloudformation", "stack/SC-*/*")]),
        allow(launch_permissions.TEMPLATES, ["*"]),
        allow(["s3:GetObject"], ["*"], copies),
    ]


def make_roles(pattern: str) -> list[Statement]:
    """Only of these names, only inside the boundary, which a launch role cannot remove or replace."""
    made = [role_arn(pattern)]
    in_the_boundary = {"StringEquals": {"iam:PermissionsBoundary": boundary_arn()}}
    return [allow(launch_permissions.BOUNDED_ROLES, made, in_the_boundary), allow(launch_permissions.ROLES, made)]


def pass_roles(roles: Sequence[Any], services: Sequence[str]) -> Statement:
    passed_to = [f"{service}.amazonaws.com" for service in services]
    return allow(["iam:PassRole"], roles, {"StringEquals": {"iam:PassedToService": passed_to}})


def make_keys(tag: str, aliases: str) -> list[Statement]:
    """Keys with the tag, under aliases of these names."""
    keys = [arn_everywhere("kms", "key/*")]
    return [
        allow(["kms:CreateKey"], ["*"], being_tagged(tag)),
        allow(["kms:TagResource"], keys, being_tagged(tag)),
        allow(launch_permissions.NEW_KEYS, keys),
        allow(launch_permissions.KEYS, keys, tagged(tag)),
        allow(launch_permissions.ALIASES, [*keys, arn_everywhere("kms", f"alias/{aliases}")]),
        allow(["kms:ListAliases"], ["*"]),
    ]
