"""What one could do to a project: reads and writes of everything that belongs to it."""

from collections.abc import Callable, Iterable, Iterator

from scripts.proofs.requests import Call, Context
from scripts.proofs.world.accounts import PARAMETERS
from scripts.proofs.world.stacks import Resource
from scripts.proofs.world.world import World

SUBNET, SECURITY_GROUP = PARAMETERS["Subnets"], PARAMETERS["SecurityGroups"]
PREFIXES = (
    "data/",
    "code/",
    "executions/1/",
    "ledger/",
    "models/",
    "predictions/1/",
    "rejected/1/",
    "releases/",
    "endpoints/staging/",
    "endpoints/production/",
    "cache/",
    "sagemaker-a/",
)
CALLS = {
    "AWS::CloudWatch::Alarm": ("cloudwatch", "DeleteAlarms DisableAlarmActions PutMetricAlarm SetAlarmState"),
    "AWS::CloudWatch::Dashboard": ("cloudwatch", "DeleteDashboards PutDashboard"),
    "AWS::CodeBuild::Project": ("codebuild", "StartBuild UpdateProject"),
    "AWS::CodeCommit::Repository": ("codecommit", "GitPull GitPush UploadArchive"),
    "AWS::CodePipeline::Pipeline": ("codepipeline", "StopPipelineExecution ListPipelineExecutions UpdatePipeline"),
    "AWS::Events::Rule": ("events", "PutTargets"),
    "AWS::IAM::Role": ("iam", "PutRolePolicy"),
    "AWS::SQS::Queue": ("sqs", "SendMessage ReceiveMessage"),
    "AWS::SSM::Parameter": ("ssm", "PutParameter"),
    "AWS::SageMaker::CodeRepository": ("sagemaker", "UpdateCodeRepository"),
    "AWS::Scheduler::Schedule": ("scheduler", "UpdateSchedule"),
    "AWS::StepFunctions::StateMachine": ("states", "StartExecution UpdateStateMachine"),
}
"""Calls on a resource's own ARN, by type."""
OF_KEYS = "kms", "Decrypt GenerateDataKey PutKeyPolicy"
OF_BUCKETS = "s3", "ListBucket PutBucketPolicy PutBucketNotification"
OF_GROUPS = "sagemaker", "DescribeModelPackageGroup PutModelPackageGroupPolicy DeleteModelPackageGroupPolicy"
OF_VERSIONS = "sagemaker", "CreateModelPackage UpdateModelPackage DescribeModelPackage ListModelPackages AddTags"
OF_PIPELINES = "sagemaker", "UpdatePipeline StartPipelineExecution DescribePipeline"
OF_JOBS = "sagemaker", "StopTrainingJob DescribeTrainingJob AddTags"
OBJECTS = "s3", "GetObject PutObject DeleteObject"


def calls(actions: tuple[str, str], resource: str, context: Context | None = None) -> list[Call]:
    service, names = actions
    return [Call(f"{service}:{name}", resource, context or {}) for name in names.split()]


def attacks_on(world: World, identifier: str) -> list[Call]:
    """Everything that another project must not do to this one in its own account."""
    return [
        *(call for resource in world.resources(identifier) for call in _on_resource(resource)),
        *_on_jobs(world, identifier),
    ]


def _on_resource(resource: Resource) -> Iterator[Call]:
    if resource.kind in CALLS:
        yield from calls(CALLS[resource.kind], resource.arn)
    elif resource.kind in SPECIAL:
        yield from SPECIAL[resource.kind](resource)


def _on_key(key: Resource) -> Iterator[Call]:
    yield from calls(OF_KEYS, key.arn)
    yield Call("kms:CreateGrant", key.arn, {"kms:GrantIsForAWSResource": "true"})


def _on_bucket(bucket: Resource) -> Iterator[Call]:
    yield from calls(OF_BUCKETS, bucket.arn)
    for prefix in PREFIXES:
        yield from calls(OBJECTS, f"{bucket.arn}/{prefix}object", encrypted(bucket))


def _on_logs(group: Resource) -> list[Call]:
    return calls(("logs", "PutLogEvents"), f"{group.arn}:log-stream:one")


def encrypted(bucket: Resource) -> Context:
    """The headers that the bucket's policy may demand: an attacker sends the right ones."""
    rules = bucket.properties["BucketEncryption"]["ServerSideEncryptionConfiguration"]
    default = rules[0]["ServerSideEncryptionByDefault"]
    key = str(default.get("KMSMasterKeyID", ""))
    headers = {"s3:x-amz-server-side-encryption": str(default["SSEAlgorithm"])}
    return headers | ({"s3:x-amz-server-side-encryption-aws-kms-key-id": key} if key else {})


def _on_group(group: Resource) -> Iterator[Call]:
    yield from calls(OF_GROUPS, group.arn)
    version = f"{group.arn.replace(':model-package-group/', ':model-package/')}/1"
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
    yield from calls(OF_PIPELINES, f"{place}:pipeline/sagemaker-{identifier}-batch", tagged)
    made = {"aws:RequestTag/sagemaker:project-id": identifier, "aws:TagKeys": ["sagemaker:project-id"]}
    network = {"sagemaker:VpcSubnets": [SUBNET], "sagemaker:VpcSecurityGroupIds": [SECURITY_GROUP]}
    yield Call("sagemaker:CreateTrainingJob", f"{place}:training-job/pipelines-def-train", made | network)


SPECIAL: dict[str, Callable[[Resource], Iterable[Call]]] = {
    "AWS::KMS::Key": _on_key,
    "AWS::Logs::LogGroup": _on_logs,
    "AWS::S3::Bucket": _on_bucket,
    "AWS::SageMaker::ModelPackageGroup": _on_group,
}
