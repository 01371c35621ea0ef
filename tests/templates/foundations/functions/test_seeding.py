"""The seeding function answers CloudFormation in every case, with a reason that a person can act on."""

from typing import Any

import pytest

from templates.foundations.functions.seeding import handle, start_build
from tests.templates.foundations.functions.seeding_fakes import (
    STACK,
    FakeBuilds,
    FakeConnections,
    World,
    build_ended,
    request,
)


@pytest.fixture(autouse=True)
def _build_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEEDING_BUILD", "mlops-catalog-seeding")
    monkeypatch.setenv("LAUNCHERS_TAG", "mlops-catalog:launchers")


def _again(**changed: str) -> dict[str, Any]:
    old = request("Create")["ResourceProperties"]
    again = request("Update", PhysicalResourceId="known", OldResourceProperties=old)
    again["ResourceProperties"] |= changed
    return again


def _end(world: World, status: str, outcome: str | None) -> None:
    world.builds.status, world.builds.outcome = status, outcome
    handle(build_ended(), world.services)


def test_create_starts_the_build_and_waits_for_its_end() -> None:
    world = World()
    handle(request("Create"), world.services)
    (started,) = world.builds.started
    variables = {variable["name"]: variable["value"] for variable in started["environmentVariablesOverride"]}
    assert world.answers == []
    assert started["projectName"] == "mlops-catalog-seeding"
    assert variables["REMOTE"] == (
        "https://codeconnections.eu-west-1.amazonaws.com/git-http/222222222222/eu-west-1/"
        "0123abcd-1111-2222-3333-444444444444/team/model.git"
    )
    assert (variables["SEED_BUCKET"], variables["SEED_KEY"]) == ("assets", "seeds/weather/1.zip")


def test_the_host_of_git_follows_the_prefix_of_the_connection() -> None:
    world, create = World(), request("Create")
    old = create["ResourceProperties"]["ConnectionArn"].replace(":codeconnections:", ":codestar-connections:")
    create["ResourceProperties"]["ConnectionArn"] = old
    assert git_address(create, world) == "https://codestar-connections.eu-west-1.amazonaws.com/git-http/222222222222/"


def git_address(create: dict[str, Any], world: World) -> str:
    start_build(create, {}, world.services)
    (started,) = world.builds.started
    variables = {variable["name"]: variable["value"] for variable in started["environmentVariablesOverride"]}
    return variables["REMOTE"].partition("eu-west-1/")[0]


def test_an_event_delivered_twice_starts_one_build() -> None:
    world = World()
    handle(request("Create"), world.services)
    handle(request("Create"), world.services)
    assert len({started["idempotencyToken"] for started in world.builds.started}) == 1
    waiting = {started["environmentVariablesOverride"][-1]["value"] for started in world.builds.started}
    assert len(waiting) == 1, "its physical id, too, is the same"


def test_filled_repository_is_a_success_with_its_address() -> None:
    world = World()
    handle(request("Create"), world.services)
    _end(world, "SUCCEEDED", "The repository was empty: filled with the seed.")
    (answer,) = world.answers
    assert answer["Status"] == "SUCCESS"
    assert answer["Reason"] == "The repository was empty: filled with the seed."
    assert answer["Data"]["RepositoryUrl"] == "https://github.com/team/model.git"
    assert (answer["StackId"], answer["LogicalResourceId"]) == (STACK, "BuildSeededRepository")


def test_repository_that_is_not_empty_is_a_success_that_says_so() -> None:
    world = World()
    handle(request("Create"), world.services)
    _end(world, "SUCCEEDED", "The repository is not empty: left alone.")
    assert [(answer["Status"], answer["Reason"]) for answer in world.answers] == [
        ("SUCCESS", "The repository is not empty: left alone.")
    ]


@pytest.mark.parametrize("status", ["FAILED", "FAULT", "STOPPED", "TIMED_OUT"])
@pytest.mark.parametrize("outcome", ["The push was refused.", None])
def test_build_that_did_not_succeed_is_a_failure_with_its_log(status: str, outcome: str | None) -> None:
    world = World()
    handle(request("Create"), world.services)
    _end(world, status, outcome)
    (answer,) = world.answers
    assert answer["Status"] == "FAILED"
    assert "team/model" in answer["Reason"]
    assert (outcome or "No reason was given.") in answer["Reason"]
    assert "https://console/log" in answer["Reason"]


def test_start_that_is_refused_is_a_failure_with_the_reason() -> None:
    world = World(builds=FakeBuilds(refuses=True))
    handle(request("Create"), world.services)
    (answer,) = world.answers
    assert answer["Status"] == "FAILED"
    assert "too many builds" in answer["Reason"]


@pytest.mark.parametrize("status", ["PENDING", "ERROR"])
def test_connection_that_is_not_set_up_is_a_failure_that_says_what_to_do(status: str) -> None:
    world = World(connections=FakeConnections(status=status))
    handle(request("Create"), world.services)
    (answer,) = world.answers
    assert answer["Status"] == "FAILED"
    assert f"is {status}, not AVAILABLE. Open it in the console" in answer["Reason"]
    assert world.builds.started == []


@pytest.mark.parametrize("kind", ["Create", "Update"])
def test_request_that_makes_no_sense_is_answered(kind: str) -> None:
    world = World()
    handle(request(kind, ResourceProperties={}), world.services)
    assert [answer["Status"] for answer in world.answers] == ["FAILED"]


def test_update_of_the_same_repository_leaves_it_alone() -> None:
    world = World()
    handle(_again(SeedKey="seeds/weather/2.zip"), world.services)
    (answer,) = world.answers
    assert (answer["Status"], answer["PhysicalResourceId"]) == ("SUCCESS", "known")
    assert answer["Data"]["RepositoryUrl"] == "https://github.com/team/model.git"
    assert world.builds.started == []


def test_update_to_another_repository_fills_that_one_under_the_same_id() -> None:
    world = World()
    handle(_again(RepositoryName="team/other"), world.services)
    _end(world, "SUCCEEDED", "The repository was empty: filled with the seed.")
    (answer,) = world.answers
    assert answer["PhysicalResourceId"] == "known"
    assert answer["Data"]["RepositoryUrl"] == "https://github.com/team/other.git"


@pytest.mark.parametrize("status", ["AVAILABLE", "ERROR"])
def test_delete_leaves_the_repository_alone_whatever_became_of_its_connection(status: str) -> None:
    world = World(connections=FakeConnections(status=status))
    handle(request("Delete", PhysicalResourceId="known"), world.services)
    (answer,) = world.answers
    assert (answer["Status"], answer["PhysicalResourceId"]) == ("SUCCESS", "known")
    assert "left alone" in answer["Reason"]
    assert world.builds.started == []


@pytest.mark.parametrize(
    ("provider", "host", "address"),
    [
        ("GitHub", None, "https://github.com/team/model.git"),
        ("GitLab", None, "https://gitlab.com/team/model.git"),
        ("Bitbucket", None, "https://bitbucket.org/team/model.git"),
        ("GitHubEnterpriseServer", "https://git.example.com/", "https://git.example.com/team/model.git"),
        ("GitLabSelfManaged", "https://lab.example.com", "https://lab.example.com/team/model.git"),
    ],
)
def test_people_get_the_address_of_their_provider(provider: str, host: str | None, address: str) -> None:
    world = World(connections=FakeConnections(provider=provider, host=host))
    handle(_again(), world.services)
    assert world.answers[0]["Data"]["RepositoryUrl"] == address
