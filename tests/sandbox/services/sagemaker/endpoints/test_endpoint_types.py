"""Asynchronous endpoints, their outputs and notifications; and what serverless endpoints cannot have."""

import json

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.polling import Queue
from tests.sandbox.services.codepipeline.codepipeline import until
from tests.sandbox.services.sagemaker.sagemaker import SageMakerSandbox

SERVERLESS = {"MemorySizeInMB": 2048, "MaxConcurrency": 5}
CAPTURE = {
    "InitialSamplingPercentage": 1,
    "DestinationS3Uri": "s3://somewhere",
    "CaptureOptions": [{"CaptureMode": "Input"}],
}


@pytest.fixture(scope="module")
def sagemaker_sandbox(sandbox) -> SageMakerSandbox:
    return SageMakerSandbox(sandbox, "999999999999")


@pytest.fixture(scope="module")
def runtime(sandbox, sagemaker_sandbox):
    return sandbox.client("sagemaker-runtime", sagemaker_sandbox.account)


@pytest.fixture(scope="module")
def topics(sandbox, sagemaker_sandbox):
    return {name: Queue(sandbox, sagemaker_sandbox.account) for name in ("SuccessTopic", "ErrorTopic")}


@pytest.fixture(scope="module")
def later(sagemaker_sandbox, topics):
    """An asynchronous endpoint with a topic for each outcome."""
    place = f"s3://{sagemaker_sandbox.bucket}/later"
    notifications = {name: queue.topic() for name, queue in topics.items()}
    output = {
        "S3OutputPath": f"{place}/answers",
        "S3FailurePath": f"{place}/failures",
        "NotificationConfig": notifications,
    }
    return sagemaker_sandbox.endpoint("later", "7", AsyncInferenceConfig={"OutputConfig": output})


def notification(queue, identifier):
    """The message about one request, without its times."""

    def mine(received):
        return [
            notification
            for notification in received
            if json.loads(notification["Message"])["inferenceId"] == identifier
        ]

    message = json.loads(mine(queue.until(mine))[0]["Message"])
    assert message.pop("eventTime") >= message.pop("receivedTime")
    return message


def expected(identifier, request, **more):
    parameters = {"contentType": "text/csv", "endpointName": "later", "inputLocation": request}
    return {
        "awsRegion": "us-east-1",
        "inferenceId": identifier,
        "requestParameters": parameters,
        "eventVersion": "1.0",
        "eventSource": "aws:sagemaker",
        "eventName": "InferenceResult",
        **more,
    }


def test_notification_has_the_location_of_the_output(sagemaker_sandbox, runtime, topics, later):
    request = sagemaker_sandbox.put("later/requests/good", "a b")
    places = runtime.invoke_endpoint_async(
        EndpointName=later, InputLocation=request, ContentType="text/csv", InferenceId="mine"
    )
    assert places["InferenceId"] == "mine"
    answered = {"contentType": "text/csv", "outputLocation": places["OutputLocation"]}
    message = notification(topics["SuccessTopic"], "mine")
    assert message == expected("mine", request, invocationStatus="Completed", responseParameters=answered)
    assert sagemaker_sandbox.get(places["OutputLocation"].removeprefix(f"s3://{sagemaker_sandbox.bucket}/")) == "7\n7\n"


@pytest.mark.parametrize(
    "case",
    [
        ("later/requests/bad", 'Received server error (500) from primary with message "<!doctype html>'),
        ("later/requests/absent", "The specified key does not exist."),
    ],
    ids=lambda case: case[0].rpartition("/")[2],
)
def test_failed_request_leaves_its_reason_and_a_notification_on_the_error_topic(
    sagemaker_sandbox, runtime, topics, later, case
):
    key, reason = case
    place = f"s3://{sagemaker_sandbox.bucket}/{key}"
    if "bad" in key:
        sagemaker_sandbox.put(key, "break")
    places = runtime.invoke_endpoint_async(EndpointName=later, InputLocation=place, ContentType="text/csv")
    message = notification(topics["ErrorTopic"], places["InferenceId"])
    assert reason in message.pop("failureReason")
    failed = {"failureLocation": places["FailureLocation"]}
    assert message == expected(places["InferenceId"], place, invocationStatus="Failed", responseParameters=failed)
    assert reason in sagemaker_sandbox.get(places["FailureLocation"].removeprefix(f"s3://{sagemaker_sandbox.bucket}/"))
    assert sagemaker_sandbox.keys(places["OutputLocation"].removeprefix(f"s3://{sagemaker_sandbox.bucket}/")) == []


def test_request_can_name_the_file_of_its_answer(sagemaker_sandbox, runtime, later):
    request = sagemaker_sandbox.put("later/requests/named", "a")
    places = runtime.invoke_endpoint_async(
        EndpointName=later,
        InputLocation=request,
        ContentType="text/csv",
        Filename="today.csv",
        S3OutputPathExtension="days",
    )
    assert places["OutputLocation"] == f"s3://{sagemaker_sandbox.bucket}/later/answers/days/today.csv"
    until(lambda: sagemaker_sandbox.keys("later/answers/days/today.csv"))


def test_failures_are_counted_for_the_variant_and_the_queue_for_the_endpoint(
    sagemaker_sandbox, runtime, later, sandbox
):
    """SageMaker developer guide, "Alarms and logs for tracking metrics from asynchronous endpoints"."""
    place = sagemaker_sandbox.put("later/requests/counted", "break")
    runtime.invoke_endpoint_async(EndpointName=later, InputLocation=place, ContentType="text/csv")
    cloudwatch = sandbox.client("cloudwatch", sagemaker_sandbox.account)

    def dimensions(metric):
        found = cloudwatch.list_metrics(Namespace="AWS/SageMaker", MetricName=metric)["Metrics"]
        return {tuple(sorted(dimension["Name"] for dimension in one["Dimensions"])) for one in found}

    until(lambda: dimensions("InvocationFailures"))
    assert dimensions("InvocationFailures") == {("EndpointName", "VariantName")}
    assert dimensions("ApproximateBacklogSize") == {("EndpointName",)}


@pytest.mark.parametrize("lacking", ["s3:ListBucket", "s3:AbortMultipartUpload"])
def test_asynchronous_role_needs_more_than_reading_and_writing(sagemaker_sandbox, runtime, later, sandbox, lacking):
    """SageMaker developer guide, "Complete the prerequisites" of asynchronous inference."""
    role, iam = sagemaker_sandbox.role.rpartition("/")[2], sandbox.client("iam", sagemaker_sandbox.account)
    deny = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": lacking, "Resource": "*"}]}
    iam.put_role_policy(RoleName=role, PolicyName="deny", PolicyDocument=json.dumps(deny))
    request = sagemaker_sandbox.put("later/requests/denied", "a")
    places = runtime.invoke_endpoint_async(EndpointName=later, InputLocation=request, ContentType="text/csv")
    failure = places["FailureLocation"].removeprefix(f"s3://{sagemaker_sandbox.bucket}/")
    reason = until(lambda: sagemaker_sandbox.keys(failure) and sagemaker_sandbox.get(failure))
    iam.delete_role_policy(RoleName=role, PolicyName="deny")
    assert lacking in reason or "Access Denied" in reason


def test_asynchronous_endpoint_does_not_answer_at_once(runtime, later):
    with pytest.raises(ClientError, match="asynchronous"):
        runtime.invoke_endpoint(EndpointName=later, Body="a", ContentType="text/csv")


@pytest.mark.parametrize(
    ("serverless", "model", "configuration", "problem"),
    [
        ({}, {"VpcConfig": {"SecurityGroupIds": ["sg-1"], "Subnets": ["subnet-1"]}}, {}, "VPC configuration"),
        ({}, {"EnableNetworkIsolation": True}, {}, "Network isolation"),
        ({}, {}, {"DataCaptureConfig": CAPTURE}, "Data capture"),
        ({}, {}, {"AsyncInferenceConfig": {"OutputConfig": {"S3OutputPath": "s3://b/o"}}}, "Asynchronous inference"),
        ({"MemorySizeInMB": 1500}, {}, {}, "steps of 1024 MB"),
        ({"ProvisionedConcurrency": 6}, {}, {}, "less than or equal to MaxConcurrency"),
    ],
)
def test_what_serverless_cannot_have_is_refused_by_name(sagemaker_sandbox, serverless, model, configuration, problem):
    container = {"Image": "1.dkr.ecr.us-east-1.amazonaws.com/any:1"}
    sagemaker_sandbox.sagemaker.create_model(
        ModelName="bare", PrimaryContainer=container, ExecutionRoleArn=sagemaker_sandbox.role, **model
    )
    variant = {"VariantName": "AllTraffic", "ModelName": "bare", "ServerlessConfig": SERVERLESS | serverless}
    try:
        with pytest.raises(ClientError, match=problem):
            sagemaker_sandbox.sagemaker.create_endpoint_config(
                EndpointConfigName="refused", ProductionVariants=[variant], **configuration
            )
    finally:
        sagemaker_sandbox.sagemaker.delete_model(ModelName="bare")


def test_serverless_has_one_variant_and_no_instances(sagemaker_sandbox):
    model = sagemaker_sandbox.model("only", "7")
    variants = [{"VariantName": name, "ModelName": model, "ServerlessConfig": SERVERLESS} for name in ("A", "B")]
    with pytest.raises(ClientError, match="More than one variant"):
        sagemaker_sandbox.sagemaker.create_endpoint_config(EndpointConfigName="refused", ProductionVariants=variants)
    both = {**variants[0], "InstanceType": "ml.m5.large", "InitialInstanceCount": 1}
    with pytest.raises(ClientError, match="has no instances"):
        sagemaker_sandbox.sagemaker.create_endpoint_config(EndpointConfigName="refused", ProductionVariants=[both])
