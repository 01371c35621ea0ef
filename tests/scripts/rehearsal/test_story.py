"""The stages of a rehearsal against people in memory: what passes, and what must not."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scripts.errors import ConfigurationError
from scripts.rehearsal.edits import BETTER, NOTE, WORSE
from scripts.rehearsal.model_delivery import Promotion
from scripts.rehearsal.rehearse import orders, read_people, rehearse, retained
from scripts.rehearsal.roles import Cast
from scripts.rehearsal.script import stages
from scripts.rehearsal.stages import Passed, perform
from scripts.rehearsal.training_run import Play

Rehearsed = Callable[[], list[Passed]]


def test_the_whole_life_passes_stage_by_stage(rehearsed: Rehearsed, world: Any) -> None:
    passed = rehearsed()
    assert [each.title for each in passed if each.failure] == []
    assert passed[0].title == "launch"
    assert passed[-1].title == "asked throughout"
    assert [version.status for version in world.registered] == ["Rejected", "Approved"]
    assert [model[-1] for _, model in reversed(world.started)] == ["1", "2", "2"]


def test_no_stage_follows_one_that_failed(rehearsed: Rehearsed, world: Any) -> None:
    world.build_fails = "Build/Build: exit status 1"
    passed = rehearsed()
    assert passed[-1].title == "build"
    assert len(passed) == 3


def test_a_failed_build_shows_the_reason_and_the_end_of_its_log(rehearsed: Rehearsed, world: Any) -> None:
    world.build_fails = "Build/Build: exit status 1"
    failure = rehearsed()[-1].failure
    assert failure is not None
    assert failure.problem.splitlines() == ["Build/Build: exit status 1", "  | E   assert 1 == 2"]
    assert failure.exit_code == 3


def test_an_author_who_can_approve_fails_the_rehearsal(rehearsed: Rehearsed, world: Any) -> None:
    world.author_may_approve = True
    assert rehearsed()[-1].title == "the author cannot approve"


def test_a_gate_that_lets_a_worse_model_through_fails_the_rehearsal(rehearsed: Rehearsed, world: Any) -> None:
    world.gate_open = True
    passed = rehearsed()
    assert passed[-1].title == "stopped at the gate"
    assert passed[-1].failure is not None


def test_another_version_than_the_decided_one_in_staging_fails_the_rehearsal(rehearsed: Rehearsed, world: Any) -> None:
    world.deploys = lambda version: version.number + 1
    passed = rehearsed()
    assert passed[-1].title == "staging"
    assert passed[-1].outcome == "staging has version 2, not 1"


def test_one_request_that_production_does_not_answer_fails_the_rehearsal(rehearsed: Rehearsed, world: Any) -> None:
    world.requests_fail = True
    passed = rehearsed()
    assert passed[-1].title == "asked throughout"
    assert "the endpoint does not answer" in passed[-1].outcome


def test_the_data_scientist_changes_the_data(rehearsed: Rehearsed, world: Any) -> None:
    rehearsed()
    assert world.files == {"DataUri/a.csv": b"x,y\n1,2\n"}


@pytest.fixture
def trains(people: Cast, watch: Any, tmp_path: Path) -> Rehearsed:
    """Performs the stages of what only trains."""
    (order,) = orders(("build-train",), ())

    def run() -> list[Passed]:
        play = Play(people, tmp_path)
        return list(perform(stages(order, play, Promotion(play)), watch))

    return run


def test_data_are_learnt_once_and_not_again_when_their_model_was_rejected(trains: Rehearsed, world: Any) -> None:
    passed = trains()
    assert [each.title for each in passed if each.failure] == []
    said = {each.title: each.outcome for each in passed}
    assert said["the same data again"] == "not started: version 2, there is nothing new to learn"
    assert said["the rejected data again"] == "not started: version 2, was rejected"
    assert [version.status for version in world.registered] == ["Rejected", "PendingManualApproval"]
    assert [version.commit for version in world.registered] == ["commit-0", "commit-0"]
    assert len({version.data for version in world.registered}) == 2
    assert len(world.built) == 5


def test_versions_that_record_the_same_data_fail_the_rehearsal(rehearsed: Rehearsed, world: Any) -> None:
    world.forgets_data = True
    passed = rehearsed()
    assert passed[-1].title == "learnt from the new data"
    assert passed[-1].outcome == "version 2 records the data of version 1: the same for all"


def test_new_data_that_are_not_learnt_fail_the_rehearsal(trains: Rehearsed, world: Any) -> None:
    world.forgets_data = True
    passed = trains()
    assert passed[-1].title == "build"
    assert passed[-1].outcome.startswith("the new data are not learnt: not started: version 1, ")


def test_the_same_data_learnt_again_fail_the_rehearsal(trains: Rehearsed, world: Any) -> None:
    world.learns_again = True
    passed = trains()
    assert passed[-1].title == "the same data again"
    assert passed[-1].outcome.startswith("the same data again: started ")


def test_a_message_without_the_report_fails_the_rehearsal(rehearsed: Rehearsed, world: Any) -> None:
    world.told_report = "somewhere"
    passed = rehearsed()
    assert passed[-1].title == "the approver is told"
    assert "does not say where its report is" in passed[-1].outcome


def test_nobody_hears_on_when_the_rehearsal_is_over(people: Any, order: Any, watch: Any, world: Any) -> None:
    rehearse(order, people, watch, keep=False)
    assert not world.hears
    (left,) = world.messages
    assert left.startswith("Version 2 of the models")


def test_a_project_is_deleted_at_the_end_with_its_endpoints(people: Any, order: Any, watch: Any, world: Any) -> None:
    assert rehearse(order, people, watch, keep=False).failure is None
    stacks = [f"sagemaker-demo-p-1-endpoint-{stage}" for stage in ("staging", "production")]
    assert world.deleted == [*stacks, "demo"]


def test_a_project_that_only_deploys_gets_the_models_of_one_that_trains(
    people: Any, order: Any, watch: Any, world: Any
) -> None:
    done = rehearse(replace(order, product="deploy", parameters={"Traffic": "linear"}), people, watch, keep=False)
    assert done.failure is None
    assert [(each.product, each.parameters) for each in world.launched] == [
        ("build-train", {}),
        ("deploy", {"Traffic": "linear", "ModelPackageGroupName": "ModelPackageGroupName"}),
    ]
    stacks = [f"sagemaker-demo-p-2-endpoint-{stage}" for stage in ("staging", "production")]
    assert world.deleted == [*stacks, "demo", "demo-models"]


def test_a_project_that_is_kept_or_failed_is_not_deleted(people: Any, order: Any, watch: Any, world: Any) -> None:
    rehearse(order, people, watch, keep=True)
    world.gate_open = True
    rehearse(replace(order, name="other"), people, watch, keep=False)
    assert world.deleted == []


def test_changes_touch_the_learning_rate_and_nothing_else(tmp_path: Path) -> None:
    text = 'ParameterFloat(name="LearningRate", default_value=0.03), ParameterInteger(name="MaxDepth", default_value=3)'
    (tmp_path / "pipeline.py").write_text(text)
    assert WORSE.files(tmp_path) == {"pipeline.py": text.replace("0.03", "0.000001")}
    (tmp_path / "pipeline.py").write_text(text.replace("0.03", "0.000001"))
    assert BETTER.files(tmp_path) == {"pipeline.py": text.replace("0.03", "0.05")}
    assert NOTE.files(tmp_path) == {"pipeline.py": text.replace("0.03", "0.04")}


def test_changes_touch_the_penalty_of_a_line_where_there_is_one(tmp_path: Path) -> None:
    text = 'Float(name="LearningRate", default_value=0.03), Float(name="RidgePenalty", default_value=30.0)'
    (tmp_path / "pipeline.py").write_text(text)
    changed = [each.files(tmp_path)["pipeline.py"] for each in (NOTE, WORSE, BETTER)]
    assert changed == [text.replace("30.0", value) for value in ("40.0", "1000000.0", "25.0")]


@pytest.mark.parametrize("seed", ["abalone", "census", "weather"])
def test_every_seed_that_trains_has_a_parameter_to_change(seed: str) -> None:
    folder = Path(__file__).parents[3] / "seedcode" / seed
    texts = {each.files(folder)["pipeline.py"] for each in (NOTE, WORSE, BETTER)}
    assert len(texts | {(folder / "pipeline.py").read_text()}) == 4


def test_a_repository_without_a_parameter_to_change_cannot_be_made_worse(tmp_path: Path) -> None:
    (tmp_path / "pipeline.py").write_text("nothing to see")
    with pytest.raises(ConfigurationError, match="no parameter RidgePenalty or LearningRate"):
        WORSE.files(tmp_path)


def test_a_part_that_nobody_plays_is_refused() -> None:
    assert read_people(["scientist=me", "approver=you"]) == {"scientist": "me", "approver": "you"}
    with pytest.raises(ConfigurationError, match="director=me"):
        read_people(["director=me"])


def test_what_stays_by_design_is_read_from_the_template() -> None:
    assert {"Bucket", "Key", "ModelPackageGroup"} <= set(retained("build-train-deploy"))


def test_a_rehearsal_launches_with_a_traffic_policy_unless_told_otherwise() -> None:
    assert orders(("build-train-deploy",), ())[0].parameters == {"Traffic": "canary"}
    assert orders(("build-train-deploy",), ("Traffic=linear",))[0].parameters == {"Traffic": "linear"}
