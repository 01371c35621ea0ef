"""The boundary ends at the organisation: what can belong to another account is reached only inside of it.

Resources of AWS itself belong to no organisation; of those a project needs SageMaker's images.
"""

from collections.abc import Iterator

from scripts.gate.model.statements import Statement
from scripts.gate.model.template import Problem, Template, is_boundary
from scripts.gate.rules.trust_principal import ORGANIZATIONS

SHARED = ("codebuild", "codecommit", "events", "kms", "lambda", "s3", "secretsmanager", "sns", "sqs", "sts")
"""Services whose resources other accounts can be let into."""
OWN_ACCOUNT = ":${AWS::AccountId}:"
IMAGES = ":repository/sagemaker-*"


def check(template: Template) -> Iterator[Problem]:
    for policy in template.of_type("AWS::IAM::ManagedPolicy"):
        if is_boundary(policy):
            for statement in template.identity:
                if statement.place == policy.name and statement.allows:
                    yield from _problems(statement)


def _problems(statement: Statement) -> Iterator[Problem]:
    inside = statement.has_exactly("aws:ResourceOrgID", *ORGANIZATIONS)
    near = all(OWN_ACCOUNT in resource or resource.endswith(IMAGES) for resource in statement.resources)
    for action in statement.actions if not (inside or near) else ():
        if action.partition(":")[0] in SHARED:
            yield Problem(statement.place, f"allows {action} outside the organisation: add aws:ResourceOrgID")
