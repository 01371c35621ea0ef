"""Copies of templates with one place changed."""

from scripts.gate.mutation.edits import REMOVED, Edit, edited, places, statement_places
from tests.scripts.gate.small import allow, role

BODY = {"Resources": {"Role": role("x", allow("s3:GetObject", "y")), "Other": {"Type": "AWS::S3::Bucket"}}}


def test_a_place_is_changed_or_taken_out_and_the_rest_is_shared() -> None:
    changed = edited(BODY, Edit(("Resources", "Role", "Type"), "AWS::IAM::User"))
    assert changed["Resources"]["Role"]["Type"] == "AWS::IAM::User"
    assert changed["Resources"]["Other"] is BODY["Resources"]["Other"]
    assert BODY["Resources"]["Role"]["Type"] == "AWS::IAM::Role"
    assert list(edited(BODY, Edit(("Resources", "Role"), REMOVED))["Resources"]) == ["Other"]


def test_a_member_of_a_list_is_taken_out() -> None:
    assert edited({"a": [1, 2, 3]}, Edit(("a", 1), REMOVED)) == {"a": [1, 3]}


def test_every_statement_has_a_place() -> None:
    found = [statement["Action"] for _, statement in statement_places(BODY)]
    assert sorted(found) == [["s3:GetObject"], ["sts:AssumeRole"]]
    assert ("Resources", "Other", "Type") in [path for path, _ in places(BODY)]
