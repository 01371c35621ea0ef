"""A whole run, from the files of a job to its report."""

import json
import re

import numpy as np
import pytest

from conftest import ROOT
from errors import MonitorError
from example import write_captured, write_labels
from limits import read_limits
from monitor import run


@pytest.fixture
def watched(tmp_path, folder, baseline):
    def watch(table):
        write_captured(tmp_path / "captured", table)
        write_labels(tmp_path / "labels", table)
        folders = {"baseline": folder, "captured": tmp_path / "captured", "labels": tmp_path / "labels"}
        return run(folders, ROOT, tmp_path / "report"), tmp_path / "report"

    return watch


def test_a_quiet_run_says_so(watched, rows):
    found, report = watched(rows(1500))
    document = json.loads((report / "result.json").read_text())
    assert document["problems"] == {}
    assert document["sentence"].startswith("Nothing to do: 1,500 rows")
    assert document["metrics"]["DataFindings"] == document["metrics"]["QualityFindings"] == 0
    assert found.problems() == {}


def test_a_changed_world_is_told_in_one_sentence_for_each_thing(watched, rows):
    table = rows(1500)
    table["hours"] += 8
    table["job"] = np.where(np.arange(1500) % 20 == 0, "<pilot>", table["job"])
    table["truth"] = np.where(np.arange(1500) % 3 == 0, 1 - table["truth"], table["truth"])
    found, report = watched(table)
    assert set(found.problems()) == {"data", "quality"}
    assert "2 columns drifted: hours (other values), job (new values)." in found.sentence
    assert found.metrics()["DriftedColumns"] == 2
    page = (report / "report.html").read_text()
    assert "&lt;pilot&gt;" in page
    assert "<pilot>" not in page


def test_the_page_needs_nothing_from_elsewhere_and_runs_nothing(watched, rows):
    _, report = watched(rows(1000))
    page = (report / "report.html").read_text()
    assert not re.search(r"<script|https?://|url\(", page)
    assert "default-src 'none'" in page
    assert page.count("<h2") == 6


def test_the_same_files_give_the_same_page(watched, rows):
    table = rows(800)
    _, report = watched(table)
    first = (report / "report.html").read_bytes()
    _, report = watched(table)
    assert (report / "report.html").read_bytes() == first


def test_too_few_rows_are_no_quiet_report(watched, rows):
    with pytest.raises(MonitorError, match="150 rows captured in the period; 200 are needed"):
        watched(rows(150))


def test_a_limit_that_does_not_exist_is_refused_by_name(tmp_path):
    (tmp_path / "monitor.toml").write_text("[limits]\nstabilty = 0.2\n")
    with pytest.raises(MonitorError, match="`stabilty` is none of"):
        read_limits(tmp_path)


def test_the_limits_of_this_repository_are_known(watched, rows):
    assert read_limits(ROOT).false_alarms <= 0.01
