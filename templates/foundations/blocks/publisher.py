"""The role that publishes the catalog, in the hub: it may do what `make publish` does, and no more.

A role that deploys service-managed StackSets can do anything in the accounts they reach, so this one has the power of
those accounts' administrators. It trusts the hub alone, whose own policies decide who may assume it.
"""

from typing import Any

from troposphere import Ref, Sub, iam

from templates import names
from templates.arns import account_root, arn_everywhere, bucket_arn, catalog_launch_roles, regionless_arn, role_arn
from templates.foundations.blocks import launch_permissions
from templates.foundations.blocks.catalog_parameters import ORGANIZATION
from templates.policy import Statement, actions_of, allow, document, principal_trust

STACKS = actions_of(
    "cloudformation",
    """
    CreateChangeSet DeleteChangeSet DeleteStack DescribeChangeSet DescribeStackEvents DescribeStacks ExecuteChangeSet
    GetTemplate TagResource
    """,
)
STACK_SETS = actions_of(
    "cloudformation",
    """
    CreateStackInstances DeleteStackInstances DescribeStackInstance DescribeStackSet DescribeStackSetOperation
    ListStackInstances TagResource UpdateStackInstances UpdateStackSet
    """,
)
LAUNCH_ROLES = actions_of(
    "iam",
    """
    CreateRole DeleteRole DeleteRolePolicy GetRole GetRolePolicy ListAttachedRolePolicies ListRolePolicies
    PutRolePolicy TagRole UntagRole UpdateAssumeRolePolicy UpdateRole UpdateRoleDescription
    """,
)
ATTACHMENTS = actions_of("iam", "AttachRolePolicy DetachRolePolicy")
POLICIES = actions_of(
    "iam",
    """
    CreatePolicy CreatePolicyVersion DeletePolicy DeletePolicyVersion GetPolicy GetPolicyVersion ListEntitiesForPolicy
    ListPolicyVersions
    """,
)
PORTFOLIOS_AND_PRODUCTS = actions_of(
    "servicecatalog",
    """
    AssociatePrincipalWithPortfolio AssociateTagOptionWithResource CreateConstraint CreatePortfolioShare
    CreateProvisioningArtifact DeletePortfolio DeletePortfolioShare DeleteProduct DeleteProvisioningArtifact
    DescribePortfolio DescribePortfolioShares DescribeProductAsAdmin DescribeProvisioningArtifact
    DisassociatePrincipalFromPortfolio DisassociateServiceActionFromProvisioningArtifact
    DisassociateTagOptionFromResource ListPortfoliosForProduct ListPrincipalsForPortfolio ListProvisioningArtifacts
    ListServiceActionsForProvisioningArtifact ListTagsForResource TagResource UntagResource UpdatePortfolio
    UpdatePortfolioShare UpdateProduct UpdateProvisioningArtifact
    """,
)
# Actions for which the Service Authorization Reference names no resource: on an ARN they would never be allowed.
WITHOUT_RESOURCE = actions_of(
    "servicecatalog",
    """
    AssociateProductWithPortfolio CreatePortfolio CreateProduct CreateTagOption DeleteConstraint DeleteTagOption
    DescribeConstraint DescribePortfolioShareStatus DescribeTagOption DisassociateProductFromPortfolio
    GetAWSOrganizationsAccessStatus ListResourcesForTagOption UpdateConstraint UpdateTagOption
    """,
)
NEW_STACK_SET = actions_of("cloudformation", "CreateStackSet")
READ_ORGANIZATION = actions_of(
    "organizations", "DescribeAccount DescribeOrganization ListDelegatedAdministrators ListParents"
)


def publisher() -> iam.Role:
    """Named without a path, as a person types it into a profile."""
    policies = {"stacks": _stacks(), "assets": _assets(), "roles": _roles(), "catalog": _catalog()}
    excluded = [role_arn("*"), *catalog_launch_roles()]
    return iam.Role(
        "Publisher",
        RoleName=names.PUBLISHER,
        Description="Publishes the MLOps catalog to the organisation",
        AssumeRolePolicyDocument=document(
            [principal_trust(account_root(), {"ArnNotLike": {"aws:PrincipalArn": excluded}})]
        ),
        Policies=[
            iam.Policy(PolicyName=name, PolicyDocument=document(statements)) for name, statements in policies.items()
        ],
    )


def _stacks() -> list[Statement]:
    """A delegated administrator's StackSets belong to the management account: CloudFormation User Guide."""
    kinds = (f"stackset/{names.PREFIX}-*:*", f"stackset-target/{names.PREFIX}-*:*")
    sets: list[Any] = [Sub(f"arn:${{AWS::Partition}}:cloudformation:*:*:{kind}") for kind in kinds]
    types = Sub("arn:${AWS::Partition}:cloudformation:*::type/resource/*")
    return [
        allow(STACKS, [arn_everywhere("cloudformation", f"stack/{names.PREFIX}*/*")]),
        allow(STACK_SETS, [*sets, types]),
        allow(NEW_STACK_SET, ["*"]),
        allow(launch_permissions.TEMPLATES, ["*"]),
    ]


def _assets() -> list[Statement]:
    assets, logs = names.asset_bucket(region="*"), names.asset_log_bucket(region="*")
    return [
        allow(launch_permissions.BUCKETS, [bucket_arn(assets), bucket_arn(logs)]),
        allow(["s3:GetObject", "s3:PutObject"], [bucket_arn(f"{assets}/*")]),
        allow(["s3:DeleteObject"], [bucket_arn(f"{assets}/lease.json")]),
    ]


def _roles() -> list[Statement]:
    """The launch roles must be in the hub as well; the reader verifies an account."""
    launch = catalog_launch_roles()
    policies = [regionless_arn("iam", f"policy{names.PATH}*")]
    passed = {"StringEquals": {"iam:PassedToService": "servicecatalog.amazonaws.com"}}
    in_this_org = {"StringEquals": {"aws:ResourceOrgID": Ref(ORGANIZATION)}}
    reader = regionless_arn("iam", f"role{names.PATH}*{names.READER}", "*")
    return [
        allow([*LAUNCH_ROLES, *ATTACHMENTS], [*launch, role_arn("*")]),
        allow(POLICIES, policies),
        allow(["iam:PassRole"], launch, passed),
        allow(["sts:AssumeRole"], [reader], in_this_org),
    ]


def _catalog() -> list[Statement]:
    owned = [arn_everywhere("catalog", f"{kind}/*") for kind in ("portfolio", "product")]
    return [
        allow(PORTFOLIOS_AND_PRODUCTS, owned),
        allow([*WITHOUT_RESOURCE, *READ_ORGANIZATION], ["*"]),
    ]
