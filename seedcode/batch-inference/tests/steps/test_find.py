"""What a run takes, what it leaves to others, and what it says."""

from support.registry import Version


def test_all_new_files_are_taken_by_one_run(project, good):
    project.send("a.csv", project.table(good))
    project.send("deep/b.csv", project.table(good.replace("40,Private", "41,Private")))
    outcome = project.find("run-1")
    assert outcome.facts == {"usable": 1, "rows": 2, "files": 2, "model": project.version.arn}
    assert outcome.sentence == "2 files for version 3: 2 rows to predict"


def test_without_files_a_run_says_so_and_asks_for_no_model(project):
    assert project.find("run-1").sentence == "nothing new: 0 files below data/ are done"
    assert project.loaded == 0


def test_without_an_approved_version_files_wait_and_the_run_does_not_fail(project, good):
    project.send("a.csv", project.table(good))
    project.version = None
    outcome = project.find("run-1")
    assert outcome.sentence == "no version of income is approved: 1 files wait below data/"
    assert (outcome.facts["usable"], outcome.facts["files"]) == (1, 0)
    project.version = Version("arn", 4, "", "")
    assert project.find("run-2").facts["rows"] == 1


def test_folders_of_the_console_and_the_file_that_says_all_is_there_are_no_inputs(project, good):
    project.send("a.csv", project.table(good))
    project.send("delivery_READY", "")
    assert project.find("run-1").facts["files"] == 1


def test_two_files_of_the_same_content_are_scored_once_and_that_is_said(project, good):
    project.send("a.csv", project.table(good))
    project.send("b.csv", project.table(good))
    outcome = project.find("run-1")
    assert (outcome.facts["files"], outcome.facts["rows"]) == (1, 1)
    assert "data/b.csv has the same content as data/a.csv, which is done" in outcome.sentence


def test_the_content_of_an_earlier_run_under_another_name_is_not_scored_again(project, good):
    project.send("a.csv", project.table(good))
    project.run("run-1")
    project.send("b.csv", project.table(good))
    outcome = project.find("run-2")
    assert outcome.facts["files"] == 0
    assert outcome.sentence == "nothing new; data/b.csv has the same content as data/a.csv, which is done"


def test_what_another_running_run_has_taken_is_left_to_it(project, good):
    project.send("a.csv", project.table(good))
    project.running = {"run-1"}
    project.find("run-1")
    outcome = project.find("run-2")
    assert outcome.facts["files"] == 0
    assert outcome.sentence == "nothing new; another run has taken 1 files"


def test_what_a_run_had_taken_that_runs_no_more_is_taken_over(project, good):
    project.send("a.csv", project.table(good))
    project.find("run-1")
    assert project.find("run-2").facts["rows"] == 1


def test_a_step_that_is_repeated_takes_its_own_files_again(project, good):
    project.send("a.csv", project.table(good))
    project.running = {"run-1"}
    assert project.find("run-1").facts == project.find("run-1").facts
    assert project.find("run-1").facts["rows"] == 1


def test_more_files_than_a_run_takes_wait_for_the_next_one(project, good):
    project.told["most_files"] = 1
    for age in ("40", "41", "42"):
        project.send(f"{age}.csv", project.table(good.replace("40,P", f"{age},P")))
    assert project.find("run-1").sentence.endswith("2 files wait for the next run")
    assert len(project.found("run-1")["files"]) == 1


def test_a_file_that_cannot_be_used_stops_no_other_one(project, good):
    project.send("a.csv", b"\xff\xfe\x00bad")
    project.send("b.csv", project.table(good))
    project.send("c.csv", "colour,size\nred,3\n")
    outcome = project.find("run-1")
    assert (outcome.facts["files"], outcome.facts["rows"]) == (3, 1)
    assert "data/a.csv is rejected: it is not UTF-8 text (byte 0)" in outcome.sentence
    assert "data/c.csv is rejected: its first line does not name `age`, `workclass`" in outcome.sentence


def test_a_file_that_is_mostly_wrong_is_rejected_as_a_whole(project, good):
    project.send("a.csv", project.table(good, *[good.replace("40,P", "-1,P")] * 3))
    project.find("run-1")
    (file,) = project.found("run-1")["files"]
    assert (file["read"], file["scored"], file["parts"]) == (4, 0, [])
    assert file["reason"].startswith("3 of 4 rows are wrong, more than 50%")


def test_rows_are_given_to_the_model_in_its_order_without_header(project, good):
    header = [*reversed(project.contract.names), "comment"]
    project.send("a.csv", project.table(",".join([*reversed(good.split(",")), "x"]), header=header))
    project.find("run-1")
    assert (project.place("run-1") / "found/rows/part-00000.csv").read_text() == f"{good}\n"


def test_a_large_file_is_given_in_parts(project, good):
    project.told["rows_per_part"] = 2
    project.send("a.csv", project.table(*[good] * 5))
    project.find("run-1")
    (file,) = project.found("run-1")["files"]
    assert file["parts"] == ["part-00000.csv", "part-00001.csv", "part-00002.csv"]
    assert file["scored"] == 5
