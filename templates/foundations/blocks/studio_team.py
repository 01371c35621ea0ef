"""The Studio role of one team: its people work on the projects with the team's tag, and on no others.

What a tag cannot limit is limited by the policies of projects: buckets and model package groups deny this role where a
project names another team.
"""

from troposphere import GetAtt, Parameter, Ref, Sub, Tags, iam, ssm

from templates import names
from templates.arns import arn_anywhere, arn_everywhere, bucket_arn, regionless_arn, role_arn
from templates.blocks.grants.jobs import DESCRIBE, STOP
from templates.blocks.registry import READ
from templates.policy import Statement, actions_of, allow, deny, document, service_trust

RESOURCE_TAG = f"aws:ResourceTag/{names.TEAM_TAG}"
REPOSITORIES = actions_of(
    "codecommit",
    """
    BatchGetCommits BatchGetRepositories CreateBranch CreatePullRequest GetBranch GetCommit GetDifferences GetFile
    GetFolder GetPullRequest GetRepository GitPull GitPush ListBranches ListPullRequests
    """,
)
BUILD_PIPELINES = actions_of(
    "codepipeline",
    """
    GetPipeline GetPipelineExecution GetPipelineState ListActionExecutions ListPipelineExecutions
    StartPipelineExecution StopPipelineExecution
    """,
)
TRAINING_PIPELINES = actions_of(
    "sagemaker",
    """
    DescribePipeline DescribePipelineDefinitionForExecution DescribePipelineExecution ListPipelineExecutionSteps
    ListPipelineExecutions ListPipelineParametersForExecution RetryPipelineExecution StartPipelineExecution
    StopPipelineExecution
    """,
)
LISTS = (
    *actions_of("codecommit", "ListRepositories"),
    *actions_of("codepipeline", "ListPipelines"),
    *actions_of(
        "sagemaker",
        """
        ListApps ListCodeRepositories ListDomains ListModelPackageGroups ListPipelines ListProcessingJobs ListProjects
        ListSpaces ListTrainingJobs ListUserProfiles
        """,
    ),
    *actions_of("servicecatalog", "SearchProducts"),
)
"""Names and states alone, for which the services have no resource."""
OFFERED = actions_of(
    "servicecatalog", "DescribeProduct DescribeProvisioningParameters ListLaunchPaths ProvisionProduct"
)
STUDIO = actions_of("sagemaker", "DescribeApp DescribeDomain DescribeSpace DescribeUserProfile")
PROJECTS = actions_of("sagemaker", "CreateProject DeleteProject DescribeProject UpdateProject")
OWN_LAUNCHES = actions_of(
    "servicecatalog",
    """
    DescribeProvisionedProduct DescribeRecord SearchProvisionedProducts TerminateProvisionedProduct
    UpdateProvisionedProduct
    """,
)
OBJECTS = actions_of("s3", "AbortMultipartUpload DeleteObject GetObject GetObjectVersion PutObject")


def studio_role(team: Parameter) -> iam.Role:
    """For SageMaker alone: nobody else assumes it, and no session of it has tags that a caller chose."""
    policies = {
        "launch": _launch(),
        "projects": _projects(team),
        "data": _data(team),
        "studio": _studio(),
        "never": [_never()],
    }
    return iam.Role(
        "StudioRole",
        RoleName=Sub(f"{names.TEAM_STUDIO_ROLE}${{{team.title}}}"),
        Path=names.TEAM_STUDIO_PATH,
        Description="Execution role of the Studio users of one team",
        AssumeRolePolicyDocument=document([service_trust("sagemaker", arn_everywhere("sagemaker", "*"))]),
        Policies=[
            iam.Policy(PolicyName=name, PolicyDocument=document(statements)) for name, statements in policies.items()
        ],
        Tags=Tags({names.TEAM_TAG: Ref(team)}),
    )


def role_setting(team: Parameter, role: iam.Role) -> ssm.Parameter:
    """Says that the team exists here: user profiles look the role up, and without it none is created."""
    return ssm.Parameter(
        "StudioRoleSetting",
        Name=Sub(f"{names.TEAMS}${{{team.title}}}"),
        Type="String",
        Value=GetAtt(role, "Arn"),
        Description="Read by the user profiles of the team.",
    )


def _launch() -> list[Statement]:
    """SageMaker calls Service Catalog as the caller, and there only what this role launched is changed or ended.

    Service Authorization Reference, "Condition keys for AWS Service Catalog", servicecatalog:roleLevel.
    """
    products = arn_anywhere("catalog", "product/*")  # the hub owns them
    of_this_role = {"StringEquals": {"servicecatalog:roleLevel": "self"}}
    return [
        allow(LISTS, ["*"]),
        allow(OFFERED, [products]),
        allow(OWN_LAUNCHES, ["*"], of_this_role),
        allow(PROJECTS, [arn_everywhere("sagemaker", "project/*")]),
    ]


def _projects(team: Parameter) -> list[Statement]:
    own = {"StringEquals": {RESOURCE_TAG: Ref(team)}}
    kinds = ("processing-job", "training-job", "transform-job", "hyper-parameter-tuning-job")
    jobs = [arn_everywhere("sagemaker", f"{kind}/*") for kind in kinds]
    versions = [arn_everywhere("sagemaker", f"{kind}/*") for kind in ("model-package", "model-package-group")]
    return [
        allow(REPOSITORIES, [arn_everywhere("codecommit", names.PROJECTS)], own),
        allow(BUILD_PIPELINES, [arn_everywhere("codepipeline", names.PROJECTS)], own),
        allow(TRAINING_PIPELINES, [arn_everywhere("sagemaker", "pipeline/*")], own),
        allow([*DESCRIBE, *STOP], [*jobs, arn_everywhere("sagemaker", "model/*")], own),
        # Versions have no tags: whose they are the policy of their group says.
        allow(READ, versions),
    ]


def _data(team: Parameter) -> list[Statement]:
    """A project's bucket denies other teams. Studio's own bucket is that of all teams, so each has its folder."""
    in_this_account = {"StringEquals": {"aws:ResourceAccount": Ref("AWS::AccountId")}}
    folder = f"teams/${{{team.title}}}/*"
    studio = "sagemaker-*-${AWS::AccountId}"
    below = {"StringLike": {"s3:prefix": [Sub(folder)]}}
    return [
        allow(OBJECTS, [bucket_arn("sagemaker-p-*/*"), bucket_arn(f"{studio}/{folder}")], in_this_account),
        allow(["s3:GetBucketLocation", "s3:ListBucket"], [bucket_arn("sagemaker-p-*")], in_this_account),
        allow(["s3:ListBucket"], [bucket_arn(studio)], in_this_account | below),
    ]


def _studio() -> list[Statement]:
    """Private spaces of the own profile, as in AmazonSageMakerFullAccess: SageMaker knows domain and profile."""
    domain, profile = "${!sagemaker:DomainId}", "${!sagemaker:UserProfileName}"
    own = {
        "ArnLike": {"sagemaker:OwnerUserProfileArn": arn_everywhere("sagemaker", f"user-profile/{domain}/{profile}")},
        "StringEquals": {"sagemaker:SpaceSharingType": "Private"},
    }
    spaces = actions_of("sagemaker", "CreateSpace DeleteSpace UpdateSpace")
    kinds = ("app", "domain", "space", "user-profile")
    return [
        allow(STUDIO, [arn_everywhere("sagemaker", f"{kind}/*") for kind in kinds]),
        allow(spaces, [arn_everywhere("sagemaker", f"space/{domain}/*")], own),
        allow(
            actions_of("sagemaker", "CreateApp DeleteApp"), [arn_everywhere("sagemaker", f"app/{domain}/*/*/*")], own
        ),
        allow(
            ["sagemaker:CreatePresignedDomainUrl"],
            [arn_everywhere("sagemaker", f"user-profile/{domain}/{profile}")],
        ),
    ]


def _never() -> Statement:
    """Whatever other policy the role gets: it approves nothing, and becomes and hands on no role of the catalog."""
    actions = [
        "codepipeline:PutApprovalResult",
        "iam:PassRole",
        "sagemaker:DeleteModelPackage",
        "sagemaker:UpdateModelPackage",
        "sts:AssumeRole",
    ]
    catalog = [role_arn("*", "*"), regionless_arn("iam", f"role/{names.LAUNCH_ROLE}*")]
    everywhere = [arn_everywhere("codepipeline", "*"), arn_everywhere("sagemaker", "model-package/*")]
    return deny(actions, [*catalog, *everywhere])
