"""Code that AWS's own images run: what their server does with what it raises and returns, and how they install it."""

import datetime

import pytest
from botocore.exceptions import ClientError

from tests.private_networks import make_network

XGBOOST = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:3.2-0"
OLDER = XGBOOST.replace("3.2-0", "3.0-5")
SCRIPT = {"SAGEMAKER_PROGRAM": "inference.py", "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code"}
OFFLINE = {"PIP_NO_BUILD_ISOLATION": "0", "PIP_NO_INDEX": "1"}
NETWORK = {"VpcConfig": {"Subnets": ["subnet-0123456789abcdef0"], "SecurityGroupIds": ["sg-0123456789abcdef0"]}}
RAISES = """
from werkzeug.exceptions import BadRequest

def model_fn(folder):
    return folder

def input_fn(body, kind):
    if body != "good":
        raise BadRequest("row 1 is bad")
    return body

def predict_fn(rows, model):
    return rows

def output_fn(prediction, accept):
    return f"{prediction} as {accept}", accept
"""
RETURNS = """
from werkzeug.wrappers import Response

def model_fn(folder):
    return folder

def transform_fn(model, body, kind, accept):
    return Response("row 1 is bad", 400, content_type="text/plain")
"""
TRAIN = """
import os
from pathlib import Path
Path(os.environ["SM_MODEL_DIR"], "number").write_text("7")
"""


def served(sagemaker_sandbox, name, code, **container):
    model = {"code": code, "Image": XGBOOST, "Environment": SCRIPT | OFFLINE, **container}
    configuration = sagemaker_sandbox.configuration(name, "7", model=model)
    sagemaker_sandbox.sagemaker.create_endpoint(EndpointName=name, EndpointConfigName=configuration)
    return sagemaker_sandbox.rested(name)


def status(runtime, name, body):
    with pytest.raises(ClientError) as refused:
        runtime.invoke_endpoint(EndpointName=name, Body=body, ContentType="text/csv")
    return refused.value.response["OriginalStatusCode"]


def errors(own_sandbox, sagemaker_sandbox, name, metric):
    now = datetime.datetime.now(datetime.UTC)
    found = own_sandbox.client("cloudwatch", sagemaker_sandbox.account).get_metric_statistics(
        Namespace="AWS/SageMaker",
        MetricName=metric,
        Dimensions=[{"Name": "EndpointName", "Value": name}, {"Name": "VariantName", "Value": "AllTraffic"}],
        StartTime=now - datetime.timedelta(hours=1),
        EndTime=now + datetime.timedelta(minutes=1),
        Period=60,
        Statistics=["Sum"],
    )
    return sum(point["Sum"] for point in found["Datapoints"])


def test_an_exception_is_500_also_with_another_status(sagemaker_sandbox, runtime, own_sandbox):
    assert served(sagemaker_sandbox, "raises", RAISES)["EndpointStatus"] == "InService"
    assert status(runtime, "raises", "bad") == 500
    assert errors(own_sandbox, sagemaker_sandbox, "raises", "Invocation5XXErrors") == 1


def test_a_returned_response_counts_with_its_own_status_and_is_no_server_error(sagemaker_sandbox, runtime, own_sandbox):
    served(sagemaker_sandbox, "returns", RETURNS)
    assert status(runtime, "returns", "bad") == 400
    assert errors(own_sandbox, sagemaker_sandbox, "returns", "Invocation5XXErrors") == 0
    assert errors(own_sandbox, sagemaker_sandbox, "returns", "Invocation4XXErrors") == 1


def test_a_request_that_accepts_any_type_gets_the_default_of_the_image(sagemaker_sandbox, runtime):
    served(sagemaker_sandbox, "default", RAISES)
    answer = runtime.invoke_endpoint(EndpointName="default", Body="good", ContentType="text/csv")
    assert answer["Body"].read() == b"good as application/json"


def test_transform_fn_beside_the_other_functions_never_serves(sagemaker_sandbox):
    both = RAISES + "\ndef transform_fn(model, body, kind, accept):\n    return body, accept\n"
    endpoint = served(sagemaker_sandbox, "both", both)
    assert endpoint["EndpointStatus"] == "Failed"
    assert "did not pass the ping health check" in endpoint["FailureReason"]


@pytest.mark.parametrize(
    ("name", "container", "expected"),
    [
        ("open", {}, "InService"),
        ("closed", {"network": NETWORK}, "Failed"),
        ("isolated", {"network": {"EnableNetworkIsolation": True}}, "Failed"),
        ("offline", {"network": NETWORK, "Environment": SCRIPT | OFFLINE}, "InService"),
        ("no-index-alone", {"Environment": SCRIPT | {"PIP_NO_INDEX": "1"}}, "Failed"),
        ("older", {"network": NETWORK, "Image": OLDER}, "InService"),
    ],
)
def test_code_is_installed_when_the_endpoint_starts(sagemaker_sandbox, name, container, expected):
    endpoint = served(sagemaker_sandbox, name, RETURNS, **{"Environment": SCRIPT, **container})
    assert endpoint["EndpointStatus"] == expected, endpoint
    if expected == "Failed":
        assert "did not pass the ping health check" in endpoint["FailureReason"]


@pytest.mark.parametrize(
    ("name", "environment", "expected"), [("trains-closed", {}, "Failed"), ("trains-offline", OFFLINE, "Completed")]
)
def test_code_is_installed_when_a_training_job_starts(own_sandbox, sagemaker_sandbox, name, environment, expected):
    _, subnet, group = make_network(own_sandbox.client("ec2", sagemaker_sandbox.account))
    closed = {"VpcConfig": {"Subnets": [subnet], "SecurityGroupIds": [group]}}
    request = sagemaker_sandbox.training(TRAIN, {}, {"train": sagemaker_sandbox.put("data/words", "quiet")})
    request["AlgorithmSpecification"]["TrainingImage"] = XGBOOST
    sagemaker_sandbox.sagemaker.create_training_job(TrainingJobName=name, Environment=environment, **request, **closed)
    job = sagemaker_sandbox.ended("training", name)
    assert job["TrainingJobStatus"] == expected, job
    if expected == "Failed":
        command = "/opt/venv/bin/python -m pip install ."
        assert job["FailureReason"] == f'AlgorithmError: InstallModuleError:\nCommand "{command}", exit code: 1'
