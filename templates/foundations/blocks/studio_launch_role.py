"""The role with which Service Catalog launches domains and user profiles of Studio, and nothing of projects.

A role of its own: whoever launches a domain needs no bucket, pipeline or repository, and whoever launches a project no
domain. It makes no role that people act as: those of teams are of the platform team's own stacks, and are only passed.
"""

from troposphere import iam

from templates import names
from templates.arns import arn_everywhere, regionless_arn, role_arn
from templates.foundations.blocks import launch_permissions
from templates.foundations.blocks.launch_statements import (
    being_tagged,
    make_keys,
    make_roles,
    make_stacks,
    pass_roles,
    role_for_launches,
    tagged,
)
from templates.policy import Statement, allow

THROUGH_SAGEMAKER = {"StringLike": {"kms:ViaService": "sagemaker.*.amazonaws.com"}}
LINKED_ROLE = "role/aws-service-role/sagemaker.amazonaws.com/AWSServiceRoleForAmazonSageMakerNotebooks"
"""SageMaker makes network interfaces with it; the first domain of an account needs it created."""


def studio_launch_role() -> iam.Role:
    policies = {"launch": _stacks(), "roles": _roles(), "keys": _keys(), "sagemaker": _sagemaker()}
    description = "Launches Studio domains and user profiles of the MLOps catalog"
    return role_for_launches("StudioLaunchRole", names.STUDIO_LAUNCH_ROLE, policies, Description=description)


def _stacks() -> list[Statement]:
    return [*make_stacks(), allow(["ssm:GetParameters"], [arn_everywhere("ssm", f"parameter{names.SETTINGS}*")])]


def _roles() -> list[Statement]:
    teams = regionless_arn("iam", f"role{names.TEAM_STUDIO_PATH}{names.TEAM_STUDIO_ROLE}*")
    for_sagemaker = {"StringEquals": {"iam:AWSServiceName": "sagemaker.amazonaws.com"}}
    return [
        *make_roles(names.STUDIO_NAMES),
        pass_roles([role_arn(names.STUDIO_NAMES), teams], ["sagemaker"]),
        allow(["iam:CreateServiceLinkedRole"], [regionless_arn("iam", LINKED_ROLE)], for_sagemaker),
    ]


def _keys() -> list[Statement]:
    keys = [arn_everywhere("kms", "key/*")]
    use = allow(launch_permissions.DOMAIN_KEYS, keys, THROUGH_SAGEMAKER)
    return [*make_keys(names.STUDIO_TAG, names.STUDIO_NAMES), use]


def _sagemaker() -> list[Statement]:
    """Of domains and profiles those with the catalog's tag: others in the account are other people's."""
    made = [arn_everywhere("sagemaker", f"{kind}/*") for kind in ("domain", "user-profile")]
    return [
        allow(launch_permissions.READ_DOMAINS, made),
        allow(launch_permissions.NEW_DOMAINS, made, being_tagged(names.STUDIO_TAG)),
        allow(launch_permissions.CHANGE_DOMAINS, made, tagged(names.STUDIO_TAG)),
    ]
