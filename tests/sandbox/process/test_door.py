"""No web page and nobody without the secret gets an answer, whatever they send."""

import hashlib
import http.client
import io
import json
import stat
import zipfile
from typing import Any, NamedTuple

import boto3
import pytest
from botocore import UNSIGNED
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
KEY_OF_A_ROOT = (
    "AWS4-HMAC-SHA256 Credential=222222222222/20261121/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0"
)


class Answer(NamedTuple):
    status: int
    headers: list[str]


def ask(sandbox: Any, method: str, path: str, headers: dict[str, str] | None = None, body: str = "") -> Answer:
    """One request as a browser or a program of another user sends it; `Host` is the sandbox's unless given."""
    connection = http.client.HTTPConnection("127.0.0.1", sandbox.port, timeout=10)
    connection.putrequest(method, path, skip_host=True)
    for name, value in {
        "Host": f"127.0.0.1:{sandbox.port}",
        "Content-Length": str(len(body)),
        **(headers or {}),
    }.items():
        connection.putheader(name, value)
    connection.endheaders(body.encode())
    answer = connection.getresponse()
    connection.close()
    return Answer(answer.status, list(answer.headers))


def signed(sandbox: Any, **more: str) -> dict[str, str]:
    """Headers of a good ListRoles, to which a page's own are added."""
    keys = sandbox.root(sandbox.development)
    request = AWSRequest("POST", f"{sandbox.endpoint}/", data="Action=ListRoles&Version=2010-05-08", headers=dict(FORM))
    SigV4Auth(Credentials(keys["AccessKeyId"], keys["SecretAccessKey"]), "iam", "us-east-1").add_auth(request)
    return dict(request.headers.items()) | more


def roles(sandbox: Any, headers: dict[str, str]) -> int:
    return ask(sandbox, "POST", "/", headers, "Action=ListRoles&Version=2010-05-08").status


def test_a_signed_request_under_the_sandboxs_own_names_is_answered(sandbox: Any) -> None:
    assert roles(sandbox, signed(sandbox)) == 200


@pytest.mark.parametrize("given", [{"WebIdentityToken": "a.b.c"}, {"SAMLAssertion": "a.b.c", "PrincipalArn": "a" * 20}])
def test_what_a_client_does_not_sign_is_refused_by_name(sandbox: Any, given: dict[str, str]) -> None:
    operation = "AssumeRoleWithSAML" if "SAMLAssertion" in given else "AssumeRoleWithWebIdentity"
    role = {"RoleArn": "arn:aws:iam::222222222222:role/a-role"}
    name = {} if "SAMLAssertion" in given else {"RoleSessionName": "test"}
    with pytest.raises(ClientError, match=f"sts:{operation} is not emulated by the sandbox") as refused:
        sandbox.client("sts")._make_api_call(operation, role | name | given)
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501


def test_an_unsigned_form_is_refused_in_the_forms_own_protocol(sandbox: Any) -> None:
    unsigned = Config(signature_version=UNSIGNED)
    nobody = boto3.client("iam", endpoint_url=sandbox.endpoint, region_name="us-east-1", config=unsigned)
    with pytest.raises(ClientError, match="Missing Authentication Token") as refused:
        nobody.list_roles()
    error = refused.value.response
    assert (error["Error"]["Code"], error["ResponseMetadata"]["HTTPStatusCode"]) == ("MissingAuthenticationToken", 403)


@pytest.mark.parametrize(
    "added",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=lambda added: " ".join(added.values()),
)
def test_what_a_browser_adds_for_a_page_is_refused_even_when_signed(sandbox: Any, added: dict[str, str]) -> None:
    assert roles(sandbox, signed(sandbox, **added)) == 403


@pytest.mark.parametrize("content", ["text/plain", FORM["Content-Type"], "application/x-amz-json-1.1"])
def test_the_form_of_a_page_creates_no_function(sandbox: Any, content: str) -> None:
    """The simple requests that a page may send without asking: with its origin, and rebound under a name of its own."""
    body = json.dumps({"FunctionName": "evil", "Runtime": "python3.13"})
    headers = {"Content-Type": content, "Authorization": KEY_OF_A_ROOT}
    from_page = ask(sandbox, "POST", "/2015-03-31/functions", {**headers, "Origin": "https://evil.example"}, body)
    rebound = ask(sandbox, "POST", "/2015-03-31/functions", {**headers, "Host": f"evil.example:{sandbox.port}"}, body)
    unsigned = ask(sandbox, "POST", "/2015-03-31/functions", {"Content-Type": content}, body)
    assert (from_page.status, rebound.status, unsigned.status) == (403, 403, 403)
    pages = sandbox.client("lambda").get_paginator("list_functions").paginate()
    assert "evil" not in [made["FunctionName"] for page in pages for made in page["Functions"]]


def test_the_host_that_clients_put_before_two_operations_is_refused_by_their_name(sandbox: Any) -> None:
    """Botocore's models give StartSyncExecution and TestState the host prefix `sync-`."""
    host = f"sync-127.0.0.1:{sandbox.port}"
    named = {"X-Amz-Target": "AWSStepFunctions.TestState"}
    assert ask(sandbox, "POST", "/", signed(sandbox, Host=host) | named).status == 501
    assert ask(sandbox, "POST", "/", signed(sandbox, Host=host)).status == 403
    assert ask(sandbox, "POST", "/", signed(sandbox, Host="sync-evil.example") | named).status == 403


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "localhost:1", "bucket.localhost:{port}", ""])
def test_another_host_is_refused_even_when_signed(sandbox: Any, host: str) -> None:
    assert roles(sandbox, signed(sandbox, Host=host.format(port=sandbox.port))) == 403


def test_a_preflight_is_refused_and_no_answer_is_shared_with_pages(sandbox: Any) -> None:
    preflight = ask(sandbox, "OPTIONS", "/", {"Access-Control-Request-Method": "POST"})
    answers = [preflight, ask(sandbox, "POST", "/", signed(sandbox), "Action=ListRoles&Version=2010-05-08")]
    answers += [ask(sandbox, "GET", path) for path in ("/_sandbox", "/_ministack/health", "/bucket/key")]
    assert preflight.status == 403
    shared = [name for answer in answers for name in answer.headers if name.lower().startswith("access-control-")]
    assert shared == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/_ministack/reset"),
        ("POST", "/_ministack/config"),
        ("GET", "/_ministack/sqs/messages"),
        ("GET", "/_ministack/lambda-code/f"),
        ("GET", "/_localstack/info"),
        ("GET", "/_aws/execute-api/a/b"),
        ("POST", "/_ministack/cfn-response/token"),
        ("POST", "/_sandbox"),
    ],
)
def test_paths_of_the_engine_itself_are_closed(sandbox: Any, method: str, path: str) -> None:
    assert ask(sandbox, method, path, {"Authorization": KEY_OF_A_ROOT}).status == 404


def test_its_health_needs_no_credentials(sandbox: Any) -> None:
    assert ask(sandbox, "GET", "/_ministack/health").status == 200
    assert ask(sandbox, "GET", "/_sandbox").status == 200


@pytest.mark.parametrize(("key", "secret"), [("222222222222", "test"), ("test", "test"), ("222222222222", "")])
def test_a_root_is_refused_without_the_secret(sandbox: Any, key: str, secret: str) -> None:
    keys = {"AccessKeyId": key, "SecretAccessKey": secret or "x", "SessionToken": ""}
    for service, operation in (("iam", "list_roles"), ("s3", "list_buckets"), ("sagemaker", "list_projects")):
        with pytest.raises(ClientError, match=r"signature|security token|InvalidAccessKeyId"):
            getattr(sandbox.client_with(service, keys), operation)()
    with pytest.raises(ClientError):
        sandbox.client_with("sts", keys).get_caller_identity()


def test_a_presigned_address_is_as_good_as_its_signature(sandbox: Any) -> None:
    files = sandbox.client("s3")
    files.create_bucket(Bucket="presigned")
    files.put_object(Bucket="presigned", Key="a", Body=b"content")
    good = files.generate_presigned_url("get_object", Params={"Bucket": "presigned", "Key": "a"})
    wrong = {**sandbox.root(sandbox.development), "SecretAccessKey": "test"}
    bad = sandbox.client_with("s3", wrong).generate_presigned_url(
        "get_object", Params={"Bucket": "presigned", "Key": "a"}
    )
    found = [ask(sandbox, "GET", address.removeprefix(sandbox.endpoint)).status for address in (good, bad)]
    assert found == [200, 403]
    assert [ask(sandbox, method, "/presigned/a").status for method in ("GET", "PUT", "DELETE")] == [403, 403, 403]


def test_keys_in_the_query_without_a_signature_do_nothing(sandbox: Any) -> None:
    scope = "222222222222%2F20261121%2Fus-east-1%2Fiam%2Faws4_request"
    keys = f"X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={scope}&X-Amz-Signature=0"
    keys += "&X-Amz-SignedHeaders=host&X-Amz-Date=20261121T000000Z"
    for query in (keys, "AWSAccessKeyId=222222222222&Signature=0&Expires=9999999999", "X-Amz-Signature=0"):
        assert ask(sandbox, "GET", f"/?Action=ListRoles&Version=2010-05-08&{query}").status in {400, 403}
        assert ask(sandbox, "GET", f"/bucket/key?{query}").status in {400, 403}


def test_the_secret_is_the_states_own_and_its_owners_only(sandbox: Any, make_sandbox: Any) -> None:
    private = [sandbox.state / name for name in ("secret", "aws-config", "gitconfig")]
    assert [stat.S_IMODE(file.stat().st_mode) for file in private] == [0o600] * 3
    secret = (sandbox.state / "secret").read_text()
    assert len(secret) == 40
    assert secret in (sandbox.state / "aws-config").read_text()
    assert secret not in (sandbox.state / "gitconfig").read_text()
    assert secret != (make_sandbox().state / "secret").read_text()


def test_a_secret_can_be_given_to_a_new_state(make_sandbox: Any) -> None:
    given = make_sandbox(SANDBOX_ROOT_SECRET="given-by-the-environment")
    assert given.root("222222222222")["SecretAccessKey"] == "given-by-the-environment"
    assert given.client("sts", "222222222222").get_caller_identity()["Account"] == "222222222222"


def test_keys_of_a_function_do_not_follow_from_its_name(sandbox: Any) -> None:
    """The engine would make them from the names of function and role, which are no secret."""
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    role = sandbox.client("iam").create_role(RoleName="guessed", AssumeRolePolicyDocument=document)["Role"]["Arn"]
    code = {"ZipFile": _zip("import os\ndef handler(event, context):\n    return os.environ['AWS_ACCESS_KEY_ID']\n")}
    functions = sandbox.client("lambda")
    made = functions.create_function(
        FunctionName="guessed", Runtime="python3.13", Role=role, Handler="index.handler", Code=code
    )
    key = json.load(functions.invoke(FunctionName="guessed")["Payload"])
    digest = hashlib.sha256(f"{made['FunctionArn']}:{role}".encode()).hexdigest()
    assert key.startswith("ASIA")
    assert key != f"ASIA{digest[:16].upper()}"


def _zip(text: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("index.py", text)
    return content.getvalue()
