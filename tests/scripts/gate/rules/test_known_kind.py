"""Kinds of resources that no rule knows."""

import pytest

from scripts.gate.rules.known_kind import check
from tests.scripts.gate.small import reported, resource, template


@pytest.mark.parametrize("kind", ["AWS::IAM::User", "AWS::Lambda::Url", "AWS::CloudFormation::Stack", "Custom::Hook"])
def test_another_kind_is_reported(kind: str) -> None:
    assert reported(check, template({"Bucket": resource("AWS::S3::Bucket")})) == []
    assert reported(check, template({"Other": resource(kind)})) == ["Other"]


def test_a_stage_gets_roles_alone() -> None:
    assert reported(check, template({"Role": resource("AWS::IAM::Role")}, "stage")) == []
    assert reported(check, template({"Bucket": resource("AWS::S3::Bucket")}, "stage")) == ["Bucket"]


def test_nothing_changes_a_template_after_it_was_checked() -> None:
    assert reported(check, template({}, Transform=["Macro"])) == ["Transform"]
