"""What one could do to a project: reads and writes of everything that belongs to it."""

from collections.abc import Iterator

from scripts.proofs.requests import Call, Context
from scripts.proofs.world.stacks import Resource
from scripts.proofs.world.world import World

PREFIXES = (
    "data/",
    "code/",
    "executions/1/",
    "models/",
    "releases/",
    "endpoints/staging/",
    "endpoints/production/",
    "cache/",
    "sagemaker-a/",
)
CALLS = {
    "AWS::CodeBuild::Project": ("codebuild", "StartBuild BatchGetBuilds UpdateProject DeleteProject"),
    "AWS::CodeCommit::Repository": ("codecommit", "GitPull GitPush GetBranch UploadArchive CreateCommit"),
    "AWS::CodePipeline::Pipeline": (
        "codepipeline",
        "StartPipelineExecution StopPipelineExecution ListPipelineExecutions UpdatePipeline DeletePipeline",
    ),
    "AWS::Events::Rule": ("events", "PutRule PutTargets DisableRule"),
    "AWS::SQS::Queue": ("sqs", "SendMessage ReceiveMessage SetQueueAttributes"),
    "AWS::SSM::Parameter": ("ssm", "PutParameter DeleteParameter"),
    "AWS::SageMaker::CodeRepository": ("sagemaker", "UpdateCodeRepository DeleteCodeRepository"),
    "AWS::Scheduler::Schedule": ("scheduler", "UpdateSchedule DeleteSchedule"),
}
"""Calls on a resource's own ARN, by type."""
OF_KEYS = "kms", "Decrypt Encrypt GenerateDataKey ReEncryptFrom PutKeyPolicy ScheduleKeyDeletion"
OF_BUCKETS = "s3", "ListBucket PutBucketPolicy DeleteBucketPolicy PutBucketNotification PutLifecycleConfiguration"
OF_GROUPS = (
    "sagemaker",
    "CreateModelPackage DescribeModelPackageGroup ListModelPackages DeleteModelPackageGroup "
    "PutModelPackageGroupPolicy DeleteModelPackageGroupPolicy",
)
OF_VERSIONS = "sagemaker", "UpdateModelPackage DescribeModelPackage DeleteModelPackage AddTags"
OF_PIPELINES = "sagemaker", "UpdatePipeline StartPipelineExecution DescribePipeline DeletePipeline"
OF_JOBS = "sagemaker", "StopTrainingJob DescribeTrainingJob AddTags DeleteTags"
WRITE = ("GetObject", "GetObjectVersion", "PutObject", "DeleteObject", "DeleteObjectVersion")


def calls(actions: tuple[str, str], resource: str, context: Context | None = None) -> list[Call]:
    service, names = actions
    return [Call(f"{service}:{name}", resource, context or {}) for name in names.split()]


def attacks_on(world: World, identifier: str) -> list[Call]:
    """Everything that another project must not do to this one in its own account."""
    return [
        *(call for resource in world.resources(identifier) for call in _on_resource(resource)),
        *_on_jobs(world, identifier),
    ]


def objects(world: World, identifier: str, prefixes: tuple[str, ...] = PREFIXES) -> list[str]:
    """Objects of the project's bucket, one below each prefix."""
    buckets = world.resources(identifier, "AWS::S3::Bucket")
    return [f"{bucket.arn}/{prefix}object" for bucket in buckets for prefix in prefixes]


def _on_resource(resource: Resource) -> Iterator[Call]:
    if resource.kind in CALLS:
        yield from calls(CALLS[resource.kind], resource.arn)
    elif resource.kind == "AWS::KMS::Key":
        yield from calls(OF_KEYS, resource.arn)
        yield Call("kms:CreateGrant", resource.arn, {"kms:GrantIsForAWSResource": "true"})
        yield Call("kms:CreateGrant", resource.arn, {"kms:GrantIsForAWSResource": "false"})
    elif resource.kind == "AWS::S3::Bucket":
        yield from calls(OF_BUCKETS, resource.arn)
        for prefix in PREFIXES:
            yield from calls(("s3", " ".join(WRITE)), f"{resource.arn}/{prefix}object", _encrypted(resource))
    elif resource.kind == "AWS::Logs::LogGroup":
        yield from calls(("logs", "PutLogEvents GetLogEvents"), f"{resource.arn}:log-stream:one")
    elif resource.kind == "AWS::SageMaker::ModelPackageGroup":
        yield from _on_group(resource.arn)
    elif resource.kind == "AWS::IAM::Role":
        yield from calls(("iam", "PutRolePolicy UpdateAssumeRolePolicy DeleteRole"), resource.arn)


def _encrypted(bucket: Resource) -> Context:
    """The headers that the bucket's policy may demand: an attacker sends the right ones."""
    rules = bucket.properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    default = rules[0]["ServerSideEncryptionByDefault"]
    key = str(default.get("KMSMasterKeyID", ""))
    headers = {"s3:x-amz-server-side-encryption": str(default["SSEAlgorithm"])}
    return headers | ({"s3:x-amz-server-side-encryption-aws-kms-key-id": key} if key else {})


def _on_group(arn: str) -> Iterator[Call]:
    yield from calls(OF_GROUPS, arn)
    version = f"{arn.replace(':model-package-group/', ':model-package/')}/1"
    yield from calls(OF_VERSIONS, version)


def _on_jobs(world: World, identifier: str) -> Iterator[Call]:
    """A job that the project's SageMaker pipeline started, with its tag; and the pipeline itself."""
    launch = world.launch(identifier)
    place = f"arn:aws:sagemaker:ap-southeast-1:{launch.account}"
    tagged = {"aws:ResourceTag/sagemaker:project-id": identifier}
    yield from calls(OF_JOBS, f"{place}:training-job/pipelines-abc-train", tagged)
    yield from calls(OF_JOBS, f"{place}:training-job/{launch.name}-{identifier}-1".lower(), tagged)
    pipeline = f"{place}:pipeline/sagemaker-{launch.name}-{identifier}-training".lower()
    yield from calls(OF_PIPELINES, pipeline, tagged)
    made = {"aws:RequestTag/sagemaker:project-id": identifier, "aws:TagKeys": ["sagemaker:project-id"]}
    network = {"sagemaker:VpcSubnets": ["subnet-0a1b2c3d4e5f67890"], "sagemaker:VpcSecurityGroupIds": ["sg-0a1b2c3d4e5f67890"]}
    yield Call("sagemaker:CreateTrainingJob", f"{place}:training-job/pipelines-def-train", made | network)
