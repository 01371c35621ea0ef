"""A project's bucket refuses objects that are not encrypted with the project's key: a request can ask for another one.

A PUT with the header AES256, or with another key, passes a bucket's default encryption.
"""

from collections.abc import Iterator

from scripts.gate.model.statements import Statement
from scripts.gate.model.template import Problem, Template

ALGORITHM = "s3:x-amz-server-side-encryption"
KEY = "s3:x-amz-server-side-encryption-aws-kms-key-id"


def check(template: Template) -> Iterator[Problem]:
    for bucket in template.of_type("AWS::S3::Bucket") if template.kind == "product" else ():
        own = template.policy_of("AWS::S3::BucketPolicy", "Bucket", bucket.name)
        for key in (ALGORITHM, KEY):
            if not any(_denies(statement, key, bucket.name) for statement in own):
                yield Problem(bucket.name, f"takes objects that are encrypted otherwise: deny PutObject by {key}")


def _denies(statement: Statement, key: str, bucket: str) -> bool:
    negative = [test for test in statement.of(key) if "Not" in test.operator and test.values]
    everything = f"${{{bucket}.Arn}}/*" in statement.resources
    denied = not statement.allows and bool(statement.matching("s3:PutObject")) and ("AWS", "*") in statement.principals
    return bool(denied and everything and negative and len(statement.tests) == len(statement.of(key)))
