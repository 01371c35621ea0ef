"""A project's full lifecycle in the sandbox, as `make rehearse` shows it, and the permissions that its roles used.

One file, because one rehearsal is enough for all of it.
"""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest

from scripts.rehearsal.attacks import ATTACKS
from tests.end_to_end.command_line import ATTACKED, CommandLine
from tests.published_state import PublishedState
from tests.rehearsals import role_usage
from tests.rehearsals.role_usage import Usage

FIRST_TRAINING = ("clone", "build", "train", "register")
TRAINING = ("push", "build", "train", "register")
REVIEW = (
    *("the scientist reads the report", "the author cannot approve"),
    *("the approver is notified", "the approver opens the report"),
)
DELIVERY = ("staging", "the approver reads the change", "approve production", "production", "the team is notified")
ANSWERS = ("production answers", "attacks after production answers")
STEPS = [
    *("launch an attacker", "the attacker's code runs"),
    *("launch", "attacks after launch", *FIRST_TRAINING, "attacks after register", *REVIEW),
    *("approve", *DELIVERY, *ANSWERS),
    *("push a worse model", "build", "stopped at the gate"),
    *("upload data", *TRAINING, "attacks after register", "trained on the new data", "approve", *DELIVERY),
    *("push a model behind production", "build", "stopped for what production runs", "the team reads why"),
    *("reject", *DELIVERY, "production availability", "attacks at the end", "delete"),
]


@pytest.fixture(scope="module")
def sandbox(make_sandbox, published_state: PublishedState) -> Any:
    """Of this rehearsal alone, like its used and denied calls."""
    return make_sandbox(published_state)


@pytest.fixture(scope="module")
def command_line(sandbox) -> CommandLine:
    return CommandLine(sandbox)


@pytest.fixture(scope="module")
def rehearsed(command_line: CommandLine) -> Any:
    """The rehearsal of the product that trains and deploys, which another project attacks between the steps."""
    return command_line("data-scientist", "rehearse", "build-train-deploy", *ATTACKED)


@pytest.fixture(scope="module")
def record(rehearsed: Any, command_line) -> dict[str, Any]:
    assert rehearsed.returncode == 0, rehearsed.stdout + rehearsed.stderr
    return json.loads((command_line.root / _path("record", rehearsed)).read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def usage(record: dict[str, Any]) -> Usage:
    return role_usage.read(record)


def _path(label: str, rehearsed: Any) -> str:
    return re.search(rf"^{label} +(\S+)$", rehearsed.stdout, re.MULTILINE)[1]


def test_every_step_succeeds_in_order(rehearsed: Any, record: dict[str, Any]) -> None:
    lines = re.findall(r"^done +[\d.]+ s  (.{31})", rehearsed.stdout, re.MULTILINE)
    assert [line.strip() for line in lines] == [title[:31].strip() for title in STEPS]
    assert [step["title"] for step in record["steps"]] == STEPS
    assert not any(step["failed"] for step in record["steps"])


def test_no_request_to_production_fails_during_deployments(record: dict[str, Any]) -> None:
    assert record["requests"]["failed"] == 0
    assert record["requests"]["sent"] > 100


def test_a_worse_model_is_stopped_with_the_reason(rehearsed: Any) -> None:
    reason = r"NotGoodEnough: Not good enough: [\d.]+ percent worse than "
    assert re.search(rf"stopped at the gate +{reason}", rehearsed.stdout)


def test_a_model_behind_production_is_stopped_and_the_team_reads_why(rehearsed: Any) -> None:
    found = r"Not good enough: [\d.]+ percent worse than version \d+ in production and reliably"
    assert re.search(rf"stopped for what production runs? *NotGoodEnough: {found}", rehearsed.stdout)
    assert re.search(rf"the team reads why +{found}", rehearsed.stdout)


def test_a_rejection_deploys_the_version_before(rehearsed: Any) -> None:
    outcome = re.search(r"reject +version (\d+) rejected, version (\d+) is deployed again", rehearsed.stdout)
    assert outcome
    assert rehearsed.stdout.count(f"version {outcome[2]} tested in production") == 2


def test_the_project_is_deleted_afterwards(record: dict[str, Any], sandbox) -> None:
    projects = sandbox.client("sagemaker", "data-scientist").list_projects()["ProjectSummaryList"]
    existing = {project["ProjectName"] for project in projects if "Delete" not in project["ProjectStatus"]}
    assert record["project"]["name"].startswith("rehearsal-")
    assert record["project"]["name"] not in existing


def test_the_report_shows_the_graphs_the_metrics_and_the_roles(rehearsed: Any, command_line) -> None:
    page = (command_line.root / _path("report", rehearsed)).read_text(encoding="utf-8")
    assert page.count("<h3>Run ") == 4
    assert page.count('class="box succeeded"') > 6
    assert "binary classification metrics" in page
    assert 'src="data:image/svg+xml;base64,' in page
    assert "Permissions used by each role" in page
    assert "mlops-catalog-launch" in page


@pytest.mark.parametrize("finding", [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 16])
def test_every_attack_of_another_project_is_refused(record: dict[str, Any], finding: int) -> None:
    made = [attempt for attempt in record["attacks"] if attempt["finding"] == finding]
    assert made
    assert [attempt for attempt in made if attempt["verdict"] != "refused"] == []


def test_every_attack_was_attempted(record: dict[str, Any]) -> None:
    made = {(attempt["attacker"], attempt["sentence"]) for attempt in record["attacks"]}
    assert {(attack.attacker, attack.sentence) for attack in ATTACKS} - made == set()


def test_an_unknown_role_is_an_error_that_lists_the_roles(command_line, sandbox) -> None:
    done = command_line("data-scientist", "rehearse", "build-train", "--as", "director=me")
    assert done.returncode == 2
    assert "roles: scientist, approver" in done.stderr


def test_every_grant_was_used_or_has_a_reason(usage: Usage) -> None:
    reasons, handlers = role_usage.actions_with_reason(), role_usage.actions_of_handlers()
    without_reason = {
        role: sorted(actions - reasons.get(role, frozenset()) - handlers.get(role, frozenset()))
        for role, actions in usage.unused.items()
    }
    assert {role: actions for role, actions in without_reason.items() if actions} == {}


def test_every_reason_is_still_needed(usage: Usage) -> None:
    unused, handlers = usage.unused, role_usage.actions_of_handlers()
    idle = {
        role: sorted(actions - unused.get(role, frozenset()) | actions & handlers.get(role, frozenset()))
        for role, actions in role_usage.actions_with_reason().items()
    }
    assert {role: actions for role, actions in idle.items() if actions} == {}
    assert [role for role, actions in handlers.items() if not actions & unused[role]] == []
    assert role_usage.duplicate_entries() == []


def test_no_role_made_a_call_that_its_policies_do_not_grant(usage: Usage) -> None:
    beyond = {
        role: sorted(used - usage.granted[role] - role_usage.NO_PERMISSION_NEEDED) for role, used in usage.used.items()
    }
    assert {role: actions for role, actions in beyond.items() if actions} == {}


def test_nothing_but_attacks_was_denied(usage: Usage, record: dict[str, Any], sandbox) -> None:
    """Attackers are a Studio role and an account's root, as the author is, and roles of other projects."""
    own, author = record["project"]["id"], "AmazonSageMaker-ExecutionRole-sandbox"
    denied = {
        event["userIdentity"].get("sessionContext", {}).get("sessionIssuer", {}).get("userName", "")
        for account in ("hub", "development", "staging", "production")
        for event in _events(sandbox, account, record["started"])
        if event.get("errorCode") == "AccessDenied"
    }
    assert author in denied
    assert [role for role in denied if own in role or role.startswith("mlops-catalog")] == []
    assert not any(usage.denied.values())


def _events(sandbox: Any, account: str, started: str) -> list[dict[str, Any]]:
    pages = sandbox.client("cloudtrail", account).get_paginator("lookup_events")
    found = pages.paginate(
        StartTime=datetime.fromisoformat(started), EndTime=datetime.now(UTC), PaginationConfig={"PageSize": 50}
    )
    return [json.loads(event["CloudTrailEvent"]) for page in found for event in page["Events"]]
