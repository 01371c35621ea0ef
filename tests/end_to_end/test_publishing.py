"""What a platform team sees: the first publish, the second, and the refusals."""

import boto3
import pytest

from scripts.aws.account import Account
from scripts.aws.publishing.hub import Hub
from scripts.aws.publishing.session import Session
from scripts.configuration import Workspace
from scripts.publishing.plan import plan
from templates.products.build_train import BUILD_TRAIN
from tests.end_to_end.command_line import OFFERED

READING = ("Describe", "Get", "List", "Search", "AssumeRole", "Head")


def test_a_first_publish_says_what_is_where_and_what_to_try_next(published: str) -> None:
    assert f"+ portfolio mlops-projects: {len(OFFERED)} products" in published
    assert f"build-train {BUILD_TRAIN.version}" in published
    assert f"{len(OFFERED)} products readable in 3 accounts, launch role equal everywhere" in published
    assert "next      make launch PRODUCT=" in published


def test_a_second_publish_finds_nothing_to_change_and_writes_nothing(
    published: str, sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CONFIG_FILE", str(sandbox.state / "aws-config"))
    monkeypatch.setenv("AWS_PROFILE", "publisher")
    calls: list[str] = []
    session = boto3.Session()
    session.events.register("before-call", lambda model, **_: calls.append(model.name))
    opened = Session(Workspace.of_this_checkout(), "sandbox")
    hub = Hub(Account(session), opened.desired)
    assert plan(opened.desired, hub.find()) == ()
    assert len(calls) > 10
    assert [call for call in calls if not call.startswith(READING)] == []


def test_the_second_publish_of_the_command_line_says_so(published: str, command_line) -> None:
    done = command_line("publisher", "publish")
    assert done.returncode == 0, done.stderr
    assert "plan      nothing to change" in done.stdout


def test_another_accounts_credentials_are_refused_before_any_write(published: str, command_line, sandbox) -> None:
    done = command_line("staging", "publish")
    assert done.returncode == 4
    assert "belong to account 333333333333" in done.stderr
    assert "not to the hub 111111111111" in done.stderr
    assert "nothing was written" in done.stderr
    assert sandbox.client("servicecatalog", "staging").list_portfolios()["PortfolioDetails"] == []


def test_no_credentials_are_refused_with_a_hint(command_line) -> None:
    done = command_line(
        "hub", "plan", AWS_CONFIG_FILE="/dev/null", AWS_PROFILE="default", AWS_EC2_METADATA_DISABLED="true"
    )
    assert done.returncode == 4
    assert "error: " in done.stderr
    assert "hint: " in done.stderr
    assert "Traceback" not in done.stderr


def test_an_address_where_nothing_answers_is_no_traceback(command_line) -> None:
    done = command_line("publisher", "plan", AWS_ENDPOINT_URL="http://127.0.0.1:9")
    assert done.returncode == 3
    assert "Traceback" not in done.stderr


def test_a_misspelt_verb_and_a_missing_argument_are_usage_errors(command_line) -> None:
    assert command_line("hub", "publsh").returncode == 2
    assert command_line("hub", "launch", "build-train").returncode == 2
