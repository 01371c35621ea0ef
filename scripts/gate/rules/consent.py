"""A project that trains lets those projects read its models and versions that its owner has named, and no others."""

from collections.abc import Iterable, Iterator

from scripts.gate.model.requests import Request, denied
from scripts.gate.model.statements import Statement
from scripts.gate.model.template import Problem, Resource, Template
from scripts.gate.model.values import text
from templates.names import PREFIX
from templates.policy import actions_of

TAG = "aws:PrincipalTag/sagemaker:project-id"
OTHER = f"arn:${{AWS::Partition}}:iam::%s:role/{PREFIX}/sagemaker-p-0a1b2c3d4e5f-prepare"
ACCOUNTS = ("${AWS::AccountId}", "999999999999")
READS = ("s3:GetObject", "s3:GetObjectVersion")
MODELS = ("models/", "executions/")
VERSIONS = actions_of("sagemaker", "BatchDescribeModelPackage DescribeModelPackage ListModelPackages")
GROUP = actions_of("sagemaker", "DescribeModelPackageGroup GetModelPackageGroupPolicy ListModelPackages")
SAGEMAKER = "arn:${AWS::Partition}:sagemaker:${AWS::Region}:${AWS::AccountId}:"


def check(template: Template) -> Iterator[Problem]:
    groups = template.of_type("AWS::SageMaker::ModelPackageGroup") if template.kind == "product" else ()
    for group in groups:
        name = text(group.properties.get("ModelPackageGroupName"))
        yield from _allowed(group, group.policy, _versions(name))
    for bucket in template.of_type("AWS::S3::Bucket") if groups else ():
        own = template.policy_of("AWS::S3::BucketPolicy", "Bucket", bucket.name)
        yield from _allowed(bucket, own, _objects(f"${{{bucket.name}.Arn}}"))


def _allowed(resource: Resource, policy: tuple[Statement, ...], requests: Iterator[Request]) -> Iterator[Problem]:
    for request in requests:
        if not denied(policy, request):
            place = request.resource.partition("}")[2]
            yield Problem(resource.name, f"lets projects without consent {request.action} at {place}: deny it")


def _objects(bucket: str) -> Iterator[Request]:
    for prefix in MODELS:
        yield from _by_strangers(READS, f"{bucket}/{prefix}x")


def _versions(name: str) -> Iterator[Request]:
    yield from _by_strangers(VERSIONS, f"{SAGEMAKER}model-package/{name}/1")
    yield from _by_strangers(GROUP, f"{SAGEMAKER}model-package-group/{name}")


def _by_strangers(actions: Iterable[str], resource: str) -> Iterator[Request]:
    """By a project with another id, and by a role that has no tag at all."""
    for account in ACCOUNTS:
        for context in (((TAG, "p-0a1b2c3d4e5f"),), ()):
            yield from (Request(OTHER % account, action, resource, context) for action in actions)
