"""The role that the publisher assumes in every account."""

from troposphere import Ref, iam

from templates import names
from templates.arns import arn_everywhere, bucket_arn, catalog_launch_roles, regionless_arn, role_arn
from templates.foundations.blocks.catalog_parameters import HUB_ACCOUNT, ORGANIZATION
from templates.policy import Statement, allow, document, principal_trust


def reader() -> iam.Role:
    """The hub's publisher verifies with it what this account received."""
    hub = regionless_arn("iam", "root", f"${{{HUB_ACCOUNT.title}}}")
    from_the_hub = {"StringEquals": {"aws:PrincipalOrgID": Ref(ORGANIZATION), "aws:PrincipalAccount": Ref(HUB_ACCOUNT)}}
    return iam.Role(
        "Reader",
        RoleName=names.READER,
        Path=names.PATH,
        Description="Lets the hub of the MLOps catalog verify what this account received",
        AssumeRolePolicyDocument=document([principal_trust(hub, from_the_hub)]),
        Policies=[iam.Policy(PolicyName="read", PolicyDocument=document(_read()))],
    )


def _read() -> list[Statement]:
    role = ("iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies")
    imported = ("servicecatalog:ListAcceptedPortfolioShares", "servicecatalog:SearchProductsAsAdmin")
    return [
        allow(role, [*catalog_launch_roles(), role_arn("*")]),
        allow(["iam:GetPolicy", "iam:GetPolicyVersion"], [regionless_arn("iam", f"policy{names.PATH}*")]),
        allow(["ssm:GetParameter", "ssm:GetParameters"], [arn_everywhere("ssm", f"parameter{names.SETTINGS}*")]),
        allow([*imported, "servicecatalog:ListProvisioningArtifacts"], ["*"]),
        _read_assets(),
    ]


def _read_assets() -> Statement:
    """What a launch in this account would read, to compare its checksum with what was published."""
    bucket = names.asset_bucket(region="*")
    return allow(["s3:GetObject"], [bucket_arn(f"{bucket}/{prefix}*") for prefix in names.ASSET_PREFIXES])
