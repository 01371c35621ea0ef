"""An answer equals the recorded one up to what a run makes up, and a difference is named by what it means."""

import base64
from typing import Any

import pytest

from scripts.agreement.comparison import Comparison, Difference, general

ACCOUNT = "555555555555"


def differences(aws: Any, here: Any, *, partial: bool = False) -> list[Difference]:
    return list(Comparison(ACCOUNT, is_partial=partial).differences(aws, here))


@pytest.mark.parametrize(
    ("aws", "here"),
    [
        ({"Name": "<name>"}, {"Name": "anything"}),
        ("arn:<partition>:sns:<region>:111111111111:topic", f"arn:aws-cn:sns:cn-north-1:{ACCOUNT}:topic"),
        ("<datetime>", {"$time": "2026-01-01T00:00:00+00:00"}),
        ({"count": 1}, '{"count": 1}'),
        ({"count": 1}, {"$bytes": base64.b64encode(b'{"count": 1}').decode()}),
        ("b'\\x00'", {"$bytes": base64.b64encode(b"\x00").decode()}),
        ({"<key:1>": "v"}, {"made-up": "v"}),
        ({"ResponseMetadata": {"HTTPStatusCode": 200}}, {"ResponseMetadata": {"HTTPStatusCode": 200, "Retries": 3}}),
    ],
)
def test_what_a_run_makes_up_may_be_anything(aws: Any, here: Any) -> None:
    assert differences(aws, here) == []


@pytest.mark.parametrize(
    ("aws", "here", "kind", "path"),
    [
        ({"A": 1}, {"A": 2}, "value", ".A"),
        ({"A": True}, {"A": 1}, "value", ".A"),
        ({"A": [1, 2]}, {"A": [1]}, "value", ".A.length"),
        ({"A": 1, "B": 2}, {"A": 1}, "members", ".B"),
        ({"A": 1}, {"A": 1, "B": 2}, "members", ".B"),
        ({"Error": {"Code": "X"}}, {"Error": {"Code": "Y"}}, "code", ".Error.Code"),
        ({"Error": {"Message": "x"}}, {"Error": {"Message": "y"}}, "wording", ".Error.Message"),
        ({"ResponseMetadata": {"HTTPStatusCode": 404}}, {"ResponseMetadata": {"HTTPStatusCode": 400}}, "code",
         ".ResponseMetadata.HTTPStatusCode"),
    ],
)  # fmt: skip
def test_a_difference_has_a_kind_and_a_place(aws: Any, here: Any, kind: str, path: str) -> None:
    assert [(each.kind, each.path) for each in differences(aws, here)] == [(kind, path)]


def test_further_members_of_a_partial_recording_are_no_difference() -> None:
    assert differences({"A": 1}, {"A": 1, "B": 2}, partial=True) == []


def test_a_numbered_name_is_the_same_wherever_it_stands() -> None:
    aws = {"Key": "<id:1>", "Arn": "key/<id:1>"}
    assert differences(aws, {"Key": "a", "Arn": "key/a"}) == []
    assert [each.path for each in differences(aws, {"Key": "a", "Arn": "key/b"})] == [".Arn"]


def test_places_do_not_depend_on_positions_and_identifiers() -> None:
    assert general(".Keys[12].0f8fad5b-d9cb-469f-a165-70867728950e.Arn") == ".Keys[*].*.Arn"
