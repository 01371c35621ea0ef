"""The stack of a failed first deployment is deleted, and no other."""

from fnmatch import fnmatchcase

import pytest

from tests.templates.rendered import resources_of, template_of
from tests.templates.resolve import filled_in

ACCOUNT = {"AWS::Partition": "aws", "AWS::Region": "eu-west-1", "AWS::AccountId": "333333333333"}
STACKS = "arn:aws:cloudformation:eu-west-1:333333333333:stack"


def _pattern() -> dict:
    (rule,) = resources_of(template_of("target-cleanup"), "AWS::Events::Rule").values()
    return filled_in(rule["Properties"]["EventPattern"], ACCOUNT)


def test_only_a_creation_that_was_rolled_back_is_matched() -> None:
    assert _pattern()["detail"]["status-details"] == {"status": ["ROLLBACK_COMPLETE"]}


@pytest.mark.parametrize(
    ("stack", "matched"),
    [
        ("sagemaker-Demo-p-abc123def456-endpoint-staging", True),
        ("sagemaker-Demo-p-abc123def456-endpoint-production", True),
        ("SC-333333333333-pp-1", False),
        ("StackSet-mlops-catalog-target-1", False),
    ],
)
def test_only_stacks_of_endpoints_are_matched_and_can_be_deleted(stack: str, matched: bool) -> None:  # noqa: FBT001
    (wildcard,) = _pattern()["detail"]["stack-id"]
    role = resources_of(template_of("target"), "AWS::IAM::Role")["CleanupFunctionRole"]
    statements = filled_in(role["Properties"]["Policies"], ACCOUNT)[0]["PolicyDocument"]["Statement"]
    (deleting,) = [each for each in statements if each["Action"] == ["cloudformation:DeleteStack"]]
    identifier = f"{STACKS}/{stack}/5678abcd"
    assert fnmatchcase(identifier, wildcard["wildcard"]) is matched
    assert fnmatchcase(identifier, deleting["Resource"][0]) is matched
