"""What the person who approves production reads."""

import pytest

from conftest import read
from deployment.message import LONGEST, direction
from deployment.settings import Traffic
from memory import History


def line(folder):
    return (folder / "summary.txt").read_text().strip()


def exported(folder):
    return {"RELEASED": (folder / "released.txt").read_text().strip()}


@pytest.fixture
def changed(release, registry, repository):
    """The message about version 2, with other machines and another traffic, while production runs version 1."""
    registry.register("Approved", rmse=3.25)
    first = release("first")
    registry.register("Approved", rmse=2.75)
    (repository / "deployment.json").write_text('{"instance_type": "ml.c5.large", "instances": {"production": 3}}')
    return line(
        release("second", History({"status": "Succeeded", "exported": exported(first)}), traffic=Traffic.LINEAR)
    )


def test_it_tells_what_runs_now_and_what_will(changed):
    assert changed.startswith("demo-p-abc123def456 version 2 to production; version 1 runs there now.")
    assert "Machines: 3 x ml.c5.large, in production 2 x ml.m5.large." in changed
    assert "Traffic: linear, in production canary." in changed
    assert "Data: data2, in production data1." in changed
    assert "Unchanged: image repository:1." in changed


def test_metrics_have_a_direction_and_the_value_of_now(changed):
    assert "Metrics: rmse 2.75, in production 3.25 (lower, better)." in changed


def test_it_has_the_verdict_the_commit_and_a_link_to_the_report(changed):
    assert "Gate: Good enough: rmse 2.75." in changed
    assert "Commit commit2." in changed
    assert (
        "Report: https://us-east-1.console.aws.amazon.com/s3/object/sagemaker-p-own123def456-0a1b2c3d?region="
        in changed
    )
    assert "&prefix=executions/2/evaluation/report.html arn:aws:sagemaker:" in changed
    assert changed.endswith(":model-package/demo-p-abc123def456/2")


def test_a_worse_model_is_called_worse(release, registry):
    registry.register("Approved", rmse=2.0)
    first = release("first")
    registry.register("Approved", rmse=4.0)
    text = line(release("second", History({"status": "Succeeded", "exported": exported(first)})))
    assert "rmse 4, in production 2 (higher, WORSE)" in text


def test_a_first_release_says_so(release, registry):
    registry.register("Approved")
    text = line(release())
    assert "version 1 to production; nothing is known to run there." in text
    assert "rmse 2.5 (lower is better)" in text
    assert ", in production " not in text


def test_what_runs_is_what_reached_the_end_last(release, registry):
    registry.register("Approved")
    first = exported(release("first"))
    registry.register("Approved")
    second = exported(release("second"))
    history = History(
        {"status": "InProgress", "exported": second},
        {"status": "Failed", "exported": second},
        {"status": "Succeeded", "executionType": "ROLLBACK", "exported": second},
        {"status": "Succeeded", "exported": first},
    )
    assert "version 1 runs there now" in line(release("third", history))


def test_what_another_version_of_this_code_exported_is_not_misread(release, registry):
    registry.register("Approved")
    history = History({"status": "Succeeded", "exported": {"RELEASED": '{"version": "1"}'}})
    assert "nothing is known to run there" in line(release("build", history))


def test_a_version_in_production_that_is_gone_from_the_registry_does_not_stop_its_successor(release, registry):
    package = registry.register("Approved")
    first = exported(release("first"))
    registry.register("Approved")
    del registry.packages[package]
    text = line(release("second", History({"status": "Succeeded", "exported": first})))
    assert "version 1 runs there now" in text
    assert "rmse 2.5 (lower is better)" in text


def test_a_long_message_ends_with_a_whole_sentence_within_the_limit(release, registry):
    registry.register("Approved", verdict="x" * 300, report="s3://bucket/" + "y" * 700)
    text = line(release())
    assert len(text) <= LONGEST
    assert text.endswith("Commit commit1.")


@pytest.mark.parametrize(
    ("name", "wish"),
    [("rmse", "lower"), ("log_loss", "lower"), ("brier", "lower"), ("auc", "higher"), ("f1", "higher"), ("rows", "")],
)
def test_only_a_known_name_has_a_direction(name, wish):
    assert direction(name) == wish


def test_what_will_run_is_exported_for_the_next_message(release, registry):
    package = registry.register("Approved")
    exported_now = read(release(), "released.txt")
    assert exported_now["package"] == package
    assert exported_now["model"] == registry.digest(package)
    assert exported_now["machines"] == "2 x ml.m5.large"
