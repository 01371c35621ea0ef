"""The two roles that people and the publisher assume: the approver and the reader."""

from troposphere import Ref, Sub, iam

from templates import names
from templates.arns import account_root, arn_everywhere, bucket_arn, regionless_arn, role_arn, studio_roles
from templates.blocks.grants.models import READ_MODELS
from templates.foundations.blocks.catalog_parameters import HUB_ACCOUNT, ORGANIZATION
from templates.policy import Statement, actions_of, allow, document, principal_trust


def approver() -> iam.Role:
    """Approves models and production. Roles that run a data scientist's code cannot assume it."""
    return iam.Role(
        "Approver",
        RoleName=names.APPROVER,
        Path=names.PATH,
        Description="Approves models and their deployment to production",
        AssumeRolePolicyDocument=document([_trust_people()]),
        Policies=[iam.Policy(PolicyName="approve", PolicyDocument=document(_approve()))],
    )


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


def _trust_people() -> Statement:
    """The account's own policies allow it to people; this excludes the roles of projects and of Studio."""
    excluded = [role_arn(names.PROJECTS), *studio_roles()]
    return principal_trust(account_root(), {"ArnNotLike": {"aws:PrincipalArn": excluded}})


def _approve() -> list[Statement]:
    packages = [arn_everywhere("sagemaker", f"{kind}/*") for kind in ("model-package", "model-package-group")]
    pipelines = [arn_everywhere("codepipeline", names.PROJECTS)]
    approvals = [arn_everywhere("codepipeline", f"{names.PROJECTS}/Approve/Approve")]
    read = actions_of(
        "codepipeline",
        "GetPipeline GetPipelineExecution GetPipelineState ListActionExecutions ListPipelineExecutions",
    )
    return [
        allow(READ_MODELS, packages),
        *_read_reports(),
        allow(["sagemaker:UpdateModelPackage"], packages[:1]),
        allow(read, pipelines),
        allow(["codepipeline:PutApprovalResult"], approvals),
        allow(["sagemaker:ListModelPackageGroups", "codepipeline:ListPipelines"], ["*"]),
    ]


def _read_reports() -> list[Statement]:
    """The evaluation reports of every project of the account; a project's key allows that through S3."""
    in_this_account = {"StringEquals": {"aws:ResourceAccount": Ref("AWS::AccountId")}}
    below = {"StringLike": {"s3:prefix": [f"{names.EXECUTION_PREFIX}*"]}}
    evaluations = bucket_arn(f"{names.PROJECTS}/{names.EXECUTION_PREFIX}*/{names.EVALUATION}/*")
    through_s3 = {"StringLike": {"kms:ViaService": "s3.*.amazonaws.com"}}
    return [
        allow(["s3:GetObject"], [evaluations], in_this_account),
        allow(["kms:Decrypt"], [arn_everywhere("kms", "key/*")], through_s3),
        allow(["s3:ListBucket"], [bucket_arn(names.PROJECTS)], in_this_account | below),
    ]


def _read() -> list[Statement]:
    role = ("iam:GetRole", "iam:GetRolePolicy", "iam:ListAttachedRolePolicies", "iam:ListRolePolicies")
    imported = ("servicecatalog:ListAcceptedPortfolioShares", "servicecatalog:SearchProductsAsAdmin")
    return [
        allow(role, [_launch_role(), role_arn("*")]),
        allow(["iam:GetPolicy", "iam:GetPolicyVersion"], [regionless_arn("iam", f"policy{names.PATH}*")]),
        allow(["ssm:GetParameter", "ssm:GetParameters"], [arn_everywhere("ssm", f"parameter{names.SETTINGS}*")]),
        allow([*imported, "servicecatalog:ListProvisioningArtifacts"], ["*"]),
    ]


def _launch_role() -> Sub:
    return regionless_arn("iam", f"role/{names.LAUNCH_ROLE}")
