"""A project of a team denies the Studio roles of other teams: their own policies say nothing of teams."""

from collections.abc import Iterator

from scripts.gate.model.requests import Request, denied
from scripts.gate.model.statements import Statement
from scripts.gate.model.template import Problem, Resource, Template
from scripts.gate.model.values import text
from templates.policy import actions_of

OTHER = "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/service-role/AmazonSageMaker-ExecutionRole-team-other"
OBJECTS = actions_of("s3", "DeleteObject GetObject GetObjectVersion PutObject")
VERSIONS = actions_of("sagemaker", "BatchDescribeModelPackage DescribeModelPackage")
GROUP = actions_of("sagemaker", "DescribeModelPackageGroup GetModelPackageGroupPolicy ListModelPackages")
SAGEMAKER = "arn:${AWS::Partition}:sagemaker:${AWS::Region}:${AWS::AccountId}:"


def check(template: Template) -> Iterator[Problem]:
    for bucket in template.of_type("AWS::S3::Bucket") if template.kind == "product" else ():
        own = template.policy_of("AWS::S3::BucketPolicy", "Bucket", bucket.name)
        yield from _allowed(bucket, own, _objects(f"${{{bucket.name}.Arn}}"))
    for group in template.of_type("AWS::SageMaker::ModelPackageGroup"):
        yield from _allowed(group, group.policy, _versions(text(group.properties.get("ModelPackageGroupName"))))


def _allowed(resource: Resource, policy: tuple[Statement, ...], requests: Iterator[Request]) -> Iterator[Problem]:
    for request in requests:
        if not denied(policy, request):
            yield Problem(resource.name, f"lets another team {request.action}: deny it")


def _objects(bucket: str) -> Iterator[Request]:
    yield from (Request(OTHER, action, f"{bucket}/data/x") for action in OBJECTS)
    yield Request(OTHER, "s3:ListBucket", bucket)


def _versions(name: str) -> Iterator[Request]:
    yield from (Request(OTHER, action, f"{SAGEMAKER}model-package/{name}/1") for action in VERSIONS)
    yield from (Request(OTHER, action, f"{SAGEMAKER}model-package-group/{name}") for action in GROUP)
