"""The seeding function lets a launch use only the connections that are tagged for it, and only names that git takes."""

from typing import Any

import pytest

from templates.foundations.functions.seeding import handle
from tests.templates.foundations.functions.seeding_fakes import (
    TAG,
    FakeConnections,
    FakeLaunches,
    World,
    build_ended,
    request,
)

ROLE = "AmazonSageMaker-ExecutionRole-risk"


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEEDING_BUILD", "mlops-catalog-seeding")
    monkeypatch.setenv("LAUNCHERS_TAG", TAG)


def _update(**changed: str) -> dict[str, Any]:
    old = request("Create")["ResourceProperties"]
    again = request("Update", PhysicalResourceId="known", OldResourceProperties=old)
    again["ResourceProperties"] |= changed
    return again


@pytest.mark.parametrize("launchers", ["all", ROLE, f"other {ROLE}", "AmazonSageMaker-ExecutionRole-"])
def test_a_connection_serves_the_launches_that_its_tag_names(launchers: str) -> None:
    world = World(connections=FakeConnections(launchers=launchers))
    handle(request("Create"), world.services)
    assert len(world.builds.started) == 1


@pytest.mark.parametrize(
    "launchers", [None, "", "AmazonSageMaker-ExecutionRole-ris", f"{ROLE}-x", "AmazonSageMaker-ExecutionRole", "other-"]
)
def test_the_connection_of_another_team_is_refused_before_it_is_used(launchers: str | None) -> None:
    world = World(connections=FakeConnections(launchers=launchers))
    handle(request("Create"), world.services)
    assert world.builds.started == []
    (answer,) = world.answers
    assert answer["Status"] == "FAILED"
    assert f"the connection's tag {TAG}" in answer["Reason"]
    assert "ConnectionArn" not in answer["Data"]


@pytest.mark.parametrize(
    "launched_by",
    [
        "arn:aws:iam::222222222222:user/ada",
        "arn:aws:sts::222222222222:assumed-role/ada/SageMaker",
        "arn:aws:iam::222222222222:role/people/ada",
    ],
)
def test_a_launcher_is_known_by_the_name_of_the_role_or_user(launched_by: str) -> None:
    world = World(connections=FakeConnections(launchers="ada"), launches=FakeLaunches(launched_by))
    handle(request("Create"), world.services)
    assert len(world.builds.started) == 1


def test_a_launch_that_is_not_listed_yet_is_looked_up_update() -> None:
    world = World(connections=FakeConnections(launchers=ROLE), launches=FakeLaunches(found_after=2))
    handle(request("Create"), world.services)
    assert (world.launches.searches, len(world.builds.started)) == (3, 1)


def test_a_stack_that_nobody_launched_through_the_catalog_uses_no_connection_of_a_team() -> None:
    world = World(connections=FakeConnections(launchers=ROLE))
    own = "arn:aws:cloudformation:eu-west-1:222222222222:stack/mine-pp-abcdefghijklm/5678abcd"
    handle(request("Create", StackId=own), world.services)
    assert (world.answers[0]["Status"], world.builds.started, world.launches.searches) == ("FAILED", [], 0)


def test_an_update_to_another_connection_is_judged_update() -> None:
    world = World(connections=FakeConnections(launchers="other"))
    handle(_update(BranchName="next"), world.services)
    assert world.answers[0]["Status"] == "FAILED"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RepositoryName", "../../other/model"),
        ("RepositoryName", "team/-model"),
        ("RepositoryName", "team/model/../../x"),
        ("RepositoryName", "team/model.git"),
        ("BranchName", "--upload-pack=touch"),
        ("BranchName", "a..b"),
        ("BranchName", "main@{1}"),
        ("BranchName", "main.lock"),
        ("BranchName", "main;reboot"),
        ("SeedKey", "seeds/../templates/1.zip"),
        ("ConnectionArn", "arn:aws:iam::222222222222:role/x"),
    ],
)
def test_what_no_form_of_a_product_takes_is_refused_by_the_function_too(name: str, value: str) -> None:
    world, create = World(), request("Create")
    create["ResourceProperties"][name] = value
    handle(create, world.services)
    assert world.builds.started == []
    assert f"{name} {value!r} is not of the form" in world.answers[0]["Reason"]


def test_the_connection_is_given_to_the_template_once_it_may_be_used() -> None:
    """The pipeline's role takes it from this answer, so that it has none before."""
    world = World()
    handle(request("Create"), world.services)
    world.builds.status, world.builds.outcome = "SUCCEEDED", "filled"
    handle(build_ended(), world.services)
    assert world.answers[0]["Data"]["ConnectionArn"].endswith("connection/0123abcd-1111-2222-3333-444444444444")
