"""Which event patterns EventBridge takes, and which events they match."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.conftest import Sandbox

ENVELOPE = {
    "version": "0",
    "id": "7bf73129-1428-4cd3-a780-95db273d1602",
    "source": "shop.orders",
    "detail-type": "Order Placed",
    "account": "222222222222",
    "region": "us-east-1",
    "time": "2026-11-21T10:00:00Z",
    "resources": ["arn:aws:s3:::orders/one", "arn:aws:s3:::orders/two"],
}


def _matches(sandbox: Sandbox, pattern: Any, detail: Any, **event: Any) -> bool:
    text = pattern if isinstance(pattern, str) else json.dumps(pattern)
    given = json.dumps(ENVELOPE | {"detail": detail} | event)
    return sandbox.client("events").test_event_pattern(EventPattern=text, Event=given)["Result"]


def _refusal(sandbox: Sandbox, pattern: Any) -> str:
    with pytest.raises(ClientError) as refused:
        _matches(sandbox, pattern, {})
    error = refused.value.response["Error"]
    assert error["Code"] == "InvalidEventPatternException"
    return error["Message"]


@pytest.mark.parametrize(
    ("expression", "matching", "other"),
    [
        ("ready", "ready", "READY"),
        (5, 5, "5"),
        (300, 3e2, 301),
        (None, None, ""),
        (True, True, "true"),
        ({"prefix": "re"}, "ready", "are"),
        ({"prefix": ""}, "anything", 7),
        ({"suffix": "dy"}, "ready", "dying"),
        ({"prefix": {"equals-ignore-case": "RE"}}, "ready", "are"),
        ({"suffix": {"equals-ignore-case": "DY"}}, "ready", "dying"),
        ({"equals-ignore-case": "REady"}, "reaDY", "ready!"),
        ({"equals-ignore-case": "straße"}, "STRASSE", "strase"),
        ({"wildcard": "a*/b*.csv"}, "a1/b2.csv", "a1/b2.csv.gz"),
        ({"wildcard": "\\*"}, "*", "x"),
        ({"wildcard": "ab*ba"}, "abba", "aba"),
        ({"numeric": [">", 0, "<=", 5]}, 5, 5.5),
        ({"numeric": ["=", 3.018e2]}, 301.8, "301.8"),
        ({"numeric": ["<", 0]}, -1e300, None),
        ({"cidr": "10.0.0.0/24"}, "10.0.0.255", "10.0.1.0"),
        ({"cidr": "2001:db8::/32"}, "2001:0db8:1:0:0:0:0:1", "2001:db9::1"),
        ({"anything-but": "ready"}, "done", "ready"),
        ({"anything-but": [1, 2]}, 3, 2.0),
        ({"anything-but": ["a", "b"]}, None, "b"),
        ({"anything-but": {"prefix": ["in", "out"]}}, "begin", "outside"),
        ({"anything-but": {"suffix": ".tmp"}}, "a.txt", "a.tmp"),
        ({"anything-but": {"equals-ignore-case": "Ready"}}, "done", "READY"),
        ({"anything-but": {"wildcard": ["*/tmp/*", "*.log"]}}, "a/b", "x/tmp/y"),
    ],
)
def test_a_value_is_compared_as_the_expression_says(
    sandbox: Sandbox, expression: Any, matching: Any, other: Any
) -> None:
    pattern = {"detail": {"state": [expression]}}
    assert _matches(sandbox, pattern, {"state": matching})
    assert not _matches(sandbox, pattern, {"state": other})


def test_an_address_matches_however_it_is_written(sandbox: Sandbox) -> None:
    pattern = {"detail": {"from": ["2001:db8:0:0:0:0:0:1"]}}
    assert _matches(sandbox, pattern, {"from": "2001:DB8::1"})
    assert not _matches(sandbox, pattern, {"from": "2001:db8::2"})


def test_fields_of_a_pattern_are_all_required_and_one_value_of_each_is_enough(sandbox: Sandbox) -> None:
    pattern = {"source": ["shop.orders", "shop.returns"], "detail": {"total": [{"numeric": [">", 10]}]}}
    assert _matches(sandbox, pattern, {"total": 11})
    assert not _matches(sandbox, pattern, {"total": 9})
    assert not _matches(sandbox, pattern, {"total": 11}, source="shop.stock")


def test_a_field_that_is_missing_matches_nothing_but_its_absence(sandbox: Sandbox) -> None:
    assert not _matches(sandbox, {"detail": {"state": [{"anything-but": "ready"}]}}, {})
    assert _matches(sandbox, {"detail": {"state": [{"exists": False}]}}, {})
    assert not _matches(sandbox, {"detail": {"state": [{"exists": False}]}}, {"state": None})
    assert _matches(sandbox, {"detail": {"state": [{"exists": True}]}}, {"state": None})
    assert not _matches(sandbox, {"detail": {"state": [{"exists": True}]}}, {"state": {"name": "ready"}})
    assert not _matches(sandbox, {"detail": {"state": [{"exists": True}]}}, {"state": []})


def test_an_array_matches_by_one_of_its_values(sandbox: Sandbox) -> None:
    assert _matches(sandbox, {"resources": ["arn:aws:s3:::orders/two"]}, {})
    assert not _matches(sandbox, {"resources": ["arn:aws:s3:::orders/three"]}, {})
    assert _matches(sandbox, {"detail": {"tags": ["b"]}}, {"tags": [["a"], ["c", "b"]]})


def test_values_of_different_elements_of_an_array_do_not_match_together(sandbox: Sandbox) -> None:
    people = {"people": [{"first": "Anna", "last": "Smith"}, {"first": "Peter", "last": "Jones"}]}
    assert _matches(sandbox, {"detail": {"people": {"first": ["Anna"], "last": ["Smith"]}}}, people)
    assert not _matches(sandbox, {"detail": {"people": {"first": ["Anna"], "last": ["Jones"]}}}, people)


def test_dots_in_names_are_steps_of_the_path(sandbox: Sandbox) -> None:
    assert _matches(sandbox, {"detail": {"state.name": ["ready"]}}, {"state": {"name": "ready"}})
    assert _matches(sandbox, {"detail": {"state": {"name": ["ready"]}}}, {"state.name": "ready"})
    assert _matches(sandbox, {"detail.state": ["ready"]}, {"state": "ready"})


def test_json_inside_of_a_string_is_no_object(sandbox: Sandbox) -> None:
    assert not _matches(sandbox, {"detail": {"state": ["ready"]}}, json.dumps({"state": "ready"}))


def test_a_field_that_no_event_has_matches_only_as_absent(sandbox: Sandbox) -> None:
    assert not _matches(sandbox, {"nonesuch": ["x"]}, {})
    assert _matches(sandbox, {"nonesuch": [{"exists": False}]}, {})


def test_or_needs_one_of_its_objects(sandbox: Sandbox) -> None:
    pattern = {"source": ["shop.orders"], "detail": {"$or": [{"total": [5]}, {"state": ["done"], "by": ["me"]}]}}
    assert _matches(sandbox, pattern, {"total": 5})
    assert _matches(sandbox, pattern, {"state": "done", "by": "me"})
    assert not _matches(sandbox, pattern, {"state": "done"})
    assert not _matches(sandbox, pattern, {"total": 5}, source="shop.stock")


def test_the_last_condition_for_a_field_counts(sandbox: Sandbox) -> None:
    assert _matches(sandbox, '{"detail": {"a": [1], "a": [2]}}', {"a": 2})
    assert not _matches(sandbox, '{"detail": {"a": [1], "a": [2]}}', {"a": 1})
    inside = {"detail": {"a": [1], "$or": [{"a": [2]}, {"b": [3]}]}}
    assert _matches(sandbox, inside, {"a": 2})
    assert _matches(sandbox, inside, {"a": 1, "b": 3})
    assert not _matches(sandbox, inside, {"a": 1})


def test_or_that_is_no_operator_is_the_name_of_a_field(sandbox: Sandbox) -> None:
    assert _matches(sandbox, {"detail": {"$or": {"a": [1]}}}, {"$or": {"a": 1}})
    assert not _matches(sandbox, {"detail": {"$or": {"a": [1]}}}, {"a": 1})


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("[]", "Filter is not an object"),
        ({}, "Empty objects are not allowed"),
        ({"source": []}, "Empty arrays are not allowed"),
        ({"source": "shop.orders"}, '"source" must be an object or an array'),
        ({"source": [["a"]]}, "Match value must be String, number, true, false, or null"),
        ({"source": [{}]}, "Match expression name not found"),
        ({"source": [{"like": "a"}]}, "Unrecognized match type like"),
        ({"source": [{"prefix": "a", "suffix": "b"}]}, "Only one key allowed in match expression"),
        ({"source": [{"prefix": 1}]}, "prefix match pattern must be a string"),
        ({"source": [{"suffix": ["a"]}]}, "suffix match pattern must be a string"),
        ({"source": [{"prefix": {"suffix": "a"}}]}, "Unsupported prefix pattern: suffix"),
        ({"source": [{"exists": "true"}]}, "exists match pattern must be either true or false."),
        ({"source": [{"wildcard": "a**"}]}, "Consecutive wildcard characters at pos 2"),
        ({"source": [{"wildcard": "a\\b"}]}, "Invalid escape character at pos 2"),
        ({"source": [{"cidr": "10.0.0.0"}]}, "Malformed CIDR, one '/' required"),
        ({"source": [{"cidr": "10.0.0.0/a"}]}, "Malformed CIDR, mask bits must be an integer"),
        ({"source": [{"cidr": "10.0.0.0/32"}]}, "IPv4 mask bits must be < 32"),
        ({"source": [{"cidr": "10.0.0/8"}]}, "Nonstandard IP address: 10.0.0"),
        ({"source": [{"numeric": ">"}]}, "Value of numeric must be an array."),
        ({"source": [{"numeric": ["~", 1]}]}, "Unrecognized numeric range operator: ~"),
        ({"source": [{"numeric": [">", "1"]}]}, "Value of > must be numeric"),
        ({"source": [{"numeric": [">", 1, "<"]}]}, "Value of < must be numeric"),
        ({"source": [{"numeric": ["<", 1, ">", 0]}]}, "Too many elements in numeric expression"),
        ({"source": [{"numeric": [">", 5, "<", 5]}]}, "Bottom must be less than top"),
        ({"source": [{"anything-but": None}]}, "Value of anything-but must be an array or single string/number value."),
        ({"source": [{"anything-but": {"cidr": "::/8"}}]}, "Unsupported anything-but pattern: cidr"),
        ({"source": [{"anything-but": {"prefix": ""}}]}, "Null prefix/suffix not allowed"),
        ({"source": [{"anything-but": {"suffix": [1]}}]}, "prefix/suffix match pattern must be a string"),
        (
            {"source": [{"anything-but": ["a", 1]}]},
            "Inside anything but list, either all values are number or string, mixed type is not supported",
        ),
    ],
)
def test_a_pattern_that_is_wrong_is_refused_with_its_reason(sandbox: Sandbox, pattern: Any, reason: str) -> None:
    assert _refusal(sandbox, pattern) == f"Event pattern is not valid. Reason: {reason}"


def test_text_that_is_no_json_is_no_pattern(sandbox: Sandbox) -> None:
    assert _refusal(sandbox, "{").startswith("Event pattern is not valid. Reason: ")
    assert _refusal(sandbox, '{"source": [NaN]}').startswith("Event pattern is not valid. Reason: ")


@pytest.mark.parametrize(
    "wildcards",
    [["*.csv", "*.json", "*.png", "*.txt"], ["*/in/*.csv", "*/in/*.txt"], ["logs/*/2026/*"], ["a*b*c*d*"]],
)
def test_wildcards_may_begin_in_ten_places_at_once(sandbox: Sandbox, wildcards: list[str]) -> None:
    assert not _matches(sandbox, {"detail": {"key": [{"wildcard": each} for each in wildcards]}}, {"key": "other"})


@pytest.mark.parametrize(
    "wildcards",
    [["*-*-*-*-*-*"], ["*/in/*.csv", "*/in/*.txt", "*/in/*.png"], [f"*:{letter}/*" for letter in "abcd"]],
)
def test_wildcards_that_begin_in_more_places_are_too_complex(sandbox: Sandbox, wildcards: list[str]) -> None:
    too_complex = "Event pattern is not valid. Reason: Rule is too complex - try using fewer wildcard characters"
    assert _refusal(sandbox, {"detail": {"key": [{"wildcard": each} for each in wildcards]}}).startswith(too_complex)
    assert _refusal(sandbox, {"detail": {"key": [{"anything-but": {"wildcard": "-*" * 6}}]}}).startswith(too_complex)


def test_more_than_a_thousand_combinations_are_refused(sandbox: Sandbox) -> None:
    def choice(name: str, size: int) -> dict[str, Any]:
        return {name: {"$or": [{f"{name}{number}": [1]} for number in range(size)]}}

    assert not _matches(sandbox, choice("a", 10) | choice("b", 10) | choice("c", 10), {})
    with pytest.raises(ClientError) as refused:
        _matches(sandbox, choice("a", 10) | choice("b", 10) | choice("c", 11), {})
    assert refused.value.response["Error"]["Code"] == "LimitExceededException"


@pytest.mark.parametrize("missing", ["id", "account", "source", "time", "region", "detail-type"])
def test_an_event_without_what_every_event_has_is_refused(sandbox: Sandbox, missing: str) -> None:
    event = {name: value for name, value in ENVELOPE.items() if name != missing}
    for text in (json.dumps(event), "[]", "no json"):
        with pytest.raises(ClientError) as refused:
            sandbox.client("events").test_event_pattern(EventPattern='{"source": ["a"]}', Event=text)
        error = refused.value.response["Error"]
        assert (error["Code"], error["Message"]) == ("ValidationException", "Parameter Event is not valid.")
