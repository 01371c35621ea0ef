"""Nobody but the publisher writes the catalog's assets: the bucket denies it, whatever a principal may do."""

from collections.abc import Iterator

from scripts.gate.model.statements import Statement
from scripts.gate.model.template import Problem, Template
from scripts.gate.model.values import text
from templates import names

WRITES = ("s3:PutObject", "s3:DeleteObject", "s3:DeleteObjectVersion")
PUBLISHERS = f"role/{names.PUBLISHER}"


def check(template: Template) -> Iterator[Problem]:
    for bucket in template.of_type("AWS::S3::Bucket"):
        if not text(bucket.properties.get("BucketName")).startswith(f"{names.PREFIX}-assets-"):
            continue
        own = template.policy_of("AWS::S3::BucketPolicy", "Bucket", bucket.name)
        for action in WRITES:
            if not any(_denies(statement, action, bucket.name) for statement in own):
                yield Problem(bucket.name, f"does not deny {action} to all but the publisher: deny it")


def _denies(statement: Statement, action: str, bucket: str) -> bool:
    """An archive that exists is neither overwritten nor deleted by anybody else."""
    reached = [resource for resource in statement.resources if resource.startswith(f"${{{bucket}.Arn}}/")]
    excepted = [value for test in statement.tests if "Not" in test.operator for value in test.values]
    other = [test for test in statement.tests if test.key not in ("aws:PrincipalArn", "s3:if-none-match")]
    narrow = all("*" not in value.replace("${", "") for value in excepted)
    return not statement.allows and bool(statement.matching(action)) and bool(reached) and narrow and not other
