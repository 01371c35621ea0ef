"""The actions that create, read, update and delete a project's resources, by kind of resource."""

from templates.blocks import connections
from templates.policy import actions_of

STACKS = actions_of(
    "cloudformation",
    """
    CreateChangeSet CreateStack DeleteChangeSet DeleteStack DescribeChangeSet DescribeStackEvents DescribeStacks
    ExecuteChangeSet ListChangeSets ListStackResources SetStackPolicy TagResource UntagResource UpdateStack
    """,
)

TEMPLATES = actions_of("cloudformation", "GetTemplateSummary ValidateTemplate")

BOUNDED_ROLES = actions_of("iam", "CreateRole DeleteRolePolicy PutRolePermissionsBoundary PutRolePolicy")
"""The actions with a condition key for the boundary. A role may get this boundary, as when renamed, and no other."""
ROLES = actions_of(
    "iam",
    """
    DeleteRole GetRole GetRolePolicy ListAttachedRolePolicies ListRolePolicies TagRole UntagRole
    UpdateAssumeRolePolicy UpdateRole UpdateRoleDescription
    """,
)

BUCKETS = actions_of(
    "s3",
    """
    CreateBucket DeleteBucket DeleteBucketPolicy GetAccelerateConfiguration GetAnalyticsConfiguration GetBucketAbac
    GetBucketAcl GetBucketCORS GetBucketLogging GetBucketMetadataTableConfiguration GetBucketNotification
    GetBucketObjectLockConfiguration GetBucketOwnershipControls GetBucketPolicy GetBucketPublicAccessBlock
    GetBucketTagging GetBucketVersioning GetBucketWebsite GetEncryptionConfiguration
    GetIntelligentTieringConfiguration GetInventoryConfiguration GetLifecycleConfiguration GetMetricsConfiguration
    GetReplicationConfiguration ListBucket ListTagsForResource PutBucketLogging PutBucketNotification
    PutBucketOwnershipControls PutBucketPolicy PutBucketPublicAccessBlock PutBucketTagging PutBucketVersioning
    PutEncryptionConfiguration PutLifecycleConfiguration TagResource UntagResource
    """,
)
NEW_KEYS = actions_of("kms", "DescribeKey EnableKeyRotation GetKeyPolicy GetKeyRotationStatus ListResourceTags")
"""Needed before a new key's tags take effect, and harmless to any other key."""
KEYS = actions_of(
    "kms",
    """
    DisableKey DisableKeyRotation EnableKey PutKeyPolicy ScheduleKeyDeletion TagResource UntagResource
    UpdateKeyDescription
    """,
)
ALIASES = actions_of("kms", "CreateAlias DeleteAlias UpdateAlias")

PARAMETERS = actions_of(
    "ssm", "AddTagsToResource DeleteParameter ListTagsForResource PutParameter RemoveTagsFromResource"
)
BUILDS = actions_of("codebuild", "BatchGetProjects CreateProject DeleteProject UpdateProject")
REPOSITORIES = actions_of(
    "codecommit",
    """
    CreateCommit CreateRepository DeleteRepository GetRepository GetRepositoryTriggers ListTagsForResource
    PutRepositoryTriggers TagResource UntagResource UpdateRepositoryDescription UpdateRepositoryEncryptionKey
    UpdateRepositoryName
    """,
)
PIPELINES = actions_of(
    "codepipeline",
    """
    CreatePipeline DeletePipeline DisableStageTransition EnableStageTransition GetPipeline GetPipelineState
    ListTagsForResource StartPipelineExecution TagResource UntagResource UpdatePipeline
    """,
)
RULES = actions_of(
    "events",
    """
    DeleteRule DescribeRule ListTagsForResource ListTargetsByRule PutRule PutTargets RemoveTargets TagResource
    UntagResource
    """,
)
SCHEDULES = actions_of("scheduler", "CreateSchedule DeleteSchedule GetSchedule UpdateSchedule")
QUEUES = actions_of(
    "sqs",
    """
    CreateQueue DeleteQueue GetQueueAttributes GetQueueUrl ListQueueTags SetQueueAttributes TagQueue UntagQueue
    """,
)
LOG_GROUPS = actions_of(
    "logs",
    """
    AssociateKmsKey CreateLogGroup DeleteLogGroup DeleteRetentionPolicy DisassociateKmsKey
    GetDataProtectionPolicy ListTagsForResource PutRetentionPolicy TagResource UntagResource
    """,
)
LOG_LISTS = actions_of("logs", "DescribeIndexPolicies DescribeLogGroups DescribeResourcePolicies")
"""The handler of log groups lists all of an account."""

CONNECTIONS = tuple(f"{service}:PassConnection" for service in connections.SERVICES)

READ_DOMAINS = actions_of("sagemaker", "DescribeDomain DescribeUserProfile ListTags")
NEW_DOMAINS = actions_of("sagemaker", "AddTags CreateDomain CreateUserProfile")
CHANGE_DOMAINS = actions_of(
    "sagemaker", "AddTags DeleteDomain DeleteTags DeleteUserProfile UpdateDomain UpdateUserProfile"
)
DOMAIN_KEYS = actions_of("kms", "CreateGrant Decrypt GenerateDataKeyWithoutPlaintext")
"""Used by SageMaker in the name of whoever creates a domain."""

CODE_REPOSITORIES = actions_of(
    "sagemaker",
    """
    AddTags CreateCodeRepository DeleteCodeRepository DeleteTags DescribeCodeRepository ListTags
    UpdateCodeRepository
    """,
)
READ_GROUPS = actions_of("sagemaker", "DescribeModelPackageGroup GetModelPackageGroupPolicy ListTags")
CHANGE_GROUPS = actions_of(
    "sagemaker",
    """
    AddTags DeleteModelPackageGroup DeleteModelPackageGroupPolicy DeleteTags
    """,
)
