"""Endpoints other than real-time ones: what asynchronous ones leave and tell, and what serverless ones cannot have."""

import json

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.polling import Queue
from tests.sandbox.services.codepipeline.codepipeline import until
from tests.sandbox.services.sagemaker.sagemaker import Laboratory

SERVERLESS = {"MemorySizeInMB": 2048, "MaxConcurrency": 5}
CAPTURE = {
    "InitialSamplingPercentage": 1,
    "DestinationS3Uri": "s3://somewhere",
    "CaptureOptions": [{"CaptureMode": "Input"}],
}


@pytest.fixture(scope="module")
def laboratory(sandbox) -> Laboratory:
    return Laboratory(sandbox, "999999999999")


@pytest.fixture(scope="module")
def runtime(sandbox, laboratory):
    return sandbox.client("sagemaker-runtime", laboratory.account)


@pytest.fixture(scope="module")
def topics(sandbox, laboratory):
    return {name: Queue(sandbox, laboratory.account) for name in ("SuccessTopic", "ErrorTopic")}


@pytest.fixture(scope="module")
def later(laboratory, topics):
    """An asynchronous endpoint with a topic for each outcome."""
    place = f"s3://{laboratory.bucket}/later"
    told = {name: queue.topic() for name, queue in topics.items()}
    output = {"S3OutputPath": f"{place}/answers", "S3FailurePath": f"{place}/failures", "NotificationConfig": told}
    return laboratory.endpoint("later", "7", AsyncInferenceConfig={"OutputConfig": output})


def notice(queue, identifier):
    """The message about one request, without its times."""

    def mine(received):
        return [each for each in received if json.loads(each["Message"])["inferenceId"] == identifier]

    message = json.loads(mine(queue.until(mine))[0]["Message"])
    assert message.pop("eventTime") >= message.pop("receivedTime")
    return message


def expected(identifier, request, **more):
    asked = {"contentType": "text/csv", "endpointName": "later", "inputLocation": request}
    return {
        "awsRegion": "us-east-1",
        "inferenceId": identifier,
        "requestParameters": asked,
        "eventVersion": "1.0",
        "eventSource": "aws:sagemaker",
        "eventName": "InferenceResult",
        **more,
    }


def test_answer_is_told_to_the_topic_with_its_place(laboratory, runtime, topics, later):
    request = laboratory.put("later/requests/good", "a b")
    places = runtime.invoke_endpoint_async(
        EndpointName=later, InputLocation=request, ContentType="text/csv", InferenceId="mine"
    )
    assert places["InferenceId"] == "mine"
    answered = {"contentType": "text/csv", "outputLocation": places["OutputLocation"]}
    message = notice(topics["SuccessTopic"], "mine")
    assert message == expected("mine", request, invocationStatus="Completed", responseParameters=answered)
    assert laboratory.get(places["OutputLocation"].removeprefix(f"s3://{laboratory.bucket}/")) == "7\n7\n"


@pytest.mark.parametrize(
    "case",
    [
        ("later/requests/bad", 'Received server error (500) from primary with message "<!doctype html>'),
        ("later/requests/absent", "The specified key does not exist."),
    ],
    ids=lambda case: case[0].rpartition("/")[2],
)
def test_refused_request_leaves_its_reason_and_is_told_to_the_other_topic(laboratory, runtime, topics, later, case):
    key, reason = case
    place = f"s3://{laboratory.bucket}/{key}"
    if "bad" in key:
        laboratory.put(key, "break")
    places = runtime.invoke_endpoint_async(EndpointName=later, InputLocation=place, ContentType="text/csv")
    message = notice(topics["ErrorTopic"], places["InferenceId"])
    assert reason in message.pop("failureReason")
    failed = {"failureLocation": places["FailureLocation"]}
    assert message == expected(places["InferenceId"], place, invocationStatus="Failed", responseParameters=failed)
    assert reason in laboratory.get(places["FailureLocation"].removeprefix(f"s3://{laboratory.bucket}/"))
    assert laboratory.keys(places["OutputLocation"].removeprefix(f"s3://{laboratory.bucket}/")) == []


def test_request_can_name_the_file_of_its_answer(laboratory, runtime, later):
    request = laboratory.put("later/requests/named", "a")
    places = runtime.invoke_endpoint_async(
        EndpointName=later,
        InputLocation=request,
        ContentType="text/csv",
        Filename="today.csv",
        S3OutputPathExtension="days",
    )
    assert places["OutputLocation"] == f"s3://{laboratory.bucket}/later/answers/days/today.csv"
    until(lambda: laboratory.keys("later/answers/days/today.csv"))


def test_failures_are_counted_for_the_variant_and_the_queue_for_the_endpoint(laboratory, runtime, later, sandbox):
    """SageMaker developer guide, "Alarms and logs for tracking metrics from asynchronous endpoints"."""
    place = laboratory.put("later/requests/counted", "break")
    runtime.invoke_endpoint_async(EndpointName=later, InputLocation=place, ContentType="text/csv")
    cloudwatch = sandbox.client("cloudwatch", laboratory.account)

    def dimensions(metric):
        found = cloudwatch.list_metrics(Namespace="AWS/SageMaker", MetricName=metric)["Metrics"]
        return {tuple(sorted(each["Name"] for each in one["Dimensions"])) for one in found}

    until(lambda: dimensions("InvocationFailures"))
    assert dimensions("InvocationFailures") == {("EndpointName", "VariantName")}
    assert dimensions("ApproximateBacklogSize") == {("EndpointName",)}


@pytest.mark.parametrize("lacking", ["s3:ListBucket", "s3:AbortMultipartUpload"])
def test_asynchronous_role_needs_more_than_reading_and_writing(laboratory, runtime, later, sandbox, lacking):
    """SageMaker developer guide, "Complete the prerequisites" of asynchronous inference."""
    role, iam = laboratory.role.rpartition("/")[2], sandbox.client("iam", laboratory.account)
    deny = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": lacking, "Resource": "*"}]}
    iam.put_role_policy(RoleName=role, PolicyName="deny", PolicyDocument=json.dumps(deny))
    request = laboratory.put("later/requests/denied", "a")
    places = runtime.invoke_endpoint_async(EndpointName=later, InputLocation=request, ContentType="text/csv")
    failure = places["FailureLocation"].removeprefix(f"s3://{laboratory.bucket}/")
    iam_said = until(lambda: laboratory.keys(failure) and laboratory.get(failure))
    iam.delete_role_policy(RoleName=role, PolicyName="deny")
    assert lacking in iam_said or "Access Denied" in iam_said


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
def test_what_serverless_cannot_have_is_refused_by_name(laboratory, serverless, model, configuration, problem):
    container = {"Image": "1.dkr.ecr.us-east-1.amazonaws.com/any:1"}
    laboratory.sagemaker.create_model(
        ModelName="bare", PrimaryContainer=container, ExecutionRoleArn=laboratory.role, **model
    )
    variant = {"VariantName": "AllTraffic", "ModelName": "bare", "ServerlessConfig": SERVERLESS | serverless}
    try:
        with pytest.raises(ClientError, match=problem):
            laboratory.sagemaker.create_endpoint_config(
                EndpointConfigName="refused", ProductionVariants=[variant], **configuration
            )
    finally:
        laboratory.sagemaker.delete_model(ModelName="bare")


def test_serverless_has_one_variant_and_no_instances(laboratory):
    model = laboratory.model("only", "7")
    variants = [{"VariantName": name, "ModelName": model, "ServerlessConfig": SERVERLESS} for name in ("A", "B")]
    with pytest.raises(ClientError, match="More than one variant"):
        laboratory.sagemaker.create_endpoint_config(EndpointConfigName="refused", ProductionVariants=variants)
    both = {**variants[0], "InstanceType": "ml.m5.large", "InitialInstanceCount": 1}
    with pytest.raises(ClientError, match="has no instances"):
        laboratory.sagemaker.create_endpoint_config(EndpointConfigName="refused", ProductionVariants=[both])
