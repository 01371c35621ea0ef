"""Functions are made and changed within Lambda's limits, with a role that Lambda can assume."""

import io
import json
import time
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from tests.sandbox.conftest import Sandbox
from tests.sandbox.engine.rules.refusals import code, refusal

INVALID = "InvalidParameterValueException"
NOT_ASSUMED = (INVALID, "The role defined for the function cannot be assumed by Lambda.")


def archive(text: str = "def handler(event, context):\n    return event\n") -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        packed.writestr("index.py", text)
    return content.getvalue()


@pytest.fixture
def functions(sandbox: Sandbox) -> Any:
    return sandbox.client("lambda")


@pytest.fixture(scope="module")
def new_role(sandbox: Sandbox) -> Callable[[str, str], str]:
    def make(name: str, service: str) -> str:
        trust = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
        document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
        return sandbox.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]["Arn"]

    return make


@pytest.fixture(scope="module")
def role(new_role: Callable[[str, str], str]) -> str:
    return new_role("functions", "lambda.amazonaws.com")


@pytest.fixture
def given(role: str, request: pytest.FixtureRequest) -> dict[str, Any]:
    """What makes a function with the name of its test."""
    name = request.node.originalname.replace("test_", "")[:64]
    code = {"ZipFile": archive()}
    return {"FunctionName": name, "Runtime": "python3.13", "Role": role, "Handler": "index.handler", "Code": code}


def test_a_new_function_is_described_as_aws_does(functions: Any, given: dict[str, Any]) -> None:
    made = functions.create_function(**given)
    assert (made["State"], made["StateReasonCode"]) == ("Pending", "Creating")
    assert made["RuntimeVersionConfig"]["RuntimeVersionArn"].startswith("arn:aws:lambda:us-east-1::runtime:")
    assert not {"LastUpdateStatus", "Layers", "VpcConfig", "KMSKeyArn", "Environment"} & made.keys()
    functions.get_waiter("function_active_v2").wait(FunctionName=given["FunctionName"], WaiterConfig={"Delay": 1})
    found = functions.get_function(FunctionName=made["FunctionArn"])
    assert "Tags" not in found
    assert (found["Configuration"]["State"], found["Configuration"]["LastUpdateStatus"]) == ("Active", "Successful")
    assert not {"StateReason", "StateReasonCode"} & found["Configuration"].keys()


def test_a_function_stays_active_while_it_is_updated(functions: Any, given: dict[str, Any]) -> None:
    functions.create_function(**given)
    changed = functions.update_function_configuration(FunctionName=given["FunctionName"], Timeout=10)
    assert (changed["State"], changed["LastUpdateStatus"], changed["Timeout"]) == ("Active", "InProgress", 10)


def test_the_role_must_trust_lambda(
    functions: Any, given: dict[str, Any], new_role: Callable[[str, str], str], sandbox: Sandbox
) -> None:
    of_builds = new_role("functions-of-builds", "codebuild.amazonaws.com")
    missing = f"arn:aws:iam::{sandbox.development}:role/never-made"
    for role in (of_builds, missing):
        assert refusal(functions.create_function, **{**given, "Role": role}) == NOT_ASSUMED
    elsewhere = missing.replace(sandbox.development, sandbox.staging)
    foreign = ("AccessDeniedException", "Cross-account pass role is not allowed.")
    assert refusal(functions.create_function, **{**given, "Role": elsewhere}) == foreign
    functions.create_function(**given)
    name = given["FunctionName"]
    assert refusal(functions.update_function_configuration, FunctionName=name, Role=of_builds) == NOT_ASSUMED


def test_a_new_role_is_refused_until_it_is_known(
    make_sandbox: Callable[..., Any], given: dict[str, Any], sandbox: Sandbox
) -> None:
    slow = make_sandbox(SANDBOX_NEW_ROLE_SECONDS="2")
    trust = sandbox.client("iam").get_role(RoleName="functions")["Role"]["AssumeRolePolicyDocument"]
    slow.client("iam", sandbox.development).create_role(
        RoleName="functions", AssumeRolePolicyDocument=json.dumps(trust)
    )
    functions = slow.client("lambda", sandbox.development)
    assert refusal(functions.create_function, **given) == NOT_ASSUMED
    time.sleep(2)
    assert functions.create_function(**given)["State"] == "Pending"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"FunctionName": "a" * 65}, INVALID),
        ({"FunctionName": "with blank"}, "ValidationException"),
        ({"FunctionName": "arn:aws:lambda:eu-west-1:222222222222:function:f"}, "ResourceNotFoundException"),
        ({"FunctionName": "arn:aws:lambda:us-east-1:333333333333:function:f"}, "AccessDeniedException"),
        ({"Role": "no-arn"}, "ValidationException"),
        ({"MemorySize": 10_241}, INVALID),
        ({"Timeout": 901}, INVALID),
        ({"Environment": {"Variables": {"A1": "x" * 4088}}}, INVALID),
        ({"Environment": {"Variables": {"AWS_REGION": "us-east-1"}}}, INVALID),
        ({"Environment": {"Variables": {"A": "too short a name"}}}, "ValidationException"),
        ({"Tags": {f"tag-{number}": "v" for number in range(51)}}, INVALID),
        ({"Code": {"ZipFile": b"no archive"}}, INVALID),
    ],
)
def test_what_lambda_does_not_take_is_refused(
    functions: Any, given: dict[str, Any], change: dict[str, Any], problem: str
) -> None:
    assert code(functions.create_function, **{**given, **change}) == problem


def test_the_environment_is_measured_as_json(functions: Any, given: dict[str, Any]) -> None:
    """Names, quotes, colons and braces count: nine characters here."""
    variables = {"A1": "x" * 4087}
    made = functions.create_function(**given, Environment={"Variables": variables})
    assert made["Environment"]["Variables"] == variables


@pytest.mark.parametrize(
    ("runtime", "sentence"),
    [
        ("python9", "Value python9 at 'runtime' failed to satisfy constraint"),
        ("python3.7", "The runtime parameter of python3.7 is no longer supported"),
        ("nodejs22.x", "Runtime nodejs22.x of lambda:CreateFunction is not emulated"),
    ],
)
def test_a_runtime_is_unknown_retired_or_not_emulated(
    functions: Any, given: dict[str, Any], runtime: str, sentence: str
) -> None:
    assert refusal(functions.create_function, **{**given, "Runtime": runtime})[1].startswith(sentence)


def test_a_function_needs_a_runtime_and_a_handler(functions: Any, given: dict[str, Any]) -> None:
    for missing in ("Runtime", "Handler"):
        less = {name: value for name, value in given.items() if name != missing}
        assert refusal(functions.create_function, **less)[1].startswith("Runtime and Handler are mandatory parameters")


@pytest.mark.parametrize("other", [{"Layers": ["arn:aws:lambda:us-east-1:222222222222:layer:l:1"]}, {"Publish": True}])
def test_what_no_function_of_the_catalog_has_is_refused_by_name(
    functions: Any, given: dict[str, Any], other: dict[str, Any]
) -> None:
    assert refusal(functions.create_function, **given, **other)[1].startswith(next(iter(other)))


def test_a_function_is_invoked_with_json(functions: Any, given: dict[str, Any]) -> None:
    functions.create_function(**given)
    name = given["FunctionName"]
    assert json.load(functions.invoke(FunctionName=name, Payload=b'{"a": 1}')["Payload"]) == {"a": 1}
    problem = refusal(functions.invoke, FunctionName=name, Payload=b"no JSON")
    assert problem[0] == "InvalidRequestContentException"
    assert problem[1].startswith("Could not parse request body into json:")
    large = json.dumps("x" * 1_100_000).encode()
    assert code(functions.invoke, FunctionName=name, Payload=large, InvocationType="Event") == (
        "RequestTooLargeException"
    )


def test_a_function_of_another_region_or_account_is_out_of_reach(functions: Any, sandbox: Sandbox) -> None:
    elsewhere = f"arn:aws:lambda:eu-west-1:{sandbox.development}:function:f"
    regions = "Functions from 'eu-west-1' are not reachable in this region ('us-east-1')"
    assert refusal(functions.get_function, FunctionName=elsewhere) == ("ResourceNotFoundException", regions)
    absent = f"Function not found: arn:aws:lambda:us-east-1:{sandbox.development}:function:absent"
    assert refusal(functions.get_function, FunctionName="absent") == ("ResourceNotFoundException", absent)


def test_permissions_are_statements_that_exist_once(functions: Any, given: dict[str, Any], sandbox: Sandbox) -> None:
    functions.create_function(**given)
    name = {"FunctionName": given["FunctionName"]}
    absent = ("ResourceNotFoundException", "The resource you requested does not exist.")
    assert refusal(functions.get_policy, **name) == absent
    no_policy = ("ResourceNotFoundException", "No policy is associated with the given resource.")
    assert refusal(functions.remove_permission, **name, StatementId="one") == no_policy
    allowed = {**name, "StatementId": "one", "Action": "lambda:InvokeFunction", "Principal": "events.amazonaws.com"}
    functions.add_permission(**allowed)
    assert code(functions.add_permission, **allowed) == "ResourceConflictException"
    missing = ("ResourceNotFoundException", "Statement two is not found in resource policy.")
    assert refusal(functions.remove_permission, **name, StatementId="two") == missing
    functions.remove_permission(**name, StatementId="one")
    assert refusal(functions.get_policy, **name) == absent
    arn = f"arn:aws:lambda:us-east-1:{sandbox.development}:function:none"
    none = ("ResourceNotFoundException", f"No policy found for: {arn}")
    assert refusal(functions.remove_permission, FunctionName="none", StatementId="one") == none


@pytest.mark.parametrize("principal", ["example.com", "arn:aws:iam::222222222222:role/never-made"])
def test_a_permission_names_a_service_or_what_iam_has(functions: Any, given: dict[str, Any], principal: str) -> None:
    functions.create_function(**{**given, "FunctionName": f"principals-{time.time_ns()}"})
    allowed = {"FunctionName": given["FunctionName"], "StatementId": "one", "Action": "lambda:InvokeFunction"}
    problem = (INVALID, "The provided principal was invalid. Please check the principal and try again.")
    assert refusal(functions.add_permission, **allowed, Principal=principal) == problem


def test_a_function_has_fifty_tags(functions: Any, given: dict[str, Any]) -> None:
    arn = functions.create_function(**given, Tags={f"tag-{number}": "v" for number in range(50)})["FunctionArn"]
    functions.tag_resource(Resource=arn, Tags={"tag-0": "again"})
    limit = (INVALID, "Number of tags exceeds resource tag limit.")
    assert refusal(functions.tag_resource, Resource=arn, Tags={"further": "v"}) == limit
    functions.untag_resource(Resource=arn, TagKeys=["tag-0"])
    assert "tag-0" not in functions.list_tags(Resource=arn)["Tags"]
