"""From a push to a decision: pipelines and builds really run, under their own roles, and say why they fail."""

import io
import json
import zipfile

import pytest

from tests.sandbox.services.codepipeline.codepipeline import (
    DEVELOPMENT,
    PipelineProject,
    action,
    policy_document,
    until,
)


@pytest.fixture
def project(own_sandbox, tmp_path):
    return PipelineProject(own_sandbox, tmp_path)


def built(project, greeting="hello", **files):
    """A project whose pipeline ran once, when it was created."""
    project.push(greeting, **files)
    project.create_pipeline()
    project.wait_until_idle()
    return project


def test_creating_a_pipeline_starts_it_and_a_push_starts_it_again(project):
    built(project).start_on_push()
    commit = project.push("hi")
    latest, first = until(lambda: len(found := project.executions()) == 2 and found)
    assert first["trigger"]["triggerType"] == "CreatePipeline"
    ended = project.wait_for_end(latest["pipelineExecutionId"])
    assert (ended["status"], ended["trigger"]["triggerType"]) == ("Succeeded", "CloudWatchEvent")
    assert ended["sourceRevisions"][0]["revisionId"] == commit
    with zipfile.ZipFile(io.BytesIO(project.read_artifact(ended["pipelineExecutionId"], "BuildOutput"))) as archive:
        assert archive.read("output.txt") == b"hi world\n"
        assert sorted(archive.namelist()) == ["greeting.txt", "output.txt"]


def test_build_that_exits_with_an_error_fails_its_stage_with_the_reason(project):
    built(project, "broken")
    failed = project.executions()[0]
    assert failed["status"] == "Failed"
    summary = 'Error while executing command: test "$(cat greeting.txt)" != broken. Reason: exit status 1'
    assert summary in failed["statusSummary"]
    shown = project.latest_run("Build")
    assert shown["errorDetails"]["code"] == "JobFailed"
    assert shown["errorDetails"]["message"].startswith("Build terminated with state: FAILED. Phase: BUILD, Code: COMM")
    build = project.client("codebuild").batch_get_builds(ids=[shown["externalExecutionId"]])["builds"][0]
    lines = project.client("logs").get_log_events(
        logGroupName=build["logs"]["groupName"], logStreamName=build["logs"]["streamName"]
    )["events"]
    assert any("Reason: exit status 1" in line["message"] for line in lines)
    project.push("better")
    assert project.wait_for_end(project.start())["status"] == "Succeeded"


def test_failed_stage_can_be_tried_again_and_a_start_can_name_a_commit(project):
    built(project, "broken")
    failed = project.executions()[0]["pipelineExecutionId"]
    project.client("codepipeline").retry_stage_execution(
        pipelineName=project.name, stageName="Build", pipelineExecutionId=failed, retryMode="FAILED_ACTIONS"
    )
    assert project.wait_for_end(failed)["status"] == "Failed"
    good = project.push("good")
    project.push("broken")
    chosen = [{"actionName": "Source", "revisionType": "COMMIT_ID", "revisionValue": good}]
    started = project.client("codepipeline").start_pipeline_execution(name=project.name, sourceRevisions=chosen)
    assert project.wait_for_end(started["pipelineExecutionId"])["status"] == "Succeeded"


def test_variables_arrive_at_the_build_and_its_exports_at_later_actions(project):
    project.push("hello")
    second = project.build_stage("Again", "Again", WHO="#{Built.GREETING} #{variables.Model} #{Source.CommitMessage}")
    project.create_pipeline(second, variables=[{"name": "Model", "defaultValue": "none"}])
    project.wait_until_idle()
    identifier = project.start(Model="arn:7")
    assert project.wait_for_end(identifier)["status"] == "Succeeded"
    with zipfile.ZipFile(io.BytesIO(project.read_artifact(identifier, "AgainOutput"))) as archive:
        assert archive.read("output.txt") == b"hello hello world arn:7 Say hello\n"


def approval(project, topic=None):
    configuration = {"NotificationArn": topic, "CustomData": "#{Built.GREETING}"} if topic else {}
    project.push("hello")
    project.create_pipeline(
        {"name": "Approve", "actions": [action("Ask", "Approval", "Manual", configuration=configuration)]}
    )
    until(lambda: project.latest_run("Approve").get("token"))
    return project


def decide(project, status, summary, token=None):
    return project.client("codepipeline").put_approval_result(
        pipelineName=project.name,
        stageName="Approve",
        actionName="Ask",
        result={"status": status, "summary": summary},
        token=token or project.latest_run("Approve")["token"],
    )


def test_approval_is_asked_for_on_the_topic_and_lets_the_next_execution_wait_its_turn(project):
    topic = project.client("sns").create_topic(Name=project.name)["TopicArn"]
    queue = project.client("sqs").create_queue(QueueName=project.name)["QueueUrl"]
    here = f"arn:aws:sqs:us-east-1:{DEVELOPMENT}:{project.name}"
    may = {
        "Effect": "Allow",
        "Principal": {"Service": "sns.amazonaws.com"},
        "Action": "sqs:SendMessage",
        "Resource": here,
    }
    project.client("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy_document(may)})
    project.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=here)
    approval(project, topic)
    first = project.executions()[0]["pipelineExecutionId"]
    message = json.loads(project.client("sqs").receive_message(QueueUrl=queue)["Messages"][0]["Body"])
    assert message["Subject"].startswith("APPROVAL NEEDED: AWS CodePipeline")
    asked = json.loads(message["Message"])["approval"]
    assert (asked["stageName"], asked["customData"]) == ("Approve", "hello world")
    second = project.start()
    waiting = until(lambda: project.stage_state("Approve").get("inboundExecutions"))
    assert [execution["pipelineExecutionId"] for execution in waiting] == [second]
    decide(project, "Approved", "good enough", asked["token"])
    assert project.wait_for_end(first)["status"] == "Succeeded"
    until(lambda: project.stage_state("Approve")["latestExecution"]["pipelineExecutionId"] == second)
    token = until(lambda: project.latest_run("Approve").get("token"))
    project.client("codepipeline").stop_pipeline_execution(
        pipelineName=project.name, pipelineExecutionId=second, abandon=True, reason="enough"
    )
    assert project.wait_for_end(second)["status"] == "Stopped"
    assert project.stage_state("Approve")["latestExecution"]["status"] == "Stopped"
    assert project.latest_run("Approve")["status"] == "Abandoned"
    with pytest.raises(project.client("codepipeline").exceptions.InvalidApprovalTokenException):
        decide(project, "Approved", "too late", token)


def test_rejection_ends_the_execution_with_the_persons_summary(project):
    approval(project)
    decide(project, "Rejected", "not today")
    project.wait_until_idle()
    assert project.executions()[0]["status"] == "Failed"
    assert "not today" in project.executions()[0]["statusSummary"]
    with pytest.raises(project.client("codepipeline").exceptions.InvalidApprovalTokenException):
        decide(project, "Approved", "after all", "11111111-1111-1111-1111-111111111111")


def test_role_that_lacks_a_permission_fails_the_action_with_its_name(project):
    project.push("hello")
    allowed = policy_document(
        {"Effect": "Allow", "Action": ["s3:*", "codebuild:*", "codecommit:Get*"], "Resource": "*"}
    )
    name = project.roles["pipeline"].rpartition("/")[2]
    project.client("iam").put_role_policy(RoleName=name, PolicyName="permissions", PolicyDocument=allowed)
    project.create_pipeline()
    project.wait_until_idle()
    error = project.latest_run("Source")["errorDetails"]
    assert error["code"] == "PermissionError"
    assert f"assumed-role/{name}/" in error["message"]
    assert "not authorized to perform: codecommit:UploadArchive" in error["message"]


def test_stage_that_fails_is_rolled_back_to_its_last_success(project):
    project.push("hello")
    stage = project.build_stage("Deploy", "Deployed") | {"onFailure": {"result": "ROLLBACK"}}
    project.create_pipeline(stage | {"actions": [stage["actions"][0]]})
    project.wait_until_idle()
    good = project.executions()[0]["pipelineExecutionId"]
    spec = (
        (project.checkout / "buildspec.yml").read_text().replace("broken", 'x || [ "$CODEBUILD_BUILD_NUMBER" -lt 4 ]')
    )
    bad = project.push("x", **{"buildspec.yml": spec})
    failed = project.start()
    assert project.wait_for_end(failed)["status"] == "Failed"
    project.wait_until_idle()
    rollback = project.executions()[0]
    assert (rollback["executionType"], rollback["status"]) == ("ROLLBACK", "Succeeded")
    assert rollback["rollbackMetadata"]["rollbackTargetPipelineExecutionId"] == good
    assert rollback["trigger"] == {"triggerType": "AutomatedRollback", "triggerDetail": failed}
    described = project.client("codepipeline").get_pipeline_execution(
        pipelineName=project.name, pipelineExecutionId=rollback["pipelineExecutionId"]
    )["pipelineExecution"]
    assert described["artifactRevisions"][0]["revisionId"] != bad
    assert project.stage_state("Deploy")["latestExecution"]["type"] == "ROLLBACK"
