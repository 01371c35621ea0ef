"""The parameters that products share: the project, which SageMaker fills in, and the settings of the account."""

from typing import Any

from troposphere import Equals, Not, Parameter, Ref

from templates import names
from templates.parameter_form import Condition, Field, Section

PROJECT_NAME = Parameter(
    "SageMakerProjectName",
    Type="String",
    Description="The project's name. Studio fills it in.",
    MinLength=1,
    MaxLength=32,
    AllowedPattern="^(?!(.*-)?[pP]-[a-zA-Z0-9]{12,13}(-|$))[a-zA-Z0-9](-*[a-zA-Z0-9]){0,31}$",
    ConstraintDescription=(
        "1 to 32 letters, digits and hyphens, with a letter or digit at both ends, and no project id among them."
    ),
)
PROJECT_ID = Parameter(
    "SageMakerProjectId",
    Type="String",
    Description="The project's id. Studio fills it in.",
    MinLength=14,
    MaxLength=15,
    AllowedPattern=f"^{names.PROJECT_ID}$",
    ConstraintDescription="An id as SageMaker makes them: p- and 12 or 13 lower-case letters and digits.",
)


def text(title: str, description: str, pattern: str, constraint: str, **more: Any) -> Parameter:
    """A string that must match `pattern`; `constraint` is shown when it does not."""
    return Parameter(
        title,
        Type="String",
        Description=description,
        AllowedPattern=pattern,
        ConstraintDescription=constraint,
        **more,
    )


def choice(title: str, description: str, values: tuple[str, ...]) -> Parameter:
    """One of `values`; the first is the default."""
    return Parameter(
        title,
        Type="String",
        Description=description,
        Default=values[0],
        AllowedValues=list(values),
        ConstraintDescription=f"Choose one of: {', '.join(values)}.",
    )


TEAM = text(
    "Team",
    "The team whose Studio roles reach the project, and whose approver decides about its models and deployments.",
    f"^{names.TEAM}$",
    "A team that your platform team has set up, or none: lower-case letters and digits, 2 to 20.",
    Default=names.NONE,
)


def team_of(description: str) -> Parameter:
    """A team for what is always a team's."""
    return text(
        "Team",
        description,
        f"^(?!{names.NONE}$){names.TEAM}$",
        "2 to 20 lower-case letters and digits, the first of them a letter, and not none.",
    )


def setting(title: str, path: str, description: str, kind: str = "String") -> Parameter:
    """A value that the platform team set once for the account, read from SSM at launch; no launch may choose another.

    CloudFormation User Guide, "Systems Manager parameter types": constraints apply to the name of the SSM parameter.
    """
    name = f"{names.SETTINGS}{path}"
    return Parameter(
        title,
        Type=f"AWS::SSM::Parameter::Value<{kind}>",
        Description=f"{description} Leave as it is: your platform team has set it for this account.",
        Default=name,
        AllowedValues=[name],
        ConstraintDescription=f"Leave it at {name}: only your platform team changes what is stored there.",
    )


ASSET_BUCKET = setting("AssetBucket", "asset-bucket", "Bucket with the templates and starting code.")
ACCESS_LOG_BUCKET = setting("AccessLogBucket", "access-log-bucket", "Bucket for access logs.")
OWN_ORGANIZATION = setting("Organization", "organization", "Id of your AWS organisation.")
PERMISSIONS_BOUNDARY = setting(
    "PermissionsBoundary", "permissions-boundary", "Permissions boundary of every role of a project."
)
SEEDING_FUNCTION = setting("SeedingFunction", "seeding-function", "Function that fills an empty repository.")
NOTIFICATION_TOPIC = setting("NotificationTopic", "notification-topic", "Topic for failures, approvals and changes.")
VPC = setting("VpcId", "network/vpc", "Network for builds and jobs.")
SUBNETS = setting("Subnets", "network/subnets", "Subnets for builds and jobs.", "List<String>")
SECURITY_GROUPS = setting(
    "SecurityGroups", "network/security-groups", "Security groups for builds and jobs.", "List<String>"
)
STUDIO_VPC = setting("StudioVpcId", "network/studio-vpc", "Network of Studio domains.")
STUDIO_SUBNETS = setting("StudioSubnets", "network/studio-subnets", "Subnets of Studio domains.", "List<String>")
STUDIO_SECURITY_GROUPS = setting(
    "StudioSecurityGroups", "network/studio-security-groups", "Security groups of Studio domains.", "List<String>"
)
PACKAGE_INDEX = setting("PackageIndex", "package-index", "Index that builds install Python packages from.")
STAGING_ACCOUNT = setting("StagingAccount", "stages/staging", "Account that models are deployed to first.")
PRODUCTION_ACCOUNT = setting("ProductionAccount", "stages/production", "Account that models serve in.")
STAGING_SUBNETS = setting("StagingSubnets", "stages/staging-subnets", "Subnets that models run in.", "List<String>")
STAGING_SECURITY_GROUPS = setting(
    "StagingSecurityGroups", "stages/staging-security-groups", "Security groups of models.", "List<String>"
)
PRODUCTION_SUBNETS = setting(
    "ProductionSubnets", "stages/production-subnets", "Subnets that models serve in.", "List<String>"
)
PRODUCTION_SECURITY_GROUPS = setting(
    "ProductionSecurityGroups", "stages/production-security-groups", "Security groups of models.", "List<String>"
)
STAGE_NETWORKS = (
    Field(STAGING_SUBNETS, "Subnets of staging"),
    Field(STAGING_SECURITY_GROUPS, "Security groups of staging"),
    Field(PRODUCTION_SUBNETS, "Subnets of production"),
    Field(PRODUCTION_SECURITY_GROUPS, "Security groups of production"),
)
"""Of the stages' accounts: only a product that deploys reads them."""
STUDIO_NETWORK = (
    Field(STUDIO_VPC, "Network of Studio"),
    Field(STUDIO_SUBNETS, "Subnets of Studio"),
    Field(STUDIO_SECURITY_GROUPS, "Security groups of Studio"),
)
"""Builds and jobs can do without a network, a domain cannot: it may have one of its own."""
_SETTINGS = (
    Field(NOTIFICATION_TOPIC, "Notification topic"),
    Field(ASSET_BUCKET, "Asset bucket"),
    Field(ACCESS_LOG_BUCKET, "Access log bucket"),
    Field(OWN_ORGANIZATION, "Organisation"),
    Field(PERMISSIONS_BOUNDARY, "Permissions boundary"),
    Field(SEEDING_FUNCTION, "Seeding function"),
    Field(VPC, "Network"),
    Field(SUBNETS, "Subnets"),
    Field(SECURITY_GROUPS, "Security groups"),
    Field(PACKAGE_INDEX, "Package index"),
    *STUDIO_NETWORK,
    Field(STAGING_ACCOUNT, "Staging account"),
    Field(PRODUCTION_ACCOUNT, "Production account"),
    *STAGE_NETWORKS,
)

HAS_TEAM = Condition("HasTeam", Not(Equals(Ref(TEAM), names.NONE)))
HAS_NETWORK = Condition("HasNetwork", Not(Equals(Ref(VPC), names.NONE)))
HAS_PACKAGE_INDEX = Condition("HasPackageIndex", Not(Equals(Ref(PACKAGE_INDEX), names.NONE)))
HAS_STAGE_ACCOUNTS = Condition("HasStageAccounts", Not(Equals(Ref(STAGING_ACCOUNT), names.NONE)))
ACCOUNT_CONDITIONS_WITHOUT_STAGES = (HAS_TEAM, HAS_NETWORK, HAS_PACKAGE_INDEX)
ACCOUNT_CONDITIONS = (*ACCOUNT_CONDITIONS_WITHOUT_STAGES, HAS_STAGE_ACCOUNTS)


def account_section(*needed: Parameter) -> Section:
    """The settings that a product needs of its account. cfn-lint refuses one too many, and one too few."""
    return Section("Set by your platform team", tuple(field for field in _SETTINGS if field.parameter in needed))


PROJECT_SECTION = Section(
    "Project", (Field(PROJECT_NAME, "Project name"), Field(PROJECT_ID, "Project id"), Field(TEAM, "Team"))
)
_OF_PROJECTS = tuple(field.parameter for field in _SETTINGS if field not in STUDIO_NETWORK)
ACCOUNT_SECTION = account_section(*_OF_PROJECTS)
_OF_STAGES = (
    OWN_ORGANIZATION,
    STAGING_ACCOUNT,
    PRODUCTION_ACCOUNT,
    *[field.parameter for field in STAGE_NETWORKS],
)
ACCOUNT_SECTION_WITHOUT_STAGES = account_section(
    *[parameter for parameter in _OF_PROJECTS if parameter not in _OF_STAGES]
)
"""For a product that grants nothing to stages."""
