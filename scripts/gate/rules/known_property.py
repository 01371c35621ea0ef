"""A resource has only properties that the rules know: another one would pass them all unseen."""

from collections.abc import Iterator, Mapping

from scripts.gate.model.template import Problem, Template

KNOWN: Mapping[str, str] = {
    "AWS::ApplicationAutoScaling::ScalableTarget": (
        "MaxCapacity MinCapacity ResourceId ScalableDimension ServiceNamespace"
    ),
    "AWS::ApplicationAutoScaling::ScalingPolicy": (
        "PolicyName PolicyType ScalingTargetId TargetTrackingScalingPolicyConfiguration"
    ),
    "AWS::CloudWatch::Alarm": (
        "ActionsEnabled AlarmDescription AlarmName ComparisonOperator DatapointsToAlarm Dimensions EvaluationPeriods "
        "ExtendedStatistic MetricName Namespace Period Statistic Tags Threshold TreatMissingData"
    ),
    "AWS::CloudWatch::Dashboard": "DashboardBody DashboardName",
    "AWS::CodeBuild::Project": (
        "Artifacts Cache EncryptionKey Environment LogsConfig Name ServiceRole Source Tags TimeoutInMinutes VpcConfig"
    ),
    "AWS::CodeCommit::Repository": "Code RepositoryDescription RepositoryName Tags",
    "AWS::CodePipeline::Pipeline": (
        "ArtifactStore ExecutionMode Name PipelineType RoleArn Stages Tags Triggers Variables"
    ),
    "AWS::Events::Rule": "Description EventPattern Name State Targets",
    "AWS::IAM::ManagedPolicy": "Description ManagedPolicyName Path PolicyDocument",
    "AWS::IAM::Role": (
        "AssumeRolePolicyDocument Description ManagedPolicyArns Path PermissionsBoundary Policies RoleName Tags"
    ),
    "AWS::KMS::Alias": "AliasName TargetKeyId",
    "AWS::KMS::Key": "Description EnableKeyRotation KeyPolicy PendingWindowInDays Tags",
    "AWS::Lambda::Function": "Code Description Environment FunctionName Handler LoggingConfig Role Runtime Timeout",
    "AWS::Lambda::Permission": "Action FunctionName Principal SourceAccount SourceArn",
    "AWS::Logs::LogGroup": "KmsKeyId LogGroupName RetentionInDays",
    "AWS::S3::Bucket": (
        "BucketEncryption BucketName LifecycleConfiguration LoggingConfiguration NotificationConfiguration "
        "OwnershipControls PublicAccessBlockConfiguration Tags VersioningConfiguration"
    ),
    "AWS::S3::BucketPolicy": "Bucket PolicyDocument",
    "AWS::SNS::Subscription": "Endpoint Protocol TopicArn",
    "AWS::SNS::Topic": "KmsMasterKeyId TopicName",
    "AWS::SNS::TopicPolicy": "PolicyDocument Topics",
    "AWS::SQS::Queue": "KmsMasterKeyId MessageRetentionPeriod QueueName",
    "AWS::SQS::QueuePolicy": "PolicyDocument Queues",
    "AWS::SSM::Parameter": "Description Name Tags Type Value",
    "AWS::SageMaker::CodeRepository": "CodeRepositoryName GitConfig Tags",
    "AWS::SageMaker::Endpoint": (
        "DeploymentConfig EndpointConfigName EndpointName ExcludeRetainedVariantProperties "
        "RetainAllVariantProperties Tags"
    ),
    "AWS::SageMaker::EndpointConfig": "AsyncInferenceConfig DataCaptureConfig KmsKeyId ProductionVariants Tags",
    "AWS::SageMaker::Model": "EnableNetworkIsolation ExecutionRoleArn PrimaryContainer Tags VpcConfig",
    "AWS::SageMaker::ModelPackageGroup": (
        "ModelPackageGroupDescription ModelPackageGroupName ModelPackageGroupPolicy Tags"
    ),
    "AWS::Scheduler::Schedule": "FlexibleTimeWindow Name ScheduleExpression Target",
    "AWS::StepFunctions::StateMachine": "DefinitionString RoleArn StateMachineName StateMachineType Tags",
    "Custom::SeededRepository": (
        "BranchName ConnectionArn RepositoryName SeedBucket SeedKey ServiceTimeout ServiceToken"
    ),
    "Custom::StageRoles": "Account ProjectId ProjectName ServiceTimeout ServiceToken Stage TemplateUrl",
}


def check(template: Template) -> Iterator[Problem]:
    for resource in template.resources:
        known = KNOWN.get(resource.type, "").split()
        for name in resource.properties if known else ():
            if name not in known:
                yield Problem(resource.name, f"has {name}, which no rule knows: write one for it first")
