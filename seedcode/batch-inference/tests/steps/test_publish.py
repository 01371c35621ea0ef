"""What a run leaves: as many predictions as rows, rejected rows with reasons, and one manifest, written last."""

import csv
import io

import pytest

from publish import publish
from support.errors import BatchError

BAD = "-3,Private,10,Divorced,Sales,Not-in-family,0,0,40,Cuba"
DAY = "predictions/2026-03-01"


def test_every_row_has_a_prediction_or_a_reason(project, good):
    project.send("a.csv", project.table(good, BAD, good))
    outcome = project.run("run-1")
    assert outcome.sentence.startswith("2 predictions by version 3 for 1 files; 1 rows and 0 whole files rejected")
    assert [(row["file"], row["row"], row["label"]) for row in project.rows(DAY)] == [
        ("data/a.csv", "2", "<=50K"),
        ("data/a.csv", "4", "<=50K"),
    ]
    (rejected,) = project.rows("rejected/run-1/")
    assert (rejected["rejected_line"], rejected["rejected_reason"]) == ("3", "`age`: `-3` is below the minimum 0")
    assert rejected["age"] == "-3"
    assert project.manifest("run-1")["rows"] == {"read": 3, "predicted": 2, "rejected": 1}


def test_the_manifest_names_inputs_digests_counts_model_and_drift(project, good):
    project.send("a.csv", project.table(good))
    project.send("b.csv", project.table(good))
    project.run("run-1")
    manifest = project.manifest("run-1")
    assert manifest["model"] == {"arn": project.version.arn, "number": 3}
    assert [(file["key"], len(file["digest"]), file["scored"]) for file in manifest["files"]] == [("data/a.csv", 64, 1)]
    assert manifest["duplicates"] == [{"key": "data/b.csv", "same_as": "data/a.csv"}]
    assert [output["key"] for output in manifest["outputs"]] == [f"{DAY}/run-1/part-00000.csv"]
    assert {each["name"] for each in manifest["drift"]["inputs"]} == set(project.contract.names)
    assert [each["name"] for each in manifest["drift"]["predictions"]] == ["income"]


def test_columns_that_are_kept_are_beside_the_predictions(project, good):
    project.told["keep"] = ["person"]
    project.send("a.csv", project.table(f"{good},P1", header=[*project.contract.names, "person"]))
    project.run("run-1")
    assert [row["person"] for row in project.rows(DAY)] == ["P1"]


def test_a_second_run_publishes_nothing(project, good):
    project.send("a.csv", project.table(good))
    project.run("run-1")
    before = project.keys("")
    assert project.run("run-2").sentence == "nothing new: 1 files below data/ are done"
    assert project.keys("") == before


def test_a_run_that_is_repeated_after_its_manifest_changes_nothing(project, good):
    project.send("a.csv", project.table(good))
    project.run("run-1")
    before = {key: project.store.read(key) for key in project.keys("")}
    project.publish("run-1")
    assert {key: project.store.read(key) for key in project.keys("")} == before


def test_a_run_that_died_before_its_manifest_is_completed_by_the_next_one(project, good):
    """Its files are there without `_SUCCESS`, and so are not results."""
    project.send("a.csv", project.table(good))
    project.find("run-1")
    project.store.create(f"{DAY}/run-1/part-00000.csv", b"file,row,prediction\n")
    project.run("run-2")
    assert [key for key in project.keys("predictions/") if key.endswith("_SUCCESS")] == [f"{DAY}/run-2/_SUCCESS"]
    assert project.manifest("run-2")["rows"]["predicted"] == 1


def test_a_run_that_lost_its_files_publishes_nothing(project, good):
    project.send("a.csv", project.table(good))
    project.find("run-1")
    project.run("run-2")
    with pytest.raises(BatchError, match=r"data/a.csv was taken over by run run-2: this run publishes nothing"):
        project.publish("run-1")
    assert project.keys(f"{DAY}/run-1/") == []


def test_a_run_with_nothing_but_wrong_files_reports_them(project):
    project.send("a.csv", b"\xff\xfe")
    outcome = project.run("run-1")
    assert outcome.sentence.startswith("0 predictions by version 3 for 1 files; 0 rows and 1 whole files rejected")
    assert [(row["file"], row["reason"]) for row in project.rows("rejected/run-1/")] == [
        ("data/a.csv", "it is not UTF-8 text (byte 0)")
    ]
    assert project.run("run-2").sentence == "nothing new: 1 files below data/ are done"


def test_rejected_rows_can_be_corrected_and_sent_as_they_are(project, good):
    project.send("a.csv", project.table(good, BAD))
    project.run("run-1")
    (key,) = project.keys("rejected/run-1/")
    project.send("again.csv", (project.store.root / key).read_text().replace(",-3,", ",43,"))
    project.run("run-2")
    assert project.manifest("run-2")["rows"] == {"read": 1, "predicted": 1, "rejected": 0}


def test_one_answer_too_few_publishes_nothing(project, good):
    project.send("a.csv", project.table(good, good))
    project.answer = lambda body: "0.5,<=50K\n"
    with pytest.raises(BatchError, match=r"answered 1 lines for the 2 rows of part-00000\.csv"):
        project.run("run-1")
    assert project.keys("predictions/") == []


def test_no_answer_publishes_nothing(project, good):
    project.send("a.csv", project.table(good))
    project.find("run-1")
    with pytest.raises(BatchError, match=r"answered nothing for part-00000\.csv"):
        publish(project.found("run-1"), project.ledger, project.folders("run-1"))


def test_empty_lines_between_two_requests_of_a_job_are_no_answers(project, good):
    project.send("a.csv", project.table(good, good))
    project.answer = lambda body: "0.1,<=50K\n\n0.2,<=50K\n\n"
    project.run("run-1")
    assert [row["prediction"] for row in project.rows(DAY)] == ["0.1", "0.2"]


def test_answers_of_different_width_publish_nothing(project, good):
    project.send("a.csv", project.table(good, good))
    project.answer = lambda body: "0.1,<=50K\n0.2\n"
    with pytest.raises(BatchError, match="different numbers of values"):
        project.run("run-1")


def test_a_batch_of_other_people_than_the_training_had_is_said(project, good):
    rows = [good.replace("40,Private", f"{age},Private") for age in range(80, 100)] * 20
    project.send("a.csv", project.table(*rows))
    assert "drift: age" in project.run("run-1").sentence


def test_what_is_written_is_what_the_manifest_digests(project, good):
    project.send("a.csv", project.table(good))
    project.run("run-1")
    (output,) = project.manifest("run-1")["outputs"]
    content = project.store.read(output["key"])
    assert content is not None
    assert content.tag == output["sha256"]
    assert len(list(csv.reader(io.StringIO(content.body.decode())))) == output["rows"] + 1
