"""A project that trains lets those projects read its models whose ids its owner has named, and no others."""

from collections.abc import Iterator

from scripts.gate.model.requests import Request, denied
from scripts.gate.model.template import Problem, Template
from templates.names import PREFIX

TAG = "aws:PrincipalTag/sagemaker:project-id"
OTHER = f"arn:${{AWS::Partition}}:iam::%s:role/{PREFIX}/sagemaker-p-0a1b2c3d4e5f-prepare"
ACCOUNTS = ("${AWS::AccountId}", "999999999999")
READS = ("s3:GetObject", "s3:GetObjectVersion")
MODELS = ("models/", "executions/")


def check(template: Template) -> Iterator[Problem]:
    trains = template.kind == "product" and template.of_type("AWS::SageMaker::ModelPackageGroup")
    for bucket in template.of_type("AWS::S3::Bucket") if trains else ():
        own = template.policy_of("AWS::S3::BucketPolicy", "Bucket", bucket.name)
        for request in _refused(f"${{{bucket.name}.Arn}}"):
            if not denied(own, request):
                place = request.resource.partition("}")[2]
                yield Problem(bucket.name, f"lets projects without consent {request.action} at {place}: deny it")


def _refused(bucket: str) -> Iterator[Request]:
    """By a project with another id, and by a role that has no tag at all."""
    for account in ACCOUNTS:
        for context in (((TAG, "p-0a1b2c3d4e5f"),), ()):
            for prefix in MODELS:
                yield from (Request(OTHER % account, action, f"{bucket}/{prefix}x", context) for action in READS)
