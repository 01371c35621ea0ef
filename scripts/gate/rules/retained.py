"""Data, models, code, keys and logs outlive their stack, unless its launch failed; queues go with it."""

from collections.abc import Iterator

from scripts.gate.model.template import Problem, Template

KEPT = (
    "AWS::S3::Bucket",
    "AWS::KMS::Key",
    "AWS::Logs::LogGroup",
    "AWS::SageMaker::ModelPackageGroup",
    "AWS::CodeCommit::Repository",
)
DELETION, REPLACEMENT = ("RetainExceptOnCreate", "Retain"), ("Retain",)


def check(template: Template) -> Iterator[Problem]:
    for resource in template.of_type(*KEPT):
        if resource.attributes.get("DeletionPolicy") not in DELETION:
            yield Problem(resource.name, "is deleted with its stack: set DeletionPolicy to RetainExceptOnCreate")
        if resource.attributes.get("UpdateReplacePolicy") not in REPLACEMENT:
            yield Problem(resource.name, "is deleted when it is replaced: set UpdateReplacePolicy to Retain")
