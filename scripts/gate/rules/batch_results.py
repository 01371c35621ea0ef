"""What a batch wrote and noted is changed by its own project alone, and read by no other project."""

from collections.abc import Iterator

from scripts.gate.model.requests import Request, denied
from scripts.gate.model.template import Problem, Template
from templates.names import LEDGER_PREFIX, PREDICTION_PREFIX, PREFIX, REJECTED_PREFIX
from templates.policy import actions_of

ROLE = "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/"
PERSON = f"{ROLE}service-role/AmazonSageMaker-ExecutionRole-1"
OTHER_PROJECT = f"{ROLE}{PREFIX}/sagemaker-p-another00000-execution"
CHANGES = actions_of("s3", "PutObject DeleteObject DeleteObjectVersion")
READS = actions_of("s3", "GetObject GetObjectVersion")
FOLDERS = (LEDGER_PREFIX, PREDICTION_PREFIX, REJECTED_PREFIX)
OUTPUT = "PredictionsUri"
"""What tells a template that predicts in batches."""


def check(template: Template) -> Iterator[Problem]:
    buckets = template.of_type("AWS::S3::Bucket") if OUTPUT in template.body.get("Outputs", {}) else ()
    for bucket in buckets:
        own = template.policy_of("AWS::S3::BucketPolicy", "Bucket", bucket.name)
        for folder in FOLDERS:
            for request in _refused(f"${{{bucket.name}.Arn}}/{folder}x"):
                if not denied(own, request):
                    who = "a person" if request.principal == PERSON else "another project"
                    yield Problem(bucket.name, f"lets {who} {request.action} below {folder}: deny it")


def _refused(result: str) -> Iterator[Request]:
    for principal in (PERSON, OTHER_PROJECT):
        yield from (Request(principal, action, result) for action in CHANGES)
    yield from (Request(OTHER_PROJECT, action, result) for action in READS)
