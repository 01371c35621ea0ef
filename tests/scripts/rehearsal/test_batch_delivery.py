"""Files that are sent, and what a rehearsal accepts as their results."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scripts.errors import UnfinishedError
from scripts.rehearsal.batch_delivery import BatchDelivery
from scripts.rehearsal.project import RehearsedProject
from scripts.rehearsal.roles import BatchRun

BUCKET = "s3://Bucket/"
MANIFEST = {
    "model": {"number": 1},
    "rows": {"read": 3, "predicted": 2, "rejected": 1},
    "outputs": [{"key": "predictions/day/run/part.csv"}],
    "rejected": "rejected/run/",
    "duplicates": [{"key": "data/b"}],
}
PREDICTED = "file,row,prediction,label\ndata/a,2,0.1,no\ndata/a,3,0.9,yes\n"
REJECTED = "rejected_line,rejected_reason,age\n4,too old,999\n"


@pytest.fixture
def project(people: Any, to_launch: Any, world: Any) -> RehearsedProject:
    found = RehearsedProject(people)
    found.launch(replace(to_launch, product="build-train"))
    outputs = ("DataUri", "PredictionsUri", "BatchPipelineName", "Bucket", "BuildPipelineName", "BuildRepositoryUrl")
    found.state.project = replace(found.state.project, outputs={name: name for name in outputs})
    world.files = {
        f"{BUCKET}predictions/day/run/_SUCCESS": json.dumps(MANIFEST).encode(),
        f"{BUCKET}predictions/day/run/part.csv": PREDICTED.encode(),
        f"{BUCKET}rejected/run/a.csv": REJECTED.encode(),
    }
    world.files_below = lambda address: tuple(file for file in world.files if file.startswith(address))
    return found


@pytest.fixture
def batch(project: RehearsedProject, world: Any, tmp_path: Path) -> BatchDelivery:
    found = BatchDelivery(project, tmp_path)
    found.clone()
    folder = tmp_path / "batch" / "example" / "data"
    folder.mkdir(parents=True)
    for name in ("monday.csv", "tuesday.csv"):
        (folder / name).write_text(f"age\n{len(name)}\n")
    return found


def announced(world: Any) -> None:
    world.messages.append("message: Predictions of project demo are ready\nmanifest: predictions/day/run/_SUCCESS")


def ends(world: Any, status: str, sentence: str) -> None:
    """The next file that is sent starts a run, which has ended at once."""
    write = world.write

    def write_and_run(address: str, content: bytes) -> None:
        write(address, content)
        world.runs.insert(0, BatchRun(f"arn-{len(world.runs)}", status, sentence))

    world.write = write_and_run


def test_the_manifest_that_the_message_names_is_read(batch: BatchDelivery, world: Any) -> None:
    announced(world)
    assert batch.announce() == "version 1: 3 rows, 2 predicted, 1 rejected"
    assert batch.read_results() == "0.1 no; too old"


def test_a_row_that_is_there_twice_fails_the_rehearsal(batch: BatchDelivery, world: Any) -> None:
    world.files[f"{BUCKET}predictions/day/run/part.csv"] = PREDICTED.replace("data/a,3", "data/a,2").encode()
    announced(world)
    batch.announce()
    with pytest.raises(UnfinishedError, match="where the manifest counts"):
        batch.read_results()


def test_a_content_that_was_scored_under_two_names_fails_the_rehearsal(batch: BatchDelivery, world: Any) -> None:
    manifest = json.dumps({**MANIFEST, "duplicates": []}).encode()
    world.files[f"{BUCKET}predictions/day/run/_SUCCESS"] = manifest
    announced(world)
    batch.announce()
    with pytest.raises(UnfinishedError, match="was not seen as a duplicate"):
        batch.read_results()


def test_the_same_file_again_has_to_be_nothing_new(batch: BatchDelivery, world: Any) -> None:
    ends(world, "Succeeded", "nothing new: 3 files are done")
    assert batch.send_same() == "nothing new: 3 files are done"


@pytest.mark.parametrize(("status", "sentence"), [("Failed", "nothing new"), ("Succeeded", "2 predictions")])
def test_a_run_that_fails_or_predicts_again_fails_the_rehearsal(
    batch: BatchDelivery, world: Any, status: str, sentence: str
) -> None:
    ends(world, status, sentence)
    with pytest.raises(UnfinishedError, match=f"the run is {status}"):
        batch.send_same()


def test_rejected_rows_are_corrected_in_the_file_that_came_back(batch: BatchDelivery, world: Any) -> None:
    announced(world)
    batch.announce()
    assert batch.correct() == "1 rows as monday-corrected.csv"
    assert b"4,too old,40" in world.files["DataUrimonday-corrected.csv"]


def test_the_message_of_a_refused_run_names_the_project_that_asks(batch: BatchDelivery, world: Any) -> None:
    ends(world, "Failed", "the owner does not let")
    batch.send()
    identifier = batch.project.state.project.identifier
    reason = f"reason: add {identifier} to the parameter ModelsDeployedBy"
    world.messages.append(f"message: Step Refused of a batch of project demo failed.\n{reason}")
    assert batch.read_refusal() == reason.removeprefix("reason: ")
