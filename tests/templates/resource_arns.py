"""The ARNs that IAM judges a resource's handlers by, at the longest legal names or those of a given example.

Formats from the Service Authorization Reference. A policy of a bucket, topic or queue is judged by what it protects.
"""

from collections.abc import Callable
from typing import Any

from tests.templates.rendered import EXAMPLE
from tests.templates.resolve import filled_in

Resources = dict[str, dict[str, Any]]
PLACE = f"{EXAMPLE['AWS::Region']}:{EXAMPLE['AWS::AccountId']}"
KEY = f"arn:aws:kms:{PLACE}:key/0123abcd-1111-2222-3333-444444444444"
NAMED = {
    "AWS::CodeBuild::Project": ("codebuild", "project/", "Name"),
    "AWS::CodeCommit::Repository": ("codecommit", "", "RepositoryName"),
    "AWS::CodePipeline::Pipeline": ("codepipeline", "", "Name"),
    "AWS::Events::Rule": ("events", "rule/", "Name"),
    "AWS::Logs::LogGroup": ("logs", "log-group:", "LogGroupName"),
    "AWS::SNS::Topic": ("sns", "", "TopicName"),
    "AWS::SQS::Queue": ("sqs", "", "QueueName"),
    "AWS::SSM::Parameter": ("ssm", "parameter", "Name"),
    "AWS::Scheduler::Schedule": ("scheduler", "schedule/default/", "Name"),
}
PROTECTED: dict[str, Callable[[dict[str, Any]], dict[str, str]]] = {
    "AWS::S3::BucketPolicy": lambda given: given["Bucket"],
    "AWS::SNS::Subscription": lambda given: given["TopicArn"],
    "AWS::SNS::TopicPolicy": lambda given: given["Topics"][0],
    "AWS::SQS::QueuePolicy": lambda given: given["Queues"][0],
}
OTHERS: dict[str, Callable[[dict[str, Any]], str]] = {
    "AWS::IAM::Role": lambda given: f"arn:aws:iam::{EXAMPLE['AWS::AccountId']}:role{given['Path']}{given['RoleName']}",
    "AWS::KMS::Alias": lambda given: f"arn:aws:kms:{PLACE}:{given['AliasName']}",
    "AWS::KMS::Key": lambda _: KEY,
    "AWS::S3::Bucket": lambda given: f"arn:aws:s3:::{given['BucketName']}",
    # SageMaker writes names in lower case in its ARNs.
    "AWS::SageMaker::CodeRepository": lambda given: (
        f"arn:aws:sagemaker:{PLACE}:code-repository/{given['CodeRepositoryName'].lower()}"
    ),
    "AWS::SageMaker::Domain": lambda _: f"arn:aws:sagemaker:{PLACE}:domain/d-abcdefghijkl",
    "AWS::SageMaker::UserProfile": lambda given: (
        f"arn:aws:sagemaker:{PLACE}:user-profile/{given['DomainId']}/{given['UserProfileName'].lower()}"
    ),
    "AWS::SageMaker::ModelPackageGroup": lambda given: (
        f"arn:aws:sagemaker:{PLACE}:model-package-group/{given['ModelPackageGroupName'].lower()}"
    ),
}


def arn_of(resources: Resources, title: str, example: dict[str, str] = EXAMPLE) -> str:
    """The ARN of a resource of a template."""
    kind, properties = resources[title]["Type"], resources[title]["Properties"]
    if kind in PROTECTED:
        return arn_of(resources, PROTECTED[kind](properties)["Ref"], example)
    if kind in OTHERS:
        return OTHERS[kind](filled_in(properties, example))
    service, before, name = NAMED[kind]
    return f"arn:aws:{service}:{PLACE}:{before}{filled_in(properties[name], example)}"
