"""The two roles that people and the publisher take: the approver and the reader."""

from troposphere import Ref, Sub, iam

from templates import names
from templates.arns import account_root, arn_everywhere, bucket_arn, regionless_arn, role_arn
from templates.blocks.grants.models import READ_MODELS
from templates.policy import Statement, actions_of, allow, document, principal_trust

PROJECT_BUCKETS = "sagemaker-*"
STUDIO_ROLES = ("role/service-role/AmazonSageMaker*", "role/service-role/SageMaker*", "role/AmazonSageMaker*")


def approver() -> iam.Role:
    """Decides on models and on production. Whoever runs a data scientist's code cannot become it."""
    return iam.Role(
        "Approver",
        RoleName=names.APPROVER,
        Path=names.PATH,
        Description="Approves models, and their way to production",
        AssumeRolePolicyDocument=document([_people_only()]),
        Policies=[iam.Policy(PolicyName="approve", PolicyDocument=document(_approve()))],
    )


def reader(hub_account: str, organization: str) -> iam.Role:
    """The hub's publisher reads with it what arrived here. The names are those of parameters."""
    hub = Sub(f"arn:${{AWS::Partition}}:iam::${{{hub_account}}}:root")
    ours = {"StringEquals": {"aws:PrincipalOrgID": Ref(organization), "aws:PrincipalAccount": Ref(hub_account)}}
    return iam.Role(
        "Reader",
        RoleName=names.READER,
        Path=names.PATH,
        Description="Lets the hub of the MLOps catalog check what arrived in this account",
        AssumeRolePolicyDocument=document([principal_trust(hub, ours)]),
        Policies=[iam.Policy(PolicyName="read", PolicyDocument=document(_read()))],
    )


def _people_only() -> Statement:
    """The account's own policies say who; this says who never."""
    never = [role_arn("sagemaker-*"), *[regionless_arn("iam", role) for role in STUDIO_ROLES]]
    return principal_trust(account_root(), {"ArnNotLike": {"aws:PrincipalArn": never}})


def _approve() -> list[Statement]:
    packages = [arn_everywhere("sagemaker", f"{kind}/*") for kind in ("model-package", "model-package-group")]
    pipelines = [arn_everywhere("codepipeline", "sagemaker-*")]
    gates = [arn_everywhere("codepipeline", "sagemaker-*/Approve/Approve")]
    look = actions_of(
        "codepipeline",
        "GetPipeline GetPipelineExecution GetPipelineState ListActionExecutions ListPipelineExecutions",
    )
    return [
        allow(READ_MODELS, packages),
        *_open_reports(),
        allow(["sagemaker:UpdateModelPackage"], packages[:1]),
        allow(look, pipelines),
        allow(["codepipeline:PutApprovalResult"], gates),
        allow(["sagemaker:ListModelPackageGroups", "codepipeline:ListPipelines"], ["*"]),
    ]


def _open_reports() -> list[Statement]:
    """What the evaluation wrote, of every project here; a project's key lets S3 use it for the account's people."""
    here = {"StringEquals": {"aws:ResourceAccount": Ref("AWS::AccountId")}}
    below = {"StringLike": {"s3:prefix": [f"{names.EXECUTION_PREFIX}*"]}}
    evaluations = bucket_arn(f"{PROJECT_BUCKETS}/{names.EXECUTION_PREFIX}*/{names.EVALUATION}/*")
    through_s3 = {"StringLike": {"kms:ViaService": "s3.*.amazonaws.com"}}
    return [
        allow(["s3:GetObject"], [evaluations], here),
        allow(["kms:Decrypt"], [arn_everywhere("kms", "key/*")], through_s3),
        allow(["s3:ListBucket"], [bucket_arn(PROJECT_BUCKETS)], here | below),
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
