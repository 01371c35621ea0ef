"""The parameters that templates share: what SageMaker fills in, what the account decides, what a person chooses."""

from typing import Any

from troposphere import Parameter

from templates import names
from templates.parameter_form import Question, Section

PROJECT_NAME = Parameter(
    "SageMakerProjectName",
    Type="String",
    Description="The project's name. Studio fills it in.",
    MinLength=1,
    MaxLength=32,
    AllowedPattern="^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,31}$",
    ConstraintDescription="1 to 32 letters, digits and hyphens, with a letter or digit at both ends.",
)
PROJECT_ID = Parameter(
    "SageMakerProjectId",
    Type="String",
    Description="The project's id. Studio fills it in.",
    MinLength=1,
    MaxLength=20,
    AllowedPattern="^[a-z0-9](-*[a-z0-9]){0,19}$",
    ConstraintDescription="1 to 20 lower-case letters, digits and hyphens, with a letter or digit at both ends.",
)


def text(title: str, description: str, pattern: str, constraint: str, **more: Any) -> Parameter:
    """A string that must match `pattern`; `constraint` tells a person what to type."""
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


def setting(title: str, path: str, description: str, kind: str = "String") -> Parameter:
    """A value that the platform team set once for the account, read from SSM at launch."""
    return Parameter(
        title,
        Type=f"AWS::SSM::Parameter::Value<{kind}>",
        Description=f"{description} Leave as it is: your platform team has set it for this account.",
        Default=f"{names.SETTINGS}{path}",
        AllowedPattern=f"^{names.SETTINGS}[a-z0-9/-]+$",
        ConstraintDescription=f"The name of an SSM parameter below {names.SETTINGS}.",
    )


ASSET_BUCKET = setting("AssetBucket", "asset-bucket", "Bucket with the templates and starting code.")
ACCESS_LOG_BUCKET = setting("AccessLogBucket", "access-log-bucket", "Bucket for access logs.")
OWN_ORGANIZATION = setting("Organization", "organization", "Id of your AWS organisation.")
PERMISSIONS_BOUNDARY = setting("PermissionsBoundary", "permissions-boundary", "What no role of a project may exceed.")
SEEDING_FUNCTION = setting("SeedingFunction", "seeding-function", "Function that fills an empty repository.")
NOTIFICATION_TOPIC = setting("NotificationTopic", "notification-topic", "Topic for failures, approvals and changes.")
VPC = setting("VpcId", "network/vpc", "Network for builds and jobs.")
SUBNETS = setting("Subnets", "network/subnets", "Subnets for builds and jobs.", "List<String>")
SECURITY_GROUPS = setting(
    "SecurityGroups", "network/security-groups", "Security groups for builds and jobs.", "List<String>"
)
PACKAGE_INDEX = setting("PackageIndex", "package-index", "Index that builds install Python packages from.")
STAGING_ACCOUNT = setting("StagingAccount", "stages/staging", "Account where models are tried.")
PRODUCTION_ACCOUNT = setting("ProductionAccount", "stages/production", "Account where models are used.")

PROJECT_SECTION = Section("Project", (Question(PROJECT_NAME, "Project name"), Question(PROJECT_ID, "Project id")))
ACCOUNT_SECTION = Section(
    "Set by your platform team",
    (
        Question(NOTIFICATION_TOPIC, "Notification topic"),
        Question(ASSET_BUCKET, "Asset bucket"),
        Question(ACCESS_LOG_BUCKET, "Access log bucket"),
        Question(OWN_ORGANIZATION, "Organisation"),
        Question(PERMISSIONS_BOUNDARY, "Permissions boundary"),
        Question(SEEDING_FUNCTION, "Seeding function"),
        Question(VPC, "Network"),
        Question(SUBNETS, "Subnets"),
        Question(SECURITY_GROUPS, "Security groups"),
        Question(PACKAGE_INDEX, "Package index"),
        Question(STAGING_ACCOUNT, "Staging account"),
        Question(PRODUCTION_ACCOUNT, "Production account"),
    ),
)

ORGANIZATION = text(
    "OrganizationId",
    "Id of the AWS organisation.",
    "^o-[a-z0-9]{10,32}$",
    "An organisation id, such as o-a1b2c3d4e5.",
)
ASSET_SUFFIX = text(
    "AssetSuffix",
    "What the names of the catalog's buckets end in.",
    "^[a-f0-9]{12}$",
    "12 hexadecimal characters in lower case.",
)
HUB_ACCOUNT = text("HubAccount", "Account that owns the catalog.", "^[0-9]{12}$", "An account id of 12 digits.")
