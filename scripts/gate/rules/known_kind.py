"""A template has only kinds of resources that the rules know: another one would pass them all unseen."""

from collections.abc import Iterator

from scripts.gate.model.template import Problem, Template

KNOWN = {
    "product": (
        "AWS::CloudWatch::Alarm",
        "AWS::CloudWatch::Dashboard",
        "AWS::CodeBuild::Project",
        "AWS::CodeCommit::Repository",
        "AWS::CodePipeline::Pipeline",
        "AWS::Events::Rule",
        "AWS::IAM::Role",
        "AWS::KMS::Alias",
        "AWS::KMS::Key",
        "AWS::Logs::LogGroup",
        "AWS::S3::Bucket",
        "AWS::S3::BucketPolicy",
        "AWS::SageMaker::CodeRepository",
        "AWS::SageMaker::ModelPackageGroup",
        "AWS::SQS::Queue",
        "AWS::SQS::QueuePolicy",
        "AWS::SSM::Parameter",
        "AWS::Scheduler::Schedule",
        "AWS::StepFunctions::StateMachine",
        "Custom::SeededRepository",
        "Custom::StageRoles",
    ),
    "foundation": (
        "AWS::CodeBuild::Project",
        "AWS::Events::Rule",
        "AWS::IAM::ManagedPolicy",
        "AWS::IAM::Role",
        "AWS::KMS::Alias",
        "AWS::KMS::Key",
        "AWS::Lambda::Function",
        "AWS::Lambda::Permission",
        "AWS::Logs::LogGroup",
        "AWS::S3::Bucket",
        "AWS::S3::BucketPolicy",
        "AWS::SNS::Subscription",
        "AWS::SNS::Topic",
        "AWS::SNS::TopicPolicy",
        "AWS::SQS::Queue",
        "AWS::SQS::QueuePolicy",
        "AWS::SSM::Parameter",
    ),
    "stage": ("AWS::IAM::Role",),
    "team": ("AWS::IAM::Role",),
    "endpoint": (
        "AWS::ApplicationAutoScaling::ScalableTarget",
        "AWS::ApplicationAutoScaling::ScalingPolicy",
        "AWS::CloudWatch::Alarm",
        "AWS::SageMaker::Endpoint",
        "AWS::SageMaker::EndpointConfig",
        "AWS::SageMaker::Model",
    ),
}
SECTIONS = {"Transform", "Hooks"}
MEMBERS = {"CreationPolicy", "UpdatePolicy"}


def check(template: Template) -> Iterator[Problem]:
    known = KNOWN.get(template.kind, ())
    for resource in template.resources if known else ():
        if resource.type not in known:
            yield Problem(resource.name, f"is a {resource.type}, which no rule knows: write rules for it first")
        for member in MEMBERS & set(resource.attributes):
            yield Problem(resource.name, f"has {member}, which no rule knows: take it out")
    for section in SECTIONS & set(template.body):
        yield Problem(section, "changes the template after it was checked: take it out")
