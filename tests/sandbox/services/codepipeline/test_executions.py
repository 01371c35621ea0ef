"""How people steer executions: they queue, wait, expire, are stopped, tried again and rolled back."""

import io
import zipfile

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.services.codepipeline.codepipeline import PipelineProject, action, until

APPROVE = {"name": "Approve", "actions": [action("Ask", "Approval", "Manual", timeoutInMinutes=5)]}


@pytest.fixture
def project(sandbox, tmp_path):
    return PipelineProject(sandbox, tmp_path)


def approve(project, identifier):
    """Approve an execution as soon as it asks."""

    def asked():
        stage = project.stage_state("Approve")
        mine = stage.get("latestExecution", {}).get("pipelineExecutionId") == identifier
        return mine and stage["actionStates"][0].get("latestExecution", {}).get("token")

    project.client("codepipeline").put_approval_result(
        pipelineName=project.name,
        stageName="Approve",
        actionName="Ask",
        result={"status": "Approved", "summary": "seen"},
        token=until(asked),
    )


def runs(project, identifier):
    """The actions of an execution with their outcomes, oldest first."""
    listed = project.client("codepipeline").list_action_executions(
        pipelineName=project.name, filter={"pipelineExecutionId": identifier}
    )
    return [(run["actionName"], run["status"]) for run in reversed(listed["actionExecutionDetails"])]


def spec(*commands):
    """A buildspec, as the files of a push."""
    lines = "".join(f"      - {command}\n" for command in commands)
    text = f'version: 0.2\nphases:\n  build:\n    commands:\n{lines}artifacts:\n  files: ["*.txt"]\n'
    return {"buildspec.yml": text}


def test_approval_without_an_answer_expires_and_fails_its_execution(make_sandbox, tmp_path, monkeypatch):
    monkeypatch.setenv("SANDBOX_APPROVAL_MINUTE", "0.05")
    project = PipelineProject(make_sandbox(), tmp_path)
    project.push("hello", **spec("echo built"))
    project.create_pipeline(APPROVE)
    project.wait_until_idle()
    assert project.executions()[0]["status"] == "Failed"
    shown = project.latest_run("Approve")
    assert "expired after 5 minutes" in shown["errorDetails"]["message"]
    assert "token" not in shown


def test_pushes_during_an_approval_are_asked_about_one_by_one_in_their_order(project):
    project.push("first", **spec("echo built"))
    project.create_pipeline(APPROVE)
    project.start_on_push()
    until(lambda: project.latest_run("Approve").get("token"))
    commits = [project.executions()[0]["sourceRevisions"][0]["revisionId"]]
    for number, greeting in enumerate(("second", "third"), 1):
        commits.append(project.push(greeting, **spec("echo built")))
        until(lambda count=number: len(waiting(project)) == count)
    started = [execution["pipelineExecutionId"] for execution in reversed(project.executions())]
    assert waiting(project) == started[1:]
    for identifier in started:
        approve(project, identifier)
    project.wait_until_idle()
    shown = list(reversed(project.executions()))
    assert [execution["status"] for execution in shown] == ["Succeeded"] * 3
    assert [execution["sourceRevisions"][0]["revisionId"] for execution in shown] == commits


def waiting(project):
    return [
        execution["pipelineExecutionId"] for execution in project.stage_state("Approve").get("inboundExecutions", [])
    ]


def test_stop_waits_for_the_action_that_runs_unless_it_is_abandoned(project, tmp_path):
    project.push("hello", **spec(f"while [ ! -e {tmp_path}/go ]; do sleep 0.1; done"))
    project.create_pipeline(project.build_stage("Deploy", "Deployed"))
    first = project.executions()[0]["pipelineExecutionId"]
    until(lambda: project.latest_run("Build").get("externalExecutionId"))
    stop = project.client("codepipeline").stop_pipeline_execution
    stop(pipelineName=project.name, pipelineExecutionId=first, reason="wait for it")
    assert project.executions()[0]["status"] == "Stopping"
    with pytest.raises(ClientError, match="Stopping"):
        stop(pipelineName=project.name, pipelineExecutionId=first)
    (tmp_path / "go").touch()
    assert project.wait_for_end(first)["status"] == "Stopped"
    assert runs(project, first) == [("Source", "Succeeded"), ("Build", "Succeeded")]
    (tmp_path / "go").unlink()
    second = project.start()
    build = until(
        lambda: dict(runs(project, second)).get("Build") and project.latest_run("Build")["externalExecutionId"]
    )
    stop(pipelineName=project.name, pipelineExecutionId=second, abandon=True)
    assert project.wait_for_end(second)["status"] == "Stopped"
    assert runs(project, second)[-1] == ("Build", "Abandoned")
    (tmp_path / "go").touch()
    found = project.client("codebuild").batch_get_builds
    until(lambda: found(ids=[build])["builds"][0]["buildStatus"] == "SUCCEEDED")


def test_retry_of_failed_actions_leaves_the_others_alone(project, tmp_path):
    project.push("hello", **spec(f'test "$WHO" != late || test -e {tmp_path}/ready'))
    stage = project.build_stage("Good", "Good")
    stage["actions"] += project.build_stage("Late", "Late", WHO="late")["actions"]
    project.create_pipeline(stage)
    project.wait_until_idle()
    first = project.executions()[0]["pipelineExecutionId"]
    retry = project.client("codepipeline").retry_stage_execution
    again = {"pipelineName": project.name, "pipelineExecutionId": first, "retryMode": "FAILED_ACTIONS"}
    with pytest.raises(project.client("codepipeline").exceptions.StageNotRetryableException):
        retry(stageName="Build", **again)
    (tmp_path / "ready").touch()
    retry(stageName="Good", **again)
    assert project.wait_for_end(first)["status"] == "Succeeded"
    done = runs(project, first)
    assert done.count(("Good", "Succeeded")) == 1
    assert [status for name, status in done if name == "Late"] == ["Failed", "Succeeded"]


def test_person_rolls_a_stage_back_to_an_execution_that_went_through_it(project):
    project.push("old", **spec("test $(cat greeting.txt) != broken"))
    project.create_pipeline(project.build_stage("Deploy", "Deployed"))
    project.wait_until_idle()
    good = project.executions()[0]["pipelineExecutionId"]
    project.push("new")
    assert project.wait_for_end(project.start())["status"] == "Succeeded"
    project.push("broken")
    failed = project.start()
    assert project.wait_for_end(failed)["status"] == "Failed"
    roll_back = project.client("codepipeline").rollback_stage
    with pytest.raises(project.client("codepipeline").exceptions.UnableToRollbackStageException):
        roll_back(pipelineName=project.name, stageName="Deploy", targetPipelineExecutionId=failed)
    made = roll_back(pipelineName=project.name, stageName="Deploy", targetPipelineExecutionId=good)
    ended = project.wait_for_end(made["pipelineExecutionId"])
    assert (ended["status"], ended["executionType"]) == ("Succeeded", "ROLLBACK")
    assert ended["trigger"]["triggerType"] == "ManualRollback"
    assert runs(project, made["pipelineExecutionId"]) == [("Deploy", "Succeeded")]
    with zipfile.ZipFile(io.BytesIO(project.read_artifact(made["pipelineExecutionId"], "DeployOutput"))) as archive:
        assert archive.read("greeting.txt") == b"old"


def test_a_stage_is_not_rolled_back_over_a_change_of_the_pipeline(project):
    """CodePipeline user guide, "Configuring stage rollback": the current structure version, and no rollback."""
    fails_late = spec('test "$WHO $(cat greeting.txt)" != "late broken"')
    project.push("old", **fails_late)
    project.create_pipeline(project.build_stage("Deploy", "Deployed", WHO="late"))
    project.wait_until_idle()
    client = project.client("codepipeline")
    before = project.executions()[0]["pipelineExecutionId"]
    declared = client.get_pipeline(name=project.name)["pipeline"]
    declared["stages"][-1]["onFailure"] = {"result": "ROLLBACK"}
    client.update_pipeline(pipeline=declared)
    project.push("broken", **fails_late)
    assert project.wait_for_end(project.start())["status"] == "Failed"
    assert [execution["executionType"] for execution in project.executions()] == ["STANDARD"] * 2
    refused = client.exceptions.UnableToRollbackStageException
    with pytest.raises(refused):
        client.rollback_stage(pipelineName=project.name, stageName="Deploy", targetPipelineExecutionId=before)
    # One run of the new structure, and there is a way back again; but not to the way back.
    project.push("new", **fails_late)
    assert project.wait_for_end(project.start())["status"] == "Succeeded"
    project.push("broken", **fails_late)
    assert project.wait_for_end(project.start())["status"] == "Failed"
    project.wait_until_idle()
    back = project.executions()[0]
    assert (back["executionType"], back["status"]) == ("ROLLBACK", "Succeeded")
    with pytest.raises(refused):
        client.rollback_stage(
            pipelineName=project.name, stageName="Deploy", targetPipelineExecutionId=back["pipelineExecutionId"]
        )


RULE = {"ruleTypeId": {"category": "Rule", "provider": "CloudWatchAlarm", "version": "1"}, "name": "Quiet"}
CONDITIONS = {"conditions": [{"result": "FAIL", "rules": [RULE]}]}


@pytest.mark.parametrize(
    "more",
    [
        {"beforeEntry": CONDITIONS},
        {"onSuccess": CONDITIONS},
        {"onFailure": {"result": "RETRY", "retryConfiguration": {"retryMode": "ALL_ACTIONS"}}},
        {"onFailure": {"conditions": [{"result": "ROLLBACK", "rules": [RULE]}]}},
    ],
)
def test_conditions_and_retries_of_a_stage_are_refused_by_name(project, more):
    with pytest.raises(ClientError, match="conditions and retries, as in stage Deploy, is not emulated"):
        project.create_pipeline(project.build_stage("Deploy", "Deployed") | more)


def test_only_an_approval_has_a_time_limit_of_its_own(project):
    stage = project.build_stage("Deploy", "Deployed")
    stage["actions"][0]["timeoutInMinutes"] = 5
    with pytest.raises(project.client("codepipeline").exceptions.InvalidActionDeclarationException):
        project.create_pipeline(stage)


def test_transitions_and_overrides_are_refused_by_name(project):
    project.push("hello", **spec("echo built"))
    project.create_pipeline()
    steering, place = project.client("codepipeline"), {"pipelineName": project.name, "stageName": "Build"}
    with pytest.raises(ClientError, match="DisableStageTransition"):
        steering.disable_stage_transition(**place, transitionType="Inbound", reason="holiday")
    execution = project.executions()[0]["pipelineExecutionId"]
    with pytest.raises(ClientError, match="OverrideStageCondition"):
        steering.override_stage_condition(**place, pipelineExecutionId=execution, conditionType="BEFORE_ENTRY")
    project.wait_until_idle()
