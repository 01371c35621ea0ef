"""A project's bucket refuses objects that are not encrypted with the project's key: a request can ask for another one.

A PUT with the header AES256, with another key, or with a secret of its own passes a bucket's default encryption.
"""

from collections.abc import Iterator, Mapping

from scripts.gate.model.requests import Request, denied
from scripts.gate.model.template import Problem, Template
from templates.names import PREFIX

METHOD = "s3:x-amz-server-side-encryption"
KEY = f"{METHOD}-aws-kms-key-id"
CUSTOMER = f"{METHOD}-customer-algorithm"
STRANGE = "arn:aws:kms:us-east-1:999999999999:key/00000000-0000-0000-0000-000000000000"
REFUSED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "AES256": ((METHOD, "AES256"),),
    "aws:kms without a key, which is AWS's own": ((METHOD, "aws:kms"),),
    "another key": ((METHOD, "aws:kms"), (KEY, STRANGE)),
    "another key alone": ((KEY, STRANGE),),
    "a secret of the request": ((CUSTOMER, "AES256"),),
}
ROLE = f"arn:${{AWS::Partition}}:iam::${{AWS::AccountId}}:role/{PREFIX}/sagemaker-${{SageMakerProjectId}}-execution"


def check(template: Template) -> Iterator[Problem]:
    for bucket in template.of_type("AWS::S3::Bucket") if template.kind == "product" else ():
        own = template.policy_of("AWS::S3::BucketPolicy", "Bucket", bucket.name)
        for what, headers in REFUSED.items():
            if not denied(own, Request(ROLE, "s3:PutObject", f"${{{bucket.name}.Arn}}/data/x", headers)):
                yield Problem(bucket.name, f"takes objects with {what}: deny it by {METHOD} and its key")
        if denied(own, Request(ROLE, "s3:PutObject", f"${{{bucket.name}.Arn}}/data/x")):
            yield Problem(bucket.name, "takes no object that leaves encryption to the bucket: let it pass")
