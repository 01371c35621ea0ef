"""Executions of pipelines are stored: they, their steps and cached results are there after a restart."""

from typing import Any, NamedTuple

import pytest

from tests.sandbox.services.sagemaker.sagemaker import SageMakerSandbox, until


class Before(NamedTuple):
    """An account before the restart: an execution that ended, with its steps, and one that was running."""

    account: SageMakerSandbox
    ended: dict[str, Any]
    steps: dict[str, Any]
    running: dict[str, Any]


def work(account: SageMakerSandbox, name: str, script: str, **more: Any) -> dict[str, Any]:
    return {"Name": name, "Type": "Processing", "Arguments": account.processing(script, {}, [], "none"), **more}


@pytest.fixture(scope="module")
def before(make_sandbox: Any) -> Before:
    sandbox = make_sandbox()
    account = SageMakerSandbox(sandbox)
    cached = work(account, "Work", "pass", CacheConfig={"Enabled": True}, DisplayName="Some work")
    ended = account.execute(account.pipeline("ended", [cached]))
    slow = account.pipeline("slow", [work(account, "Slow", "import time; time.sleep(60)")])
    running = account.sagemaker.start_pipeline_execution(PipelineName=slow)
    until(lambda: {"Metadata": None, **account.steps(running).get("Slow", {})}, "Metadata", (None,))
    steps = account.steps(ended)
    sandbox.run("stop")
    sandbox.start()
    return Before(account, ended, steps, running)


def test_an_execution_and_its_steps_are_described_as_before(before: Before) -> None:
    described = before.account.finished(before.ended["PipelineExecutionArn"])
    assert described.pop("ResponseMetadata") != before.ended.pop("ResponseMetadata")
    assert described == before.ended
    assert before.account.steps(before.ended) == before.steps
    assert before.steps["Work"]["StepDisplayName"] == "Some work"


def test_a_cached_result_is_used_after_a_restart(before: Before) -> None:
    (step,) = before.account.steps(before.account.execute("ended")).values()
    source = before.ended["PipelineExecutionArn"]
    assert step["CacheHitResult"] == {"SourcePipelineExecutionArn": source}
    assert step["Metadata"] == before.steps["Work"]["Metadata"]


def test_an_interrupted_execution_has_failed_with_its_steps(before: Before) -> None:
    described = before.account.finished(before.running["PipelineExecutionArn"])
    assert described["PipelineExecutionStatus"] == "Failed"
    assert "the sandbox stopped" in described["FailureReason"]
    assert before.account.steps(before.running)["Slow"]["StepStatus"] == "Failed"
