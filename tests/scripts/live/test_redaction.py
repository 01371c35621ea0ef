"""Nothing that identifies an account is in a recording, wherever AWS puts it."""

import datetime
import json
import string
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from scripts.errors import UnfinishedError
from scripts.live.calls import Call, Place
from scripts.live.cassette import Recorded
from scripts.live.redaction import ACCOUNT, IMAGE_ACCOUNTS, Redaction

DIGITS, HEX, CAPITALS = string.digits, "0123456789abcdef", string.ascii_uppercase + string.digits
MEMBERS = ("Name", "Arn", "Message", "StatusReason", "Id", "Url", "Description", "Values", "PrincipalId")

accounts = some.text(DIGITS, min_size=12, max_size=12).filter(lambda number: number not in {ACCOUNT, *IMAGE_ACCOUNTS})
access_keys = some.builds(
    "{}{}".format, some.sampled_from(["AKIA", "ASIA", "AROA"]), some.text(CAPITALS, min_size=16, max_size=16)
)
secret_keys = some.text(string.ascii_letters + DIGITS + "+/", min_size=40, max_size=40)
tokens = some.text(string.ascii_letters + DIGITS + "+/=", min_size=100, max_size=300)
identifiers = some.uuids().map(str)
units = some.builds("ou-{}-{}".format, some.text(HEX, min_size=4, max_size=4), some.text(HEX, min_size=8, max_size=8))
organizations = some.text(HEX, min_size=10, max_size=10).map("o-{}".format)
networks = some.text(HEX, min_size=17, max_size=17).map("subnet-{}".format)
mails = some.builds("{}@{}.example".format, *(some.text(string.ascii_lowercase, min_size=3, max_size=9) for _ in "ab"))
# Words of every recording: of a person who is called like one nothing can be seen.
FORMAT = """
call params recorded key at aws ignore iam GetRole PutRolePolicy RoleName PolicyDocument ResponseMetadata HTTPStatusCode
HTTPHeaders Principal AWS
"""
names = some.text(string.ascii_letters + DIGITS + "+=,.@_-", min_size=2, max_size=40).filter(
    lambda name: name[0].isalpha() and name[-1].isalnum() and name not in FORMAT.split()
)
products = some.text(string.ascii_lowercase, min_size=13, max_size=13).map("prod-{}".format)
unlisted = some.one_of(
    products, access_keys, secret_keys, tokens, identifiers, units, organizations, networks, mails, accounts
)
SENTENCES = (
    "User: {} is not authorized to perform: iam:PassRole",
    "{}",
    "arn:aws:iam::222233334444:user/{}",
    "Resource {} of stack is in ROLLBACK_COMPLETE state.",
    '{{"Principal": {{"AWS": "{}"}}}}',
    "https://sqs.eu-west-1.amazonaws.com/{}/queue?X-Amz-Signature={}",
    "failed (key={}, again '{}'): retry",
)
shapes = some.recursive(
    some.none(),
    lambda inner: some.one_of(
        some.lists(inner, min_size=1, max_size=3),
        some.dictionaries(some.sampled_from(MEMBERS), inner, min_size=1, max_size=3),
    ),
    max_leaves=6,
)


def planted(shape: Any, texts: Callable[[], str]) -> Any:
    """The shape with a text in the place of each leaf."""
    if isinstance(shape, dict):
        return {name: planted(each, texts) for name, each in shape.items()}
    return [planted(each, texts) for each in shape] if isinstance(shape, list) else texts()


@settings(max_examples=200, deadline=None)
@given(data=some.data(), who=some.tuples(accounts, names, access_keys, secret_keys), shape=shapes)
def test_no_answer_brings_a_secret_into_a_recording(data: Any, who: tuple[str, ...], shape: Any) -> None:
    account, person, key, secret = used = [*who]

    def text() -> str:
        value = data.draw(some.one_of(some.sampled_from(used[:4]), unlisted))
        used.append(value)
        return data.draw(some.sampled_from(SENTENCES)).replace("{{", "{").replace("}}", "}").replace("{}", value)

    answer = {
        "Result": planted(shape, text),
        text(): "as a key",
        "CreatedBy": int(account),
        "When": datetime.datetime.now(datetime.UTC),
    }
    place = Place(account, f"arn:aws:sts::{account}:assumed-role/{person}/{person}", "eu-west-1", "aws", is_aws=True)
    calls = [
        Call("iam:GetRole", {"RoleName": "live-0a1b2c3d04a"}, answer),
        Call(
            "iam:PutRolePolicy",
            {"RoleName": f"{account}-role", "PolicyDocument": answer["Result"]},
            answer,
            refused=False,
        ),
    ]
    recorded = Recorded(4, "0a1b2c3d04a", "0a1b2c3d", place, calls, [person, key, secret], ["ACTIVE"])
    written = json.dumps(recorded.case("2026-11-21")["calls"])
    assert [value for value in used if is_in(value, written)] == []


def is_in(value: str, written: str) -> bool:
    """Whether the text has the value as a whole: a name such as `a` is part of many words."""
    before, _, after = written.partition(value)
    return value in written and not (before[-1:].isalnum() or after[:1].isalnum())


def test_a_persons_name_as_a_key_is_in_no_placeholder_of_its_value() -> None:
    redacted = Redaction("222233334444", ["an"], []).value({"an": "as a key"})
    assert redacted == {"<key:1>": "<value:2>"}


@pytest.mark.parametrize("member", ["Name", "Message", "Endpoint"])
@given(value=unlisted)
def test_what_a_probe_sends_is_not_taken_for_its_own_when_it_identifies(member: str, value: str) -> None:
    """A text that the probe sent is kept in answers, unless it looks like what AWS or a person made up."""
    redaction = Redaction("222233334444", [], [value])
    if redaction.leaks_of_request([value]):
        assert value not in json.dumps(redaction.value({member: value}))


def test_a_recording_that_still_has_a_secret_is_not_written() -> None:
    """The last guard: a call sent an address of a person as it is."""
    place = Place("222233334444", "arn:aws:iam::222233334444:user/ada", "eu-west-1", "aws", is_aws=True)
    calls = [Call("sns:Subscribe", {"Endpoint": "someone@example.com"}, {})]
    with pytest.raises(UnfinishedError, match="still had 1 values"):
        Recorded(4, "0a1b2c3d04a", "0a1b2c3d", place, calls, ["ada"], []).case("2026-11-21")


def test_words_of_the_model_and_of_the_probe_are_kept() -> None:
    redaction = Redaction("222233334444", ["ada"], ["ACTIVE", "ml.m5.large"])
    answer = {"Status": "ACTIVE", "Type": "ml.m5.large", "Owner": "ada", "Reason": "Role ada cannot use ml.m5.large"}
    kept = redaction.value(answer)
    assert (kept["Status"], kept["Type"]) == ("ACTIVE", "ml.m5.large")
    assert kept["Reason"].startswith("Role <")
    assert kept["Reason"].endswith("cannot use ml.m5.large")


def test_the_same_value_has_the_same_placeholder() -> None:
    redaction = Redaction("222233334444", [], [])
    answer = redaction.value({"Id": "prod-abc123", "Arn": "arn:aws:catalog:eu-west-1:222233334444:product/prod-abc123"})
    assert answer["Arn"] == f"arn:<partition>:catalog:<region>:{ACCOUNT}:product/{answer['Id']}"


def test_later_calls_name_earlier_answers_instead_of_their_values() -> None:
    place = Place("222233334444", "arn:aws:iam::222233334444:user/ada", "eu-west-1", "aws", is_aws=True)
    calls = [
        Call("servicecatalog:CreateProduct", {"Name": "live-0a1b2c3d04a"}, {"Product": {"Id": "prod-abc123xyz"}}),
        Call("servicecatalog:DeleteProduct", {"Id": "prod-abc123xyz"}, {}, actor=0),
        Call("s3:HeadBucket", {"Bucket": "live-0a1b2c3d04a", "ExpectedBucketOwner": "222233334444"}, {}),
    ]
    case = Recorded(4, "0a1b2c3d04a", "0a1b2c3d", place, calls, ["ada"], []).case("2026-11-21")
    first, second, third = case["calls"]
    assert first["params"] == {"Name": "live-${new:0}"}
    assert second["params"] == {"Id": "${0:Product.Id}"}
    assert second["as"] == "0:Credentials"
    assert third["params"] == {"Bucket": "live-${new:0}", "ExpectedBucketOwner": "${account}"}
    assert (case["validated"], case["region"]) == ("2026-11-21", "eu-west-1")
