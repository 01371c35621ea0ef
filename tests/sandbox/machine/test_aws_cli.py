"""AWS's own command line does what the sandbox's stand-in for it does, against the same sandbox."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[3]
COMMAND = ROOT / ".venv-cli" / "bin" / "aws"
STAND_INS = ROOT / "sandbox" / "machine" / "stand_ins"
PYTHON = ROOT / ".venv-seeds" / "bin" / "python"


def _environment(cloud: Any, **more: str) -> dict[str, str]:
    """The variables that a build has, of the account's root."""
    keys = cloud.root(cloud.development)
    variables = {
        "AWS_ACCESS_KEY_ID": keys["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": keys["SecretAccessKey"],
        "AWS_REGION": "us-east-1",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_ENDPOINT_URL": cloud.endpoint,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(STAND_INS),
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_TERMINAL_PROMPT": "0",
    }
    return variables | more


def _runs(environment: dict[str, str], folder: Path, *arguments: str) -> list[tuple[int, Any]]:
    """Exit code and answer of AWS's command and of the stand-in."""
    done = []
    for command in ([str(COMMAND)], [str(PYTHON), "-m", "aws_command"]):
        ran = subprocess.run([*command, *arguments], cwd=folder, env=environment, capture_output=True, text=True)  # noqa: PLW1510
        done.append((ran.returncode, json.loads(ran.stdout) if ran.stdout else None))
    return done


@pytest.fixture
def seed(cloud: Any) -> str:
    """A bucket with a seed in it."""
    name, client = cloud.unique("seeds"), cloud.client("s3", cloud.development)
    client.create_bucket(Bucket=name)
    client.put_object(Bucket=name, Key="seeds/1.zip", Body=b"seed")
    return name


def test_both_download_a_seed(cloud: Any, seed: str, tmp_path: Path) -> None:
    place = ("--bucket", seed, "--key", "seeds/1.zip", "--expected-bucket-owner", cloud.development)
    aws, ours = _runs(_environment(cloud), tmp_path, "s3api", "get-object", *place, "seed.zip")
    assert (aws[0], ours[0]) == (0, 0)
    assert aws[1]["ETag"] == ours[1]["ETag"]
    assert (tmp_path / "seed.zip").read_bytes() == b"seed"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--key", "missing", "--expected-bucket-owner", "222222222222"),
        ("--key", "seeds/1.zip", "--expected-bucket-owner", "999999999999"),
    ],
)
def test_both_fail_where_s3_refuses(cloud: Any, seed: str, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    aws, ours = _runs(_environment(cloud), tmp_path, "s3api", "get-object", "--bucket", seed, *arguments, "seed.zip")
    # 255 from version 1, which PyPI has; 254 from version 2, which CodeBuild's images have.
    assert (aws[0], ours[0]) == (255, 254)


def test_the_credential_helper_of_aws_opens_a_repository(cloud: Any, tmp_path: Path) -> None:
    """The host is not AWS's, so the helper is told not to look at it; its signature is judged all the same."""
    code, name = cloud.client("codecommit", cloud.development), cloud.unique("sagemaker-cli")
    code.create_repository(repositoryName=name)
    file = [{"filePath": "README.md", "fileContent": b"# seed\n"}]
    code.create_commit(repositoryName=name, branchName="main", putFiles=file, commitMessage="Initial commit")
    address = code.get_repository(repositoryName=name)["repositoryMetadata"]["cloneUrlHttp"]
    helper = f"!f() {{ test $1 != get || {COMMAND} codecommit credential-helper get --ignore-host-check; }}; f"
    clone = ["git", "-c", f"credential.helper={helper}", "-c", "credential.useHttpPath=true", "clone", "-q", address]
    right = subprocess.run([*clone, "a"], cwd=tmp_path, env=_environment(cloud), capture_output=True, text=True)  # noqa: PLW1510
    assert (right.returncode, right.stderr) == (0, "")
    wrong = _environment(cloud, AWS_SECRET_ACCESS_KEY="another")
    assert subprocess.run([*clone, "b"], cwd=tmp_path, env=wrong, capture_output=True).returncode  # noqa: PLW1510
