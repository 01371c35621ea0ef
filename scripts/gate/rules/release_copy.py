"""A copy of an approved model is written once, by the release step, and neither changed nor deleted by anybody."""

from collections.abc import Iterator

from scripts.gate.model.requests import Request, denied
from scripts.gate.model.template import Problem, Template
from templates.names import PREFIX
from templates.policy import actions_of

ROLE = f"arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:role/{PREFIX}/sagemaker-${{SageMakerProjectId}}-"
RELEASE_STEP, OTHERS = (
    f"{ROLE}prepare",
    tuple(f"{ROLE}{part}" for part in ("execution", "build", "test", "deploy-pipeline")),
)
CHANGES = actions_of("s3", "PutObject PutObjectAcl PutObjectTagging PutObjectVersionTagging")
DELETE = actions_of("s3", "DeleteObject DeleteObjectVersion")
NEW = (("s3:if-none-match", "*"), ("s3:ObjectCreationOperation", "true"))


def check(template: Template) -> Iterator[Problem]:
    deploys = template.kind == "product" and template.of_type("Custom::StageRoles")
    for bucket in template.of_type("AWS::S3::Bucket") if deploys else ():
        own = template.policy_of("AWS::S3::BucketPolicy", "Bucket", bucket.name)
        for request in _refused(f"${{{bucket.name}.Arn}}/releases/x"):
            if not denied(own, request):
                who = request.principal.rpartition("-")[2]
                yield Problem(bucket.name, f"lets the role {who} {request.action} below releases/: deny it")


def _refused(copy: str) -> Iterator[Request]:
    """Others write nothing, the release step no second time, and nobody deletes."""
    for principal in OTHERS:
        yield from (Request(principal, action, copy, NEW) for action in CHANGES)
    yield Request(RELEASE_STEP, "s3:PutObject", copy, NEW[1:])
    yield from (Request(RELEASE_STEP, action, copy) for action in DELETE)
