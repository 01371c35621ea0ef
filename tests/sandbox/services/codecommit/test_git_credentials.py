"""Git over HTTP wants what the AWS CLI's credential helper makes, and judges who made it."""

import base64
import datetime
import os
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

NOBODY = {"GIT_TERMINAL_PROMPT": "0", "GIT_CONFIG_GLOBAL": os.devnull, "PATH": os.environ["PATH"]}


@pytest.fixture(scope="module")
def address(cloud) -> str:
    """A repository under a name that the data scientist's role may push to."""
    code, name = cloud.client("codecommit", cloud.development), cloud.unique("sagemaker-guarded")
    code.create_repository(repositoryName=name)
    files = [{"filePath": "README.md", "fileContent": b"# seed\n"}]
    code.create_commit(repositoryName=name, branchName="main", putFiles=files, commitMessage="Initial commit")
    return code.get_repository(repositoryName=name)["repositoryMetadata"]["cloneUrlHttp"]


def git(folder: Path, environment: dict[str, str], *arguments: str) -> tuple[int, str]:
    command = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.com", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, check=False, capture_output=True, text=True)
    return done.returncode, done.stderr


def asked(address: str, user: str, password: str) -> int:
    """The status of the first request of a clone with these credentials."""
    basic = base64.b64encode(f"{user}:{password}".encode()).decode()
    request = urllib.request.Request(  # noqa: S310 - our own server
        f"{address}/info/refs?service=git-upload-pack", headers={"Authorization": f"Basic {basic}"}
    )
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - the same
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


def password(keys: dict[str, str], path: str, minutes_ago: int = 0) -> str:
    """As the AWS CLI makes it (awscli/customizations/codecommit.py)."""
    request = AWSRequest(method="GIT")
    signed = datetime.datetime.now(datetime.UTC) - datetime.timedelta(minutes=minutes_ago)
    request.context["timestamp"] = signed.strftime("%Y%m%dT%H%M%S")
    signer = SigV4Auth(Credentials(keys["AccessKeyId"], keys["SecretAccessKey"]), "codecommit", "us-east-1")
    text = signer.string_to_sign(request, f"GIT\n{path}\n\nhost:127.0.0.1\n\nhost\n")
    return f"{request.context['timestamp']}Z{signer.signature(text, request)}"


def test_neither_a_clone_nor_a_push_without_credentials(cloud, address, tmp_path):
    code, output = git(tmp_path, NOBODY, "clone", "-q", address, "copy")
    assert code
    assert "could not read Username" in output
    assert git(tmp_path, cloud.terminal("data-scientist"), "clone", "-q", address, "copy")[0] == 0
    copy = tmp_path / "copy"
    assert git(copy, NOBODY, "commit", "-q", "--allow-empty", "-m", "Nobody's")[0] == 0
    assert "could not read Username" in git(copy, NOBODY, "push", "-q")[1]


def test_the_configuration_given_to_a_clone_stays_for_its_pushes(cloud, address, tmp_path):
    """`git clone -c include.path=...`, as `make launch` prints it, and nothing in the environment."""
    include = f"include.path={cloud.state / 'gitconfig'}"
    assert git(tmp_path, NOBODY, "clone", "-q", "-c", include, address, "copy") == (0, "")
    assert git(tmp_path / "copy", NOBODY, "commit", "-q", "--allow-empty", "-m", "Mine")[0] == 0
    assert git(tmp_path / "copy", NOBODY, "push", "-q") == (0, "")
    kept = (tmp_path / "copy" / ".git" / "config").read_text()
    assert (cloud.state / "secret").read_text() not in kept


def test_the_credential_helper_imports_nothing_of_a_clone(cloud, address, tmp_path):
    """Git runs the helper in the clone, and whoever pushed to it chose its files."""
    clone, ran = tmp_path / "copy", tmp_path / "ran"
    assert git(tmp_path, cloud.terminal("data-scientist"), "clone", "-q", address, "copy")[0] == 0
    for name in ("boto3", "botocore", "json", "sandbox", "sitecustomize"):
        (clone / f"{name}.py").write_text(f"open({str(ran)!r}, 'w')\n")
    assert git(clone, NOBODY, "add", ".")[0] == 0
    assert git(clone, NOBODY, "commit", "-q", "-m", "Names of Python's modules")[0] == 0
    assert git(clone, cloud.terminal("data-scientist"), "push", "-q") == (0, "")
    assert not ran.exists()


def as_role_with(cloud, statement: dict) -> dict[str, str]:
    """The environment of somebody whose role has this statement alone."""
    trust = {"Effect": "Allow", "Principal": {"AWS": cloud.development}, "Action": "sts:AssumeRole"}
    iam, name = cloud.client("iam", cloud.development), cloud.unique("reader")
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=cloud.policy(trust))["Role"]["Arn"]
    iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=cloud.policy(statement))
    keys = cloud.client("sts", cloud.development).assume_role(RoleArn=role, RoleSessionName="reader")["Credentials"]
    environment = cloud.terminal("development") | {
        "AWS_ACCESS_KEY_ID": keys["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": keys["SecretAccessKey"],
        "AWS_SESSION_TOKEN": keys["SessionToken"],
        "AWS_ENDPOINT_URL": cloud.endpoint,
    }
    del environment["AWS_PROFILE"]
    return environment


def test_pulling_and_pushing_are_judged_by_the_callers_policies(cloud, address, tmp_path):
    reader = as_role_with(cloud, {"Effect": "Allow", "Action": "codecommit:GitPull", "Resource": "*"})
    assert git(tmp_path, reader, "clone", "-q", address, "copy") == (0, "")
    assert git(tmp_path / "copy", reader, "commit", "-q", "--allow-empty", "-m", "Reader's")[0] == 0
    assert "403" in git(tmp_path / "copy", reader, "push", "-q")[1]


def test_pulling_and_pushing_are_judged_by_the_tags_of_the_repository(cloud, address, tmp_path):
    code = cloud.client("codecommit", cloud.development)
    arn = code.get_repository(repositoryName=address.rpartition("/")[2])["repositoryMetadata"]["Arn"]
    condition = {"StringEquals": {"aws:ResourceTag/mlops-catalog:team": "vision"}}
    member = as_role_with(cloud, {"Effect": "Allow", "Action": "codecommit:*", "Resource": "*", "Condition": condition})
    for team, expected in (("speech", "403"), ("visions", "403"), ("vision", "")):
        code.tag_resource(resourceArn=arn, tags={"mlops-catalog:team": team})
        assert expected in git(tmp_path, member, "clone", "-q", address, team)[1]
        assert (tmp_path / team).exists() is (not expected)
    code.untag_resource(resourceArn=arn, tagKeys=["mlops-catalog:team"])
    assert git(tmp_path / "vision", member, "commit", "-q", "--allow-empty", "-m", "Late")[0] == 0
    assert "403" in git(tmp_path / "vision", member, "push", "-q")[1]


@pytest.mark.parametrize("who", ["hub", "outsider"])
def test_the_root_of_another_account_may_not_clone(cloud, address, tmp_path, who):
    code, output = git(tmp_path, cloud.terminal(who), "clone", "-q", address, "copy")
    assert code
    assert "40" in output


def test_a_password_is_valid_for_its_path_its_secret_and_fifteen_minutes(cloud, address):
    keys, path = cloud.root(cloud.development), address.removeprefix(cloud.endpoint)
    wrong = keys | {"SecretAccessKey": "test"}
    assert asked(address, cloud.development, password(keys, path)) == 200
    assert asked(address, cloud.development, password(keys, path, minutes_ago=16)) == 401
    assert asked(address, cloud.development, password(keys, f"{path}-other")) == 401
    assert asked(address, cloud.development, password(wrong, path)) == 401
    assert asked(address, "", "") == 401
    assert asked(address, "ASIANOBODY%token", password(keys, path)) == 401


def test_the_provider_requires_a_password_that_is_not_the_secret(cloud, tmp_path):
    bare = cloud.state / "provider" / "acme" / "guarded.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", bare], check=True)
    address = f"{cloud.endpoint}/provider/acme/guarded.git"
    assert asked(address, "anybody", "anything") == 401
    assert asked(address, "provider", (cloud.state / "secret").read_text()) == 401
    assert "could not read Username" in git(tmp_path, NOBODY, "clone", "-q", address, "copy")[1]
    assert git(tmp_path, cloud.terminal("data-scientist"), "clone", "-q", address, "copy")[0] == 0


@pytest.mark.parametrize(
    ("host", "prefix"), [("", "codeconnections"), ("/codestar-connections", "codestar-connections")]
)
def test_a_connection_takes_only_what_the_credential_helper_makes(cloud, tmp_path, host, prefix):
    """Not a session's keys themselves; and it judges by the prefix that the host has."""
    subprocess.run(
        ["git", "init", "-q", "--bare", "-b", "main", cloud.state / "provider" / "acme" / "over.git"], check=True
    )
    connections = cloud.client(prefix, cloud.development)
    made = connections.create_connection(ProviderType="GitHub", ConnectionName=cloud.unique("c"))["ConnectionArn"]
    path = f"{host}/git-http/{cloud.development}/us-east-1/{made.rpartition('/')[2]}/acme/over.git"
    role = cloud.role(
        cloud.development, cloud.unique("user"), f"arn:aws:iam::{cloud.development}:root", f"{prefix}:UseConnection"
    )
    keys = cloud.client("sts", cloud.development).assume_role(RoleArn=role, RoleSessionName="user")["Credentials"]
    user = f"{keys['AccessKeyId']}%{keys['SessionToken']}"
    address = f"{cloud.endpoint}{path}"
    assert asked(address, user, password(keys, path)) == 200
    assert asked(address, keys["AccessKeyId"], keys["SessionToken"]) == 401
    assert asked(address, user, password(keys, "/another")) == 401
    other = path.removeprefix(host) if host else f"/codestar-connections{path}"
    assert asked(f"{cloud.endpoint}{other}", user, password(keys, other)) == 403
