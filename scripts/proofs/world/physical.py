"""Names and ARNs of resources by type: formats of the Service Authorization Reference, `Ref` and `GetAtt`."""

import hashlib
from collections.abc import Mapping
from typing import Any

ARNS = {
    "AWS::CodeBuild::Project": "arn:aws:codebuild:{region}:{account}:project/{Name}",
    "AWS::CodeCommit::Repository": "arn:aws:codecommit:{region}:{account}:{RepositoryName}",
    "AWS::CodePipeline::Pipeline": "arn:aws:codepipeline:{region}:{account}:{Name}",
    "AWS::Events::Rule": "arn:aws:events:{region}:{account}:rule/{Name}",
    "AWS::IAM::ManagedPolicy": "arn:aws:iam::{account}:policy{Path}{ManagedPolicyName}",
    "AWS::IAM::Role": "arn:aws:iam::{account}:role{Path}{RoleName}",
    "AWS::KMS::Alias": "arn:aws:kms:{region}:{account}:{AliasName}",
    "AWS::KMS::Key": "arn:aws:kms:{region}:{account}:key/{unique}",
    "AWS::Lambda::Function": "arn:aws:lambda:{region}:{account}:function:{FunctionName}",
    "AWS::Logs::LogGroup": "arn:aws:logs:{region}:{account}:log-group:{LogGroupName}",
    "AWS::S3::Bucket": "arn:aws:s3:::{BucketName}",
    "AWS::SNS::Topic": "arn:aws:sns:{region}:{account}:{TopicName}",
    "AWS::SQS::Queue": "arn:aws:sqs:{region}:{account}:{QueueName}",
    "AWS::SSM::Parameter": "arn:aws:ssm:{region}:{account}:parameter{Name}",
    "AWS::SageMaker::CodeRepository": "arn:aws:sagemaker:{region}:{account}:code-repository/{CodeRepositoryName}",
    "AWS::SageMaker::ModelPackageGroup": (
        "arn:aws:sagemaker:{region}:{account}:model-package-group/{ModelPackageGroupName}"
    ),
    "AWS::Scheduler::Schedule": "arn:aws:scheduler:{region}:{account}:schedule/default/{Name}",
}
REFERENCES = {
    "AWS::CodeBuild::Project": "Name",
    "AWS::CodeCommit::Repository": "RepositoryName",
    "AWS::CodePipeline::Pipeline": "Name",
    "AWS::Events::Rule": "Name",
    "AWS::IAM::Role": "RoleName",
    "AWS::KMS::Alias": "AliasName",
    "AWS::Lambda::Function": "FunctionName",
    "AWS::Logs::LogGroup": "LogGroupName",
    "AWS::S3::Bucket": "BucketName",
    "AWS::SSM::Parameter": "Name",
    "AWS::SageMaker::CodeRepository": "CodeRepositoryName",
    "AWS::Scheduler::Schedule": "Name",
}
LOWER_CASE = "AWS::SageMaker::"
"""SageMaker writes the names in its ARNs in lower case."""
ATTRIBUTES = {"AWS::Logs::LogGroup": {"Arn": ":*"}}


def unique_id(*parts: str) -> str:
    """What stands for an id that AWS invents: the same for the same stack and resource."""
    return hashlib.sha256("/".join(parts).encode()).hexdigest()[:12]


def arn_of(kind: str, place: Mapping[str, str], properties: Mapping[str, Any]) -> str:
    """The ARN of a resource; of a type that no policy names, a text that no pattern matches."""
    form = ARNS.get(kind)
    if form is None:
        return f"{kind}/{place['unique']}"
    arn = form.format_map({"Path": "/", **place, **{name: str(value) for name, value in properties.items()}})
    return arn.lower() if kind.startswith(LOWER_CASE) else arn


def attribute_of(kind: str, name: str, arn: str, properties: Mapping[str, Any]) -> str:
    """What `Ref` (as `Ref`) or `GetAtt` gives of a resource."""
    if name == "Ref":
        if kind == "AWS::KMS::Key":
            return arn.rpartition("/")[2]
        return str(properties[REFERENCES[kind]]) if kind in REFERENCES else arn
    if name.endswith("Arn"):
        return arn + ATTRIBUTES.get(kind, {}).get(name, "")
    return str(properties.get(REFERENCES.get(kind, ""), f"{arn}.{name}"))
