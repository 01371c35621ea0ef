"""The names that templates, foundations and the publisher agree on, each written once."""

PATH = "/mlops-catalog/"
PREFIX = "mlops-catalog-"
"""IAM names are unique in an account whatever their path or case: "IAM and AWS STS quotas"."""
LAUNCH_ROLE = "mlops-catalog-launch"
LAUNCH_POLICY = "mlops-catalog-launch-delivery"
PUBLISHER = "mlops-catalog-publisher"
BOUNDARY = "mlops-catalog-boundary"
APPROVER = "mlops-catalog-approver"
READER = "mlops-catalog-reader"
SEEDING_FUNCTION = "mlops-catalog-seeding-function"
SEEDING_BUILD = "mlops-catalog-seeding-build"
DEPLOY = "mlops-catalog-deploy"
CLOUDFORMATION = "mlops-catalog-cloudformation"
ENDPOINT = "mlops-catalog-endpoint"
ENDPOINT_TEST = "mlops-catalog-endpoint-test"
CLEANUP_FUNCTION = "mlops-catalog-cleanup-function"

SEEDING = "mlops-catalog-seeding"
"""The seeding function, and the build that it starts."""

CLEANUP = "mlops-catalog-cleanup"
"""The function that deletes what a first deployment leaves when it fails."""

NOTIFICATIONS = "mlops-catalog-notifications"
"""The account's topic, and the alias of its key."""

ALERTS = "mlops-catalog-alert"
"""What the names of the account's rules that tell the topic begin with."""

SETTINGS = "/mlops-catalog/"
"""Every SSM parameter that a product reads is below this path."""

MODELS = f"{SETTINGS}models/"
"""Below this path every project that trains says where its models are, for the projects that deploy them."""

ASSET_BUCKET = "mlops-catalog-assets-${AssetSuffix}-${AWS::Region}"
ACCESS_LOG_BUCKET = "mlops-catalog-logs-${AssetSuffix}-${AWS::AccountId}-${AWS::Region}"
ASSET_LOG_BUCKET = "mlops-catalog-asset-logs-${AssetSuffix}-${AWS::Region}"

NONE = "none"
"""What a setting holds when a platform team leaves it out: SSM refuses empty values."""

DATA_PREFIX = "data/"
CODE_PREFIX = "code/"
EXECUTION_PREFIX = "executions/"
"""What the runs of a SageMaker pipeline write, models among it."""
EVALUATION = "evaluation"
"""The folder of a run that has the metrics and the report of its model."""
ENDPOINT_PREFIX = "endpoints/"
CACHE_PREFIX = "cache/"
"""What builds would otherwise download again."""
ARTIFACT_PREFIX = "sagemaker-"
"""CodePipeline stores under the first 20 characters of the pipeline's name, and every name starts like this."""


def logical_id(*words: str) -> str:
    """PascalCase of kebab-case words: `logical_id("build", "role")` is `BuildRole`."""
    return "".join(part[:1].upper() + part[1:] for word in words for part in word.replace("_", "-").split("-"))
