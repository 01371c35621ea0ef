"""What stages deploy is written by the project's own roles alone: the bucket's policy denies it to everybody else."""

from collections.abc import Iterator

from scripts.gate.model.statements import Statement
from scripts.gate.model.template import Problem, Template
from templates import names

PROTECTED = (
    names.ARTIFACT_PREFIX,
    names.CACHE_PREFIX,
    names.CODE_PREFIX,
    names.EXECUTION_PREFIX,
    names.ENDPOINT_PREFIX,
    *[getattr(names, name) for name in ("MODEL_PREFIX", "RELEASE_PREFIX") if hasattr(names, name)],
)
WRITES = ("s3:DeleteObject", "s3:DeleteObjectVersion", "s3:PutObject")
OWN_ROLES = f":role{names.PATH}sagemaker-${{SageMakerProjectId}}-"


def check(template: Template) -> Iterator[Problem]:
    for bucket in template.of_type("AWS::S3::Bucket") if template.kind == "product" else ():
        denials = [
            statement
            for statement in template.policy_of("AWS::S3::BucketPolicy", "Bucket", bucket.name)
            if not statement.allows and ("AWS", "*") in statement.principals and _for_others(statement)
        ]
        for prefix in PROTECTED:
            reached = (f"${{{bucket.name}.Arn}}/{prefix}*", f"${{{bucket.name}.Arn}}/*")
            for action in WRITES:
                if not any(action in one.actions and set(reached) & set(one.resources) for one in denials):
                    yield Problem(
                        bucket.name, f"does not deny {action} below {prefix} to others than the project: deny it"
                    )


def _for_others(statement: Statement) -> bool:
    """The exception names roles of this project, one by one or by the id, and roles of its stages."""
    excepted = [test for test in statement.of("aws:PrincipalArn") if "Not" in test.operator]
    values = [value for test in excepted for value in test.values]
    own = bool(values) and all(OWN_ROLES in value or _exact(value) for value in values)
    return own and len(statement.tests) == len(excepted)


def _exact(value: str) -> bool:
    """An exact ARN of a role on the catalog's path, or the service itself."""
    return "*" not in value and f":role{names.PATH}" in value
