"""The roles that approve models and deployments: one for an account, and one for each team."""

from typing import Any

from troposphere import Equals, If, Not, NoValue, Parameter, Ref, Select, Sub, iam

from templates import names, parameters
from templates.arns import account_root, arn_everywhere, bucket_arn, role_arn, studio_roles
from templates.blocks.grants.models import READ_MODELS
from templates.parameter_form import Condition, Field, Section
from templates.policy import Statement, actions_of, allow, document, principal_trust

TEAM_KEY = f"aws:ResourceTag/{names.TEAM_TAG}"
PRINCIPALS = Parameter(
    "ApproverPrincipals",
    Type="CommaDelimitedList",
    Description="Roles and users that may become the approver, as ARNs that may hold *, or none: all that IAM allows.",
    Default=names.NONE,
    AllowedPattern=r"^(none|arn:aws[a-z-]*:iam::([0-9]{12}|\*):(role|user)/[\w+=,.@/*-]{2,})$",
    ConstraintDescription="ARNs of roles or users with commas between, or none.",
)
MFA = parameters.choice("ApproverMfa", "Whether the approver needs multi-factor authentication.", ("no", "yes"))
HAS_PRINCIPALS = Condition("HasApproverPrincipals", Not(Equals(Select(0, Ref(PRINCIPALS)), names.NONE)))
NEEDS_MFA = Condition("ApproverNeedsMfa", Equals(Ref(MFA), "yes"))
SECTION = Section("Approval", (Field(PRINCIPALS, "Who may approve"), Field(MFA, "Multi-factor authentication")))
CONDITIONS = (HAS_PRINCIPALS, NEEDS_MFA)


def account_approver() -> iam.Role:
    """For the projects without a team, and those of versions that had none."""
    return _approver(names.APPROVER, names.APPROVAL, {"StringEqualsIfExists": {TEAM_KEY: names.NONE}})


def team_approver(team: Parameter) -> iam.Role:
    """For the team's projects alone: a group's policy and the name of a pipeline's action say whose they are."""
    own, name = f"${{{team.title}}}", names.APPROVER
    return _approver(Sub(f"{name}-{own}"), f"{names.APPROVAL}-{own}", {"StringEquals": {TEAM_KEY: Ref(team)}})


def _approver(name: Any, action: str, of_own_projects: Statement) -> iam.Role:
    return iam.Role(
        "Approver",
        RoleName=name,
        Path=names.PATH,
        Description="Approves models and their deployment to production",
        AssumeRolePolicyDocument=document([_trust_people()]),
        Policies=[iam.Policy(PolicyName="approve", PolicyDocument=document(_approve(action, of_own_projects)))],
    )


def _trust_people() -> Statement:
    """The account's own policies allow it to people; this excludes the roles that run code of projects and of Studio.

    With multi-factor authentication no service's session gets in, as it never has it (IAM User Guide, "AWS global
    condition context keys", aws:MultiFactorAuthPresent); nor has one of IAM Identity Center, so that it is a choice.
    """
    conditions = {
        "ArnNotLike": {"aws:PrincipalArn": [role_arn(names.PROJECTS), *studio_roles()]},
        "ArnLike": If(HAS_PRINCIPALS.name, {"aws:PrincipalArn": Ref(PRINCIPALS)}, NoValue),
        "Bool": If(NEEDS_MFA.name, {"aws:MultiFactorAuthPresent": "true"}, NoValue),
    }
    return principal_trust(account_root(), conditions)


def _approve(action: str, of_own_projects: Statement) -> list[Statement]:
    packages = [arn_everywhere("sagemaker", f"{kind}/*") for kind in ("model-package", "model-package-group")]
    pipelines = [arn_everywhere("codepipeline", names.PROJECTS)]
    approvals = [arn_everywhere("codepipeline", f"{names.PROJECTS}/{names.APPROVAL}/{action}")]
    read = actions_of(
        "codepipeline",
        "GetPipeline GetPipelineExecution GetPipelineState ListActionExecutions ListPipelineExecutions",
    )
    return [
        allow(READ_MODELS, packages),
        *_read_reports(),
        allow(["sagemaker:UpdateModelPackage"], packages[:1]),
        allow(read, pipelines, of_own_projects),
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
