"""The line that a build exports, which messages show."""

from project.build_outcome import outcome

REPORT = '<testsuites><testsuite><testcase name="test_opens"/>{cases}</testsuite></testsuites>'
FAILED = '<testcase name="{name}"><failure message="assert 0 == &quot;1&quot;&#10;more">trace</failure></testcase>'


def build(folder, *names):
    (folder / "reports").mkdir()
    cases = "".join(FAILED.format(name=name) for name in names)
    (folder / "reports" / "steps.xml").write_text(REPORT.format(cases=cases))
    return folder


def test_a_failed_test_is_named_with_its_reason(tmp_path):
    (tmp_path / "outcome.txt").write_text("started\n")
    assert outcome(build(tmp_path, "test_closes")) == "test failed: test_closes: assert 0 == '1'"


def test_further_failed_tests_are_counted(tmp_path):
    assert outcome(build(tmp_path, "test_closes", "test_learns")).startswith("test failed (and 1 more): test_closes")


def test_what_was_started_is_said_when_every_test_passed(tmp_path):
    (tmp_path / "outcome.txt").write_text("not started: version 4 was rejected\n")
    assert outcome(build(tmp_path)) == "not started: version 4 was rejected"


def test_a_build_that_left_nothing_points_to_its_log(tmp_path):
    assert outcome(tmp_path) == "no test failed, see the log"
