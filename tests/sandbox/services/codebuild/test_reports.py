"""Test reports of builds: which are made, with which permissions, and what a failed build still tells."""

import json

import pytest

from tests.sandbox.services.codepipeline.codepipeline import DEVELOPMENT, Project, document, until

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


@pytest.fixture(scope="module")
def delivering(make_sandbox):
    return make_sandbox()


def build_of(delivering, folder, greeting="hello", phase="build", actions=NEEDED):
    project = Project(delivering, folder)
    group = f"arn:aws:codebuild:us-east-1:{DEVELOPMENT}:report-group/{project.name}-*"
    allowed = document({"Effect": "Allow", "Action": actions or ["codebuild:StopBuild"], "Resource": group})
    role = project.roles["build"].rpartition("/")[2]
    project.client("iam").put_role_policy(RoleName=role, PolicyName="reports", PolicyDocument=allowed)
    project.push(greeting, **{"buildspec.yml": SPEC.format(phase=phase), "steps.xml": JUNIT})
    project.create_pipeline()
    project.quiet()
    identifier = project.action("Build")["externalExecutionId"]
    return project, project.client("codebuild").batch_get_builds(ids=[identifier])["builds"][0]


def log_of(project, build):
    names = {"logGroupName": build["logs"]["groupName"], "logStreamName": build["logs"]["streamName"]}
    return "\n".join(line["message"] for line in project.client("logs").get_log_events(**names)["events"])


def test_a_failed_build_still_has_its_report_and_its_exported_variable(delivering, tmp_path):
    project, build = build_of(delivering, tmp_path, "broken")
    assert build["buildStatus"] == "FAILED"
    [report] = build["reportArns"]
    assert f":report/{project.name}-tests:" in report
    assert "Report tests: FAILED, 2 test cases, failed: tests.test_gate.test_closes" in log_of(project, build)
    assert {"name": "OUTCOME", "value": "test_closes failed"} in build["exportedEnvironmentVariables"]


def test_tests_that_fail_before_the_build_phase_leave_no_report(delivering, tmp_path):
    _, build = build_of(delivering, tmp_path, "broken", "pre_build")
    assert build["buildStatus"] == "FAILED"
    assert not build.get("reportArns")


@pytest.mark.parametrize("missing", NEEDED)
def test_a_role_without_a_permission_on_reports_fails_its_build_with_the_action(delivering, tmp_path, missing):
    _, build = build_of(delivering, tmp_path, actions=[action for action in NEEDED if action != missing])
    assert build["buildStatus"] == "FAILED"
    [phase] = [each for each in build["phases"] if each["phaseType"] == "UPLOAD_ARTIFACTS"]
    said = phase["contexts"][0]["message"]
    assert said.startswith("Error in UPLOAD_ARTIFACTS phase: [tests: [error creating report group: AccessDenied")
    assert f"is not authorized to perform: {missing} on resource: arn:aws:codebuild" in said


def test_the_event_of_a_build_carries_what_it_exported(delivering, tmp_path):
    events, sqs = delivering.client("events", DEVELOPMENT), delivering.client("sqs", DEVELOPMENT)
    queue = sqs.create_queue(QueueName="ended")["QueueUrl"]
    where = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    send = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage"}
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": document({**send, "Resource": where})})
    pattern = {"source": ["aws.codebuild"], "detail": {"build-status": ["FAILED"]}}
    events.put_rule(Name="ended", EventPattern=json.dumps(pattern))
    events.put_targets(Rule="ended", Targets=[{"Id": "queue", "Arn": where}])
    build_of(delivering, tmp_path, "broken")
    [message] = until(lambda: sqs.receive_message(QueueUrl=queue).get("Messages"))
    told = json.loads(message["Body"])["detail"]["additional-information"]["exported-environment-variables"]
    assert told == [{"name": "OUTCOME", "value": "test_closes failed"}]


def test_a_format_that_is_no_test_report_is_refused(delivering, tmp_path):
    project = Project(delivering, tmp_path)
    project.push("hello", **{"buildspec.yml": SPEC.format(phase="build") + "    file-format: HTML\n"})
    project.create_pipeline()
    project.quiet()
    assert "file-format HTML of report tests" in project.executions()[0]["statusSummary"]
