"""A project's whole life in the sandbox, as `make rehearse` shows it."""

import re
from typing import Any

import pytest

PEOPLE = {
    "scientist": "data-scientist",
    "approver": "approver",
    "development": "development",
    "staging": "staging",
    "production": "production",
}
AS = [word for part, profile in PEOPLE.items() for word in ("--as", f"{part}={profile}")]
TRAINING = ("push", "build", "train", "register")
DELIVERY = ("staging", "release", "production")
STAGES = [
    *("launch", *TRAINING, "the author cannot approve"),
    *("approve", *DELIVERY, "production answers"),
    *("push a worse model", "build", "stopped at the gate"),
    *(*TRAINING, "approve", *DELIVERY),
    *("reject", *DELIVERY, "asked throughout", "delete"),
]


@pytest.fixture(scope="module")
def rehearsed(published: str, command_line) -> Any:
    """The rehearsal of the product that holds all the others."""
    return command_line("data-scientist", "rehearse", "build-train-deploy", *AS)


def test_every_stage_of_a_project_passes_in_order(rehearsed: Any) -> None:
    assert rehearsed.returncode == 0, rehearsed.stdout + rehearsed.stderr
    lines = re.findall(r"^done +[\d.]+ s  (.{26})", rehearsed.stdout, re.MULTILINE)
    assert [line.strip() for line in lines] == STAGES


def test_not_one_request_to_production_fails_while_models_come_and_go(rehearsed: Any) -> None:
    counted = re.search(r"asked throughout +(\d+) requests, 0 failures", rehearsed.stdout)
    assert counted
    assert int(counted[1]) > 100


def test_a_worse_model_is_stopped_with_the_reason(rehearsed: Any) -> None:
    assert re.search(r"stopped at the gate +NotGoodEnough: Not enough better than", rehearsed.stdout)


def test_rejecting_brings_back_the_version_before(rehearsed: Any) -> None:
    said = re.search(r"reject +version (\d+) rejected, version (\d+) comes back", rehearsed.stdout)
    assert said
    assert rehearsed.stdout.count(f"version {said[2]} tested in production") == 2


def test_the_project_is_gone_afterwards(rehearsed: Any, sandbox) -> None:
    name = re.search(r"launch +(rehearsal\S+)", rehearsed.stdout)
    projects = sandbox.client("sagemaker", "data-scientist").list_projects()["ProjectSummaryList"]
    assert name
    assert name[1] not in {project["ProjectName"] for project in projects if "Delete" not in project["ProjectStatus"]}


def test_a_stranger_who_plays_no_part_is_told_which_there_are(command_line, sandbox) -> None:
    done = command_line("data-scientist", "rehearse", "build-train", "--as", "director=me")
    assert done.returncode == 2
    assert "parts: scientist, approver" in done.stderr


def test_a_product_without_a_life_of_its_own_is_refused(command_line, sandbox) -> None:
    done = command_line("data-scientist", "rehearse", "deploy")
    assert done.returncode == 2
    assert "rehearse one of: build-train, build-train-deploy" in done.stderr
