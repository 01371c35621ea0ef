"""Test reports of builds: which are made, with which permissions, and what a failed build still tells."""

import json

import pytest

from tests.sandbox.services.codepipeline.codepipeline import DEVELOPMENT, PipelineProject, policy_document, until

JUNIT = """<testsuites><testsuite><testcase classname="tests.test_gate" name="test_opens"/>
<testcase classname="tests.test_gate" name="test_closes"><failure message="0 is not 1">trace</failure></testcase>
</testsuite></testsuites>"""
SPEC = """version: 0.2
env:
  exported-variables: [OUTCOME]
phases:
  {phase}:
    commands:
      - test "$(cat greeting.txt)" != broken
    finally:
      - export OUTCOME="test_closes failed"
artifacts:
  files: ["*.txt"]
reports:
  tests:
    files: ["*.xml"]
"""
NEEDED = [f"codebuild:{name}" for name in ("CreateReportGroup", "CreateReport", "UpdateReport", "BatchPutTestCases")]


def build_of(own_sandbox, folder, greeting="hello", phase="build", actions=NEEDED):
    project = PipelineProject(own_sandbox, folder)
    group = f"arn:aws:codebuild:us-east-1:{DEVELOPMENT}:report-group/{project.name}-*"
    allowed = policy_document({"Effect": "Allow", "Action": actions or ["codebuild:StopBuild"], "Resource": group})
    role = project.roles["build"].rpartition("/")[2]
    project.client("iam").put_role_policy(RoleName=role, PolicyName="reports", PolicyDocument=allowed)
    project.push(greeting, **{"buildspec.yml": SPEC.format(phase=phase), "steps.xml": JUNIT})
    project.create_pipeline()
    project.wait_until_idle()
    identifier = project.latest_run("Build")["externalExecutionId"]
    return project, project.client("codebuild").batch_get_builds(ids=[identifier])["builds"][0]


def log_of(project, build):
    names = {"logGroupName": build["logs"]["groupName"], "logStreamName": build["logs"]["streamName"]}
    return "\n".join(line["message"] for line in project.client("logs").get_log_events(**names)["events"])


def test_a_failed_build_still_has_its_report_and_its_exported_variable(own_sandbox, tmp_path):
    project, build = build_of(own_sandbox, tmp_path, "broken")
    assert build["buildStatus"] == "FAILED"
    [report] = build["reportArns"]
    assert f":report/{project.name}-tests:" in report
    assert "Report tests: FAILED, 2 test cases, failed: tests.test_gate.test_closes" in log_of(project, build)
    assert {"name": "OUTCOME", "value": "test_closes failed"} in build["exportedEnvironmentVariables"]


def test_tests_that_fail_before_the_build_phase_leave_no_report(own_sandbox, tmp_path):
    _, build = build_of(own_sandbox, tmp_path, "broken", "pre_build")
    assert build["buildStatus"] == "FAILED"
    assert not build.get("reportArns")


@pytest.mark.parametrize("missing", NEEDED)
def test_a_role_without_a_permission_on_reports_fails_its_build_with_the_action(own_sandbox, tmp_path, missing):
    _, build = build_of(own_sandbox, tmp_path, actions=[action for action in NEEDED if action != missing])
    assert build["buildStatus"] == "FAILED"
    [upload] = [phase for phase in build["phases"] if phase["phaseType"] == "UPLOAD_ARTIFACTS"]
    message = upload["contexts"][0]["message"]
    assert message.startswith("Error in UPLOAD_ARTIFACTS phase: [tests: [error creating report group: AccessDenied")
    assert f"is not authorized to perform: {missing} on resource: arn:aws:codebuild" in message


def test_the_event_of_a_build_carries_what_it_exported(own_sandbox, tmp_path):
    events, sqs = own_sandbox.client("events", DEVELOPMENT), own_sandbox.client("sqs", DEVELOPMENT)
    queue = sqs.create_queue(QueueName="ended")["QueueUrl"]
    where = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    send = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage"}
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy_document({**send, "Resource": where})})
    pattern = {"source": ["aws.codebuild"], "detail": {"build-status": ["FAILED"]}}
    events.put_rule(Name="ended", EventPattern=json.dumps(pattern))
    events.put_targets(Rule="ended", Targets=[{"Id": "queue", "Arn": where}])
    build_of(own_sandbox, tmp_path, "broken")
    [message] = until(lambda: sqs.receive_message(QueueUrl=queue).get("Messages"))
    exported = json.loads(message["Body"])["detail"]["additional-information"]["exported-environment-variables"]
    assert exported == [{"name": "OUTCOME", "value": "test_closes failed"}]


def test_a_format_that_is_no_test_report_is_refused(own_sandbox, tmp_path):
    project = PipelineProject(own_sandbox, tmp_path)
    project.push("hello", **{"buildspec.yml": SPEC.format(phase="build") + "    file-format: HTML\n"})
    project.create_pipeline()
    project.wait_until_idle()
    assert "file-format HTML of report tests" in project.executions()[0]["statusSummary"]
