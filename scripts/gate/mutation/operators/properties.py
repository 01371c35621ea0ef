"""Defects of properties: what protects a resource is gone, or has another value."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from scripts.gate.model.template import Body
from scripts.gate.mutation.edits import REMOVED, Edit, Path, of_type
from templates.names import PREFIX

STRANGE_KEY = "arn:aws:kms:us-east-1:999999999999:key/00000000-0000-0000-0000-000000000000"
STRANGE_ROLE = f"arn:aws:iam::999999999999:role/{PREFIX}/{PREFIX}-deploy"


class Change(NamedTuple):
    """What is done to a property of a type; a path begins below `Properties`."""

    type: str
    path: Path
    value: Any = REMOVED


def _each(type_: str, *paths: str) -> tuple[Change, ...]:
    """The removal of properties; `a.0.b` is the path to a member of the first of `a`."""
    return tuple(Change(type_, _path(path)) for path in paths)


def _path(text: str) -> Path:
    return tuple(int(step) if step.isdigit() else step for step in text.split("."))


def _set(type_: str, path: str, *values: Any) -> tuple[Change, ...]:
    return tuple(Change(type_, _path(path), value) for value in values)


def _switched(type_: str, values: dict[str, bool]) -> tuple[Change, ...]:
    return tuple(Change(type_, _path(path), value) for path, value in values.items())


BUCKET, BUILD, PIPELINE = "AWS::S3::Bucket", "AWS::CodeBuild::Project", "AWS::CodePipeline::Pipeline"
KEY, QUEUE, TOPIC, LOGS = "AWS::KMS::Key", "AWS::SQS::Queue", "AWS::SNS::Topic", "AWS::Logs::LogGroup"
FUNCTION, PERMISSION, ROLE = "AWS::Lambda::Function", "AWS::Lambda::Permission", "AWS::IAM::Role"
CONFIGURATION, MODEL, ENDPOINT = "AWS::SageMaker::EndpointConfig", "AWS::SageMaker::Model", "AWS::SageMaker::Endpoint"
RULE, SCHEDULE, SUBSCRIPTION = "AWS::Events::Rule", "AWS::Scheduler::Schedule", "AWS::SNS::Subscription"
ALGORITHM = "BucketEncryption.ServerSideEncryptionConfiguration.0.ServerSideEncryptionByDefault"
CHANGES = (
    *_each(BUCKET, "BucketEncryption", "PublicAccessBlockConfiguration", "VersioningConfiguration"),
    *_each(BUCKET, "LoggingConfiguration", "OwnershipControls", f"{ALGORITHM}.KMSMasterKeyID"),
    *_switched(BUCKET, {"PublicAccessBlockConfiguration.BlockPublicAcls": False}),
    *_switched(BUCKET, {"PublicAccessBlockConfiguration.BlockPublicPolicy": False}),
    *_switched(BUCKET, {"PublicAccessBlockConfiguration.IgnorePublicAcls": False}),
    *_switched(BUCKET, {"PublicAccessBlockConfiguration.RestrictPublicBuckets": False}),
    *_set(BUCKET, "VersioningConfiguration.Status", "Suspended"),
    *_set(BUCKET, "OwnershipControls.Rules.0.ObjectOwnership", "ObjectWriter", "BucketOwnerPreferred"),
    *_set(BUCKET, f"{ALGORITHM}.SSEAlgorithm", "none"),
    *_set(BUCKET, f"{ALGORITHM}.KMSMasterKeyID", STRANGE_KEY),
    *_set(BUCKET, "AccessControl", "PublicRead", "AuthenticatedRead"),
    *_set(BUCKET, "WebsiteConfiguration", {"IndexDocument": "index.html"}),
    *_set(BUCKET, "CorsConfiguration", {"CorsRules": [{"AllowedMethods": ["GET"], "AllowedOrigins": ["*"]}]}),
    *_set(BUCKET, "LifecycleConfiguration.Rules.0.ExpirationInDays", 1),
    *_each(KEY, "EnableKeyRotation", "PendingWindowInDays"),
    *_switched(KEY, {"EnableKeyRotation": False}),
    *_set(KEY, "PendingWindowInDays", 7),
    *_switched(KEY, {"BypassPolicyLockoutSafetyCheck": True}),
    *_each(QUEUE, "KmsMasterKeyId"),
    *_set(QUEUE, "KmsMasterKeyId", "alias/aws/sqs", STRANGE_KEY),
    *_set(QUEUE, "MessageRetentionPeriod", 60),
    *_each(TOPIC, "KmsMasterKeyId"),
    *_set(TOPIC, "KmsMasterKeyId", "alias/aws/sns"),
    *_set(SUBSCRIPTION, "Protocol", "http", "https"),
    *_set(SUBSCRIPTION, "Endpoint", "attacker@example.com"),
    *_each(LOGS, "RetentionInDays", "KmsKeyId"),
    *_set(LOGS, "RetentionInDays", 1, 90),
    *_each(BUILD, "EncryptionKey", "LogsConfig", "VpcConfig", "TimeoutInMinutes", "Source.BuildSpec"),
    *_switched(BUILD, {"Environment.PrivilegedMode": True}),
    *_set(
        BUILD, "Environment.Image", "docker.io/library/python:3.12", "999999999999.dkr.ecr.us-east-1.amazonaws.com/x"
    ),
    *_set(BUILD, "Environment.Type", "WINDOWS_SERVER_2022_CONTAINER"),
    *_set(BUILD, "LogsConfig.CloudWatchLogs.Status", "DISABLED"),
    *_set(BUILD, "Source.BuildSpec", "buildspec.yml", "deploy/buildspec.yml"),
    *_set(BUILD, "Source.Type", "GITHUB"),
    *_set(BUILD, "Visibility", "PUBLIC_READ"),
    *_set(BUILD, "TimeoutInMinutes", 480),
    *_set(BUILD, "EncryptionKey", STRANGE_KEY),
    *_set(BUILD, "ServiceRole", STRANGE_ROLE),
    *_each(PIPELINE, "ArtifactStore.EncryptionKey", "Stages.2.OnFailure", "Stages.4.OnFailure"),
    *_set(PIPELINE, "ArtifactStore.EncryptionKey.Id", STRANGE_KEY),
    *_set(PIPELINE, "ArtifactStore.Location", "somebody-elses-bucket"),
    *_set(PIPELINE, "ExecutionMode", "PARALLEL", "SUPERSEDED"),
    *_set(PIPELINE, "PipelineType", "V1"),
    *_set(PIPELINE, "RoleArn", STRANGE_ROLE),
    *_each(ROLE, "PermissionsBoundary", "Path"),
    *_set(ROLE, "PermissionsBoundary", "arn:aws:iam::aws:policy/AdministratorAccess"),
    *_set(ROLE, "Path", "/"),
    *_set(ROLE, "ManagedPolicyArns", ["arn:aws:iam::aws:policy/AdministratorAccess"]),
    *_set(ROLE, "ManagedPolicyArns", ["arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"]),
    *_set(ROLE, "RoleName", "AWSReservedSSO_Administrator"),
    *_set(ROLE, "MaxSessionDuration", 43200),
    *_each(PERMISSION, "SourceArn"),
    *_set(PERMISSION, "Principal", "*", "s3.amazonaws.com"),
    *_set(PERMISSION, "Action", "lambda:*"),
    *_set(PERMISSION, "FunctionUrlAuthType", "NONE"),
    *_each(FUNCTION, "LoggingConfig"),
    *_set(FUNCTION, "Role", STRANGE_ROLE),
    *_set(FUNCTION, "Runtime", "python3.8", "nodejs12.x"),
    *_set(FUNCTION, "Layers", ["arn:aws:lambda:us-east-1:999999999999:layer:x:1"]),
    *_set(FUNCTION, "Code", {"S3Bucket": "somebody-elses-bucket", "S3Key": "code.zip"}),
    *_each(CONFIGURATION, "KmsKeyId", "AsyncInferenceConfig.OutputConfig.KmsKeyId"),
    *_each(CONFIGURATION, "DataCaptureConfig.Fn::If.1.KmsKeyId"),
    *_set(CONFIGURATION, "DataCaptureConfig.Fn::If.1.DestinationS3Uri", "s3://somebody-elses-bucket/capture"),
    *_set(CONFIGURATION, "AsyncInferenceConfig.OutputConfig.S3OutputPath", "s3://somebody-elses-bucket/answers"),
    *_set(CONFIGURATION, "KmsKeyId", STRANGE_KEY),
    *_each(MODEL, "EnableNetworkIsolation", "VpcConfig"),
    *_switched(MODEL, {"EnableNetworkIsolation": False}),
    *_set(MODEL, "ExecutionRoleArn", STRANGE_ROLE),
    *_set(MODEL, "PrimaryContainer.ModelDataUrl", "s3://somebody-elses-bucket/model.tar.gz"),
    *_set(MODEL, "PrimaryContainer.Image", "docker.io/library/python:latest"),
    *_set(MODEL, "PrimaryContainer.ImageConfig", {"RepositoryAccessMode": "Vpc"}),
    *_each(ENDPOINT, "DeploymentConfig", "DeploymentConfig.AutoRollbackConfiguration"),
    *_each(ENDPOINT, "DeploymentConfig.AutoRollbackConfiguration.Alarms.0"),
    *_set(RULE, "State", "DISABLED"),
    *_set(RULE, "EventBusName", "arn:aws:events:us-east-1:999999999999:event-bus/x"),
    *_set(RULE, "Targets.0.Arn", "arn:aws:lambda:us-east-1:999999999999:function:x"),
    *_each(RULE, "Targets.0.DeadLetterConfig"),
    *_set(RULE, "Targets.0.RoleArn", STRANGE_ROLE),
    *_set(SCHEDULE, "Target.Arn", "arn:aws:lambda:us-east-1:999999999999:function:x"),
    *_set(SCHEDULE, "Target.RoleArn", STRANGE_ROLE),
    *_switched("AWS::CloudWatch::Alarm", {"ActionsEnabled": False}),
    *_set("AWS::CloudWatch::Alarm", "EvaluationPeriods", 100),
    *_set("AWS::CloudWatch::Alarm", "TreatMissingData", "ignored"),
    *_set("Custom::SeededRepository", "ServiceToken", "arn:aws:lambda:us-east-1:999999999999:function:x"),
    *_set("Custom::StageRoles", "ServiceToken", "arn:aws:lambda:us-east-1:999999999999:function:x"),
    *_set("Custom::SeededRepository", "SeedBucket", "somebody-elses-bucket"),
    *_set("Custom::SeededRepository", "SeedKey", "seeds/weather.zip"),
    *_set("AWS::CodeCommit::Repository", "Code.S3.Bucket", "somebody-elses-bucket"),
    *_set("AWS::CodeCommit::Repository", "Code.S3.Key", "seeds/weather.zip"),
    *_set(
        "AWS::CodeCommit::Repository", "Triggers", [{"Name": "x", "Events": ["all"], "DestinationArn": STRANGE_ROLE}]
    ),
    *_set("AWS::SageMaker::CodeRepository", "GitConfig.RepositoryUrl", "http://example.com/code.git"),
    *_set("AWS::KMS::Alias", "AliasName", "alias/aws/s3"),
    *_set("AWS::SageMaker::ModelPackageGroup", "ModelPackageGroupPolicy", {"Version": "2012-10-17", "Statement": []}),
)
ONLY_WHERE_SET = (
    "EnableNetworkIsolation",
    "EncryptionKey",
    "KMSMasterKeyID",
    "KmsKeyId",
    "Path",
    "PermissionsBoundary",
)
"""Where they are left out, another value would change nothing, or be refused."""
DELETION = ("DeletionPolicy", "UpdateReplacePolicy")
STATEFUL = (BUCKET, KEY, LOGS, "AWS::SageMaker::ModelPackageGroup", "AWS::CodeCommit::Repository")


def property_changed(body: Body) -> Iterator[Edit]:
    for change in CHANGES:
        for path, resource in of_type(body, change.type):
            if _applies(resource.get("Properties", {}), change):
                kind = "removed" if change.value is REMOVED else f"= {str(change.value)[:50]}"
                what = f"{'.'.join(str(step) for step in change.path)} {kind}"
                yield Edit((*path, "Properties", *change.path), change.value, what)


def deletion_policy_changed(body: Body) -> Iterator[Edit]:
    for path, resource in of_type(body, *STATEFUL):
        for name in DELETION:
            if name in resource:
                yield Edit((*path, name), REMOVED, f"{name} removed")
                yield Edit((*path, name), "Delete", f"{name} = Delete")


def policy_removed(body: Body) -> Iterator[Edit]:
    """The whole policy of a bucket, a queue or a topic."""
    for path, _ in of_type(body, "AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy"):
        yield Edit(path, REMOVED)


def _applies(properties: Any, change: Change) -> bool:
    """Whether the place exists, and is not like that already."""
    *steps, last = change.path
    holder = _inside(properties, steps)
    if isinstance(holder, list):
        return isinstance(last, int) and last < len(holder)
    if not isinstance(holder, dict):
        return False
    there = last in holder
    if change.value is REMOVED or last in ONLY_WHERE_SET:
        return there and holder[last] != change.value
    return holder.get(last) != change.value


def _inside(value: Any, steps: Sequence[Any]) -> Any:
    """What is at the place; nothing if there is no such place."""
    for step in steps:
        listed = isinstance(value, list) and isinstance(step, int) and step < len(value)
        if not listed and not (isinstance(value, dict) and step in value):
            return None
        value = value[step]
    return value


OPERATORS = (
    "property_changed",
    "deletion_policy_changed",
    "policy_removed",
)
