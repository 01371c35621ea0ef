"""What starts a pipeline besides a person, as which role, and where events go that the role may not deliver."""

import datetime
import json

import pytest

from tests.sandbox.services.codepipeline.codepipeline import DEVELOPMENT, PipelineProject, policy_document, until


@pytest.fixture
def project(own_sandbox, tmp_path):
    made = PipelineProject(own_sandbox, tmp_path)
    made.push("hello")
    made.create_pipeline(variables=[{"name": "Model", "defaultValue": "none"}])
    made.wait_until_idle()
    return made


def rule(project, pattern, **target):
    events = project.client("events")
    events.put_rule(Name=project.name, EventPattern=json.dumps(pattern))
    events.put_targets(Rule=project.name, Targets=[project.target(**target)])


def second(project):
    return until(lambda: len(found := project.executions()) == 2 and found)[0]


def test_decision_about_a_model_starts_the_pipeline_with_that_model(project):
    models = project.client("sagemaker")
    models.create_model_package_group(ModelPackageGroupName=project.name)
    package = models.create_model_package(
        ModelPackageGroupName=project.name, ModelApprovalStatus="PendingManualApproval"
    )["ModelPackageArn"]
    chosen = {
        "InputPathsMap": {"model": "$.detail.ModelPackageArn"},
        "InputTemplate": '{"variables":[{"name":"Model","value":"<model>"}]}',
    }
    decided = {"ModelPackageGroupName": [project.name], "ModelApprovalStatus": ["Approved", "Rejected"]}
    rule(project, {"source": ["aws.sagemaker"], "detail": decided}, InputTransformer=chosen)
    models.update_model_package(ModelPackageArn=package, ModelApprovalStatus="Approved")
    started = second(project)
    assert started["trigger"]["triggerDetail"].endswith(f":rule/{project.name}")
    execution = project.client("codepipeline").get_pipeline_execution(
        pipelineName=project.name, pipelineExecutionId=started["pipelineExecutionId"]
    )["pipelineExecution"]
    assert execution["variables"] == [{"name": "Model", "resolvedValue": package}]


def test_new_data_starts_the_pipeline(project):
    storage = project.client("s3")
    storage.put_bucket_notification_configuration(
        Bucket=project.name, NotificationConfiguration={"EventBridgeConfiguration": {}}
    )
    new = {"bucket": {"name": [project.name]}, "object": {"key": [{"prefix": "data/"}]}}
    rule(project, {"source": ["aws.s3"], "detail-type": ["Object Created"], "detail": new})
    storage.put_object(Bucket=project.name, Key="other/file", Body=b"1")
    storage.put_object(Bucket=project.name, Key="data/file", Body=b"1")
    assert second(project)["trigger"]["triggerType"] == "CloudWatchEvent"


def test_schedule_starts_the_pipeline_as_its_own_role(project):
    role = project.create_role("schedule", "scheduler", ["codepipeline:StartPipelineExecution"])
    soon = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=1)
    project.client("scheduler").create_schedule(
        Name=project.name,
        ScheduleExpression=f"at({soon:%Y-%m-%dT%H:%M:%S})",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": project.target()["Arn"], "RoleArn": role},
    )
    assert ":schedule-group/default" in second(project)["trigger"]["triggerDetail"]


def test_event_that_the_role_may_not_deliver_goes_to_the_dead_letters(project):
    queues, here = project.client("sqs"), f"arn:aws:sqs:us-east-1:{DEVELOPMENT}:{project.name}"
    queue = queues.create_queue(QueueName=project.name)["QueueUrl"]
    let_in = {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage"}
    queues.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy_document({**let_in, "Resource": here})})
    name = project.roles["events"].rpartition("/")[2]
    project.client("iam").delete_role_policy(RoleName=name, PolicyName="permissions")
    pattern = {"source": ["aws.codecommit"], "detail": {"repositoryName": [project.name]}}
    rule(project, pattern, DeadLetterConfig={"Arn": here})
    project.push("again")
    letter = until(
        lambda: queues.receive_message(QueueUrl=queue, MessageAttributeNames=["All"]).get("Messages"), seconds=10
    )[0]
    assert "AccessDenied" in letter["MessageAttributes"]["ERROR_CODE"]["StringValue"]
    assert "codepipeline:StartPipelineExecution" in letter["MessageAttributes"]["ERROR_MESSAGE"]["StringValue"]
    assert json.loads(letter["Body"])["detail"]["referenceName"] == "main"
    assert len(project.executions()) == 1


def test_what_ran_when_the_sandbox_stopped_has_failed_and_the_next_start_works(make_sandbox, tmp_path):
    sandbox = make_sandbox()
    project = PipelineProject(sandbox, tmp_path)
    project.push("hello", **{"buildspec.yml": "version: 0.2\nphases:\n  build:\n    commands:\n      - sleep 100\n"})
    project.create_pipeline()
    build = until(lambda: project.latest_run("Build").get("externalExecutionId"))
    sandbox.run("stop")
    sandbox.start()
    assert project.executions()[0]["status"] == "Failed"
    assert project.latest_run("Build")["errorDetails"]["message"] == "The sandbox was stopped while this execution ran."
    interrupted = project.client("codebuild").batch_get_builds(ids=[build])["builds"][0]
    assert interrupted["buildStatus"] == "FAULT"
    project.push("hello")
    assert project.wait_for_end(project.start())["status"] == "Succeeded"
