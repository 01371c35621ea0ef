"""A project's whole life in the sandbox, as `make rehearse` shows it, and what its roles were needed for.

One file, because one rehearsal is enough for all of it.
"""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.end_to_end.command_line import AS, CommandLine
from tests.rehearsals import role_usage
from tests.rehearsals.role_usage import Usage

TRAINING = ("push", "build", "train", "register")
LOOKED_AT = (
    *("the scientist reads the report", "the author cannot approve"),
    *("the approver is told", "the approver opens the report"),
)
DELIVERY = ("staging", "release", "production", "the team is told of production")
STAGES = [
    *("launch", *TRAINING, *LOOKED_AT),
    *("approve", *DELIVERY, "production answers"),
    *("push a worse model", "build", "stopped at the gate"),
    *("the scientist puts data", *TRAINING, "learnt from the new data", "approve", *DELIVERY),
    *("reject", *DELIVERY, "asked throughout", "delete"),
]


@pytest.fixture(scope="module")
def sandbox(make_sandbox) -> Any:
    """Nobody else uses it: what is used and denied in it is this rehearsal's."""
    return make_sandbox()


@pytest.fixture(scope="module")
def command_line(sandbox) -> CommandLine:
    return CommandLine(sandbox)


@pytest.fixture(scope="module")
def rehearsed(command_line: CommandLine) -> Any:
    """The rehearsal of the product that holds all the others."""
    command_line.published()
    return command_line("data-scientist", "rehearse", "build-train-deploy", *AS)


@pytest.fixture(scope="module")
def record(rehearsed: Any, command_line) -> dict[str, Any]:
    assert rehearsed.returncode == 0, rehearsed.stdout + rehearsed.stderr
    return json.loads((command_line.root / _place("record", rehearsed)).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def usage(record: dict[str, Any]) -> Usage:
    return role_usage.read(record)


def _place(label: str, rehearsed: Any) -> str:
    return re.search(rf"^{label} +(\S+)$", rehearsed.stdout, re.MULTILINE)[1]


def test_every_stage_of_a_project_passes_in_order(rehearsed: Any, record: dict[str, Any]) -> None:
    lines = re.findall(r"^done +[\d.]+ s  (.{31})", rehearsed.stdout, re.MULTILINE)
    assert [line.strip() for line in lines] == STAGES
    assert [stage["title"] for stage in record["stages"]] == STAGES
    assert not any(stage["failed"] for stage in record["stages"])


def test_not_one_request_to_production_fails_while_models_come_and_go(record: dict[str, Any]) -> None:
    assert record["requests"]["failed"] == 0
    assert record["requests"]["asked"] > 100


def test_a_worse_model_is_stopped_with_the_reason(rehearsed: Any) -> None:
    assert re.search(r"stopped at the gate +NotGoodEnough: Not good enough: percent better", rehearsed.stdout)


def test_rejecting_brings_back_the_version_before(rehearsed: Any) -> None:
    said = re.search(r"reject +version (\d+) rejected, version (\d+) comes back", rehearsed.stdout)
    assert said
    assert rehearsed.stdout.count(f"version {said[2]} tested in production") == 2


def test_the_project_is_gone_afterwards(record: dict[str, Any], sandbox) -> None:
    projects = sandbox.client("sagemaker", "data-scientist").list_projects()["ProjectSummaryList"]
    there = {project["ProjectName"] for project in projects if "Delete" not in project["ProjectStatus"]}
    assert record["project"]["name"].startswith("rehearsal-")
    assert record["project"]["name"] not in there


def test_the_report_shows_the_graph_the_measures_and_the_roles(rehearsed: Any, command_line) -> None:
    page = (command_line.root / _place("report", rehearsed)).read_text(encoding="utf-8")
    assert page.count("<h3>Run ") == 3
    assert page.count('class="box succeeded"') > 6
    assert "regression metrics" in page
    assert 'src="data:image/svg+xml;base64,' in page
    assert "What each role was used for" in page
    assert "mlops-catalog-launch" in page


def test_a_stranger_who_plays_no_part_is_told_which_there_are(command_line, sandbox) -> None:
    done = command_line("data-scientist", "rehearse", "build-train", "--as", "director=me")
    assert done.returncode == 2
    assert "parts: scientist, approver" in done.stderr


def test_every_grant_was_used_or_has_a_reason(usage: Usage) -> None:
    reasons, handlers = role_usage.excused(), role_usage.said_by_handlers()
    without = {
        role: sorted(actions - reasons.get(role, frozenset()) - handlers.get(role, frozenset()))
        for role, actions in usage.unused.items()
    }
    assert {role: actions for role, actions in without.items() if actions} == {}


def test_every_reason_is_still_needed(usage: Usage) -> None:
    unused, handlers = usage.unused, role_usage.said_by_handlers()
    idle = {
        role: sorted(actions - unused.get(role, frozenset()) | actions & handlers.get(role, frozenset()))
        for role, actions in role_usage.excused().items()
    }
    assert {role: actions for role, actions in idle.items() if actions} == {}
    assert [role for role, actions in handlers.items() if not actions & unused[role]] == []
    assert role_usage.entries_said_twice() == []


def test_no_role_did_what_its_policies_do_not_grant(usage: Usage) -> None:
    beyond = {role: sorted(did - usage.granted[role] - role_usage.FREE_FOR_ALL) for role, did in usage.used.items()}
    assert {role: actions for role, actions in beyond.items() if actions} == {}


def test_nothing_was_denied_but_the_approval_by_the_author(usage: Usage, record: dict[str, Any], sandbox) -> None:
    denied = [
        (event["userIdentity"]["sessionContext"]["sessionIssuer"]["userName"], event["eventName"])
        for account in ("hub", "development", "staging", "production")
        for event in _events(sandbox, account, record["began"])
        if event.get("errorCode") == "AccessDenied"
    ]
    assert denied == [("AmazonSageMaker-ExecutionRole-sandbox", "UpdateModelPackage")]
    assert not any(usage.denied.values())


def _events(sandbox: Any, account: str, began: str) -> list[dict[str, Any]]:
    pages = sandbox.client("cloudtrail", account).get_paginator("lookup_events")
    found = pages.paginate(
        StartTime=datetime.fromisoformat(began), EndTime=datetime.now(UTC), PaginationConfig={"PageSize": 50}
    )
    return [json.loads(event["CloudTrailEvent"]) for page in found for event in page["Events"]]
