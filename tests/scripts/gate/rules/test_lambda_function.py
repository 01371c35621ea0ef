"""Functions that do more than they say, or that others invoke."""

from typing import Any

import pytest

from scripts.gate.rules.lambda_function import check
from tests.scripts.gate.small import attribute, reported, resource, sub, template

GOOD: dict[str, Any] = {
    "Code": {"ZipFile": "import json\nimport boto3\n\n\ndef handler(event, context):\n    return json.dumps(event)\n"},
    "Role": sub("${Role.Arn}"),
    "Runtime": "python3.13",
}


def of(**properties: Any) -> list[str]:
    function = resource("AWS::Lambda::Function", **{**GOOD, **properties})
    return reported(check, template({"Function": function}, "foundation"))


@pytest.mark.parametrize(
    "code",
    [
        "import subprocess",
        "from os import system",
        "import os\nos.system('id')",
        "exec('1')",
        "__import__('socket')",
        "ADDRESS = 'http://example.com'",
        "def broken(:",
    ],
)
def test_its_code_does_nothing_dynamic(code: str) -> None:
    assert of() == []
    assert of(Code={"ZipFile": code}) == ["Function"]


def test_it_runs_a_supported_python_with_its_own_code() -> None:
    assert of(Runtime="python3.8") == ["Function"]
    assert of(Code={"S3Bucket": "x", "S3Key": "y"}) == ["Function"]
    assert of(Layers=["arn:aws:lambda:us-east-1:999999999999:layer:x:1"]) == ["Function"]


def test_one_rule_invokes_it() -> None:
    rule = resource("AWS::Events::Rule")
    good = {"Action": "lambda:InvokeFunction", "Principal": "events.amazonaws.com", "SourceArn": attribute("Rule")}
    for change, expected in (({}, []), ({"SourceArn": "*"}, ["Permission"]), ({"Principal": "*"}, ["Permission"])):
        permission = resource("AWS::Lambda::Permission", **{**good, **change})
        assert reported(check, template({"Rule": rule, "Permission": permission}, "foundation")) == expected
