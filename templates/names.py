"""The names that templates, foundations and the publisher agree on, each written once.

A company that wants its own prefix changes `PREFIX` before its first publish. It is no setting of an environment: the
templates of recorded releases hold these names, and all environments publish the same releases.
"""

PREFIX = "mlops-catalog"
PATH = f"/{PREFIX}/"
"""The IAM path of roles and policies. IAM names are unique in an account whatever their path or case."""

# Stacks of the hub, and StackSets. The roles are both: a launch constraint needs its role in the hub too.
CATALOG_STACK = PREFIX
PUBLISHER_STACK = f"{PREFIX}-publisher"
HUB_ASSETS_STACK = f"{PREFIX}-hub-assets"
SPOKE_ROLES_STACK = f"{PREFIX}-roles"
SPOKE_SETTINGS_STACK_SET = f"{PREFIX}-settings"
TARGET_STACK_SET = f"{PREFIX}-target"
TARGET_CLEANUP_STACK_SET = f"{PREFIX}-cleanup"

# Roles and policies.
PUBLISHER = f"{PREFIX}-publisher"
LAUNCH_ROLE = f"{PREFIX}-launch"
STUDIO_LAUNCH_ROLE = f"{LAUNCH_ROLE}-studio"
LAUNCH_POLICY = f"{PREFIX}-launch-delivery"
BOUNDARY = f"{PREFIX}-boundary"
APPROVER = f"{PREFIX}-approver"
READER = f"{PREFIX}-reader"
SEEDING_FUNCTION = f"{PREFIX}-seeding-function"
SEEDING_BUILD = f"{PREFIX}-seeding-build"
STAGES_FUNCTION = f"{PREFIX}-stages-function"
STAGE_BOUNDARY = f"{PREFIX}-stage-boundary"
STAGE_PROVISIONER = f"{PREFIX}-stage-provisioner"
STAGE_CLOUDFORMATION = f"{PREFIX}-stage-cloudformation"
CLEANUP_FUNCTION = f"{PREFIX}-cleanup-function"

SEEDING = f"{PREFIX}-seeding"
"""The seeding function, and the build that it starts."""

CLEANUP = f"{PREFIX}-cleanup"
"""The function that deletes the stack of a first deployment that failed."""

STAGES = f"{PREFIX}-stages"
"""The function that asks a stage's account for the roles of a project."""

STAGE_NAMES = ("staging", "production")
STAGE_DEPLOY, STAGE_STACK, STAGE_ENDPOINT, STAGE_TEST = "deploy", "cloudformation", "endpoint", "test"
"""The parts of a project's roles in a stage's account: `sagemaker-<project id>-<stage>-<part>`."""

DEVELOPMENT_ACCOUNT = "development-account"
"""The session tag that says for which account the provisioner of a stage works."""

NOTIFICATIONS = f"{PREFIX}-notifications"
"""The account's topic, and the alias of its key."""

ALERTS = f"{PREFIX}-alert"
"""Prefix of the account's rules that publish to the topic."""

SETTINGS = f"/{PREFIX}/"
"""Every setting that a product reads is below this path, which only the platform team's stacks write."""

MODELS = f"/{PREFIX}-models/"
"""Below this path a project that trains stores where its models are, for the projects that deploy them.

Outside the settings' path: a launch writes here, and nothing that a launch writes may be read as a setting.
"""

TEAMS = f"{SETTINGS}teams/"
"""Below this path the foundation of a team stores the ARN of its Studio role, under the team's name."""

PROJECTS = "sagemaker-*"
"""The pattern of the names of projects' resources: AWS's own Studio policies allow names that begin like this."""

PROJECT_ID = "p-[a-z0-9]{12,13}"
"""The form of the ids that SageMaker makes."""
SHORT_NAMES = "sagemaker-p-*"
LONG_NAMES = "sagemaker-*-p-*"
"""The patterns of `Project.short_name` and `long_name`. Studio's own buckets have no id of a project in their names."""
DELIVERY_NAMES = f"{PREFIX}-*-p-*"
"""The pattern of the builds of deployments, see `Project.build_name`."""

STUDIO_NAMES = "sagemaker-studio-*"
"""The pattern of the role and the key's alias of a Studio domain."""
STUDIO_TAG = f"{PREFIX}:studio"
"""Says on what belongs to a Studio domain which one: its name, and on a user profile its id."""
S3_TEMPLATES_TAG = "sagemaker:projectS3TemplatesLocation"
"""The domain's tag by which Studio finds templates of projects in S3."""

STUDIO_ROLES = ("service-role/AmazonSageMaker*", "service-role/SageMaker*", "AmazonSageMaker*")
"""The roles that run what people write in Studio, with their paths."""

TEAM = "[a-z][a-z0-9]{1,19}"
"""A team's name, as a pattern: without hyphens, so that no name of a team's role begins like that of another team."""
TEAM_TAG = f"{PREFIX}:team"
"""Says on a project's resources whose they are. No condition may name this tag of a principal: a launch chooses it."""
APPROVAL = "Approve"
"""The stage and the action in which people approve; the action of a team's project has the team's name too."""
TEAM_STUDIO_PATH, TEAM_STUDIO_ROLE = "/service-role/", "AmazonSageMaker-ExecutionRole-team-"
"""A team's Studio roles: a name that portfolios offer products to, and that the approvers' trust excludes."""

TRAINING_PART, DEPLOYMENT_PART = "build", "deploy"
PREPARE_BUILD, CONFIRM_BUILD, TEST_BUILD = "prepare", "confirm", "test"
SAGEMAKER_PIPELINE = "training"
ENDPOINT_STACK = "endpoint"
"""The parts of a project, which the names of its resources end in: rules and roles of accounts match them."""

LAUNCHERS_TAG = f"{PREFIX}:launchers"
"""The tag by which a platform team says whose launches may use a connection: names of roles, or `all`."""

NONE = "none"
"""The value of a setting that a platform team leaves out: SSM refuses empty values."""

DATA_PREFIX = "data/"
CODE_PREFIX = "code/"
MODEL_PREFIX = "models/"
"""The models that a project trains: with their evaluations, all that a project that deploys them may read of it."""
EXECUTION_PREFIX = "executions/"
"""What the executions of a SageMaker pipeline write besides models."""
RELEASE_PREFIX = "releases/"
"""Copies of approved models in the bucket of the project that deploys them, each under its digest."""
EVALUATION = "evaluation"
"""The folder of an execution that has the metrics and the report of its model."""
ENDPOINT_PREFIX = "endpoints/"
"""What endpoints and their tests write, below the name of their stage."""
STAGE_TEMPLATE_PREFIX = "stages/"
"""Where the asset bucket has the templates of a project's roles in a stage's account."""
CACHE_PREFIX = "cache/"
"""What builds would otherwise download again."""
ARTIFACT_PREFIX = "sagemaker-"
"""CodePipeline stores under the first 20 characters of the pipeline's name, and every name starts like this."""


RELEASE_CODE = "release"
"""The catalog's own code that a project's builds run: its folder of this repository, and that of the asset bucket."""

ASSET_PREFIXES = ("templates/", "seeds/", STAGE_TEMPLATE_PREFIX, f"{RELEASE_CODE}/")
"""What the organisation reads from an asset bucket; keys below hold a digest of their content."""


def asset_bucket(suffix: str = "${AssetSuffix}", region: str = "${AWS::Region}") -> str:
    """The hub's bucket of templates and seeds; by default with placeholders for `Sub`."""
    return f"{PREFIX}-assets-{suffix}-{region}"


def asset_log_bucket(suffix: str = "${AssetSuffix}", region: str = "${AWS::Region}") -> str:
    """The hub's bucket of the asset bucket's access logs."""
    return f"{PREFIX}-asset-logs-{suffix}-{region}"


def access_log_bucket() -> str:
    """A spoke's bucket of access logs, with placeholders for `Sub`."""
    return f"{PREFIX}-logs-${{AssetSuffix}}-${{AWS::AccountId}}-${{AWS::Region}}"


def stage_role(identifier: str, stage: str, part: str) -> str:
    """A role of a project in a stage's account; up to 51 of 64 characters."""
    return f"sagemaker-{identifier}-{stage}-{part}"


def stage_stack(stage: str, account: str, identifier: str) -> str:
    """The stack of those roles, whose template takes everything from this name; `account` is the development one."""
    return f"{PREFIX}-{stage}-{account}-{identifier}"


def logical_id(*words: str) -> str:
    """PascalCase of kebab-case words: `logical_id("build", "role")` is `BuildRole`."""
    return "".join(part[:1].upper() + part[1:] for word in words for part in word.replace("_", "-").split("-"))
