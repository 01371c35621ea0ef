"""Deployments of endpoints: traffic moves, alarms move it back, and not one request fails meanwhile."""

import threading
import time

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.polling import Poll, invoke


def canary(alarm):
    routing = {"Type": "CANARY", "CanarySize": {"Type": "CAPACITY_PERCENT", "Value": 50}, "WaitIntervalInSeconds": 300}
    return {
        "BlueGreenUpdatePolicy": {"TrafficRoutingConfiguration": routing, "TerminationWaitInSeconds": 60},
        "AutoRollbackConfiguration": {"Alarms": [{"AlarmName": alarm}]},
    }


def errors(own_sandbox, sagemaker_sandbox, endpoint, metric="Invocation5XXErrors"):
    """An alarm on two bad minutes out of three."""
    place = {"EndpointName": endpoint, "VariantName": "AllTraffic"}
    own_sandbox.client("cloudwatch", sagemaker_sandbox.account).put_metric_alarm(
        AlarmName=f"{endpoint}-{metric}",
        Namespace="AWS/SageMaker",
        MetricName=metric,
        Dimensions=[{"Name": name, "Value": value} for name, value in place.items()],
        Statistic="Sum",
        ComparisonOperator="GreaterThanThreshold",
        Threshold=0,
        Period=60,
        EvaluationPeriods=3,
        DatapointsToAlarm=2,
        TreatMissingData="notBreaching",
    )
    return f"{endpoint}-{metric}"


def test_canary_moves_to_the_new_model_without_a_failed_request(sagemaker_sandbox, runtime, own_sandbox):
    sagemaker_sandbox.endpoint("moves", "1")
    policy = canary(errors(own_sandbox, sagemaker_sandbox, "moves"))
    with Poll(runtime, "moves") as poll:
        new = sagemaker_sandbox.configuration("moves-2", "2")
        sagemaker_sandbox.sagemaker.update_endpoint(
            EndpointName="moves", EndpointConfigName=new, DeploymentConfig=policy
        )
        endpoint = sagemaker_sandbox.rested("moves")
        time.sleep(0.3)
    assert endpoint["EndpointConfigName"] == new
    assert poll.failures == []
    first, last = poll.answers.index("2"), len(poll.answers) - poll.answers[::-1].index("1")
    assert set(poll.answers[first:last]) == {"1", "2"}
    assert set(poll.answers[last:]) == {"2"}


def test_alarm_in_the_middle_of_a_canary_brings_the_old_model_back(sagemaker_sandbox, runtime, own_sandbox):
    sagemaker_sandbox.endpoint("returns", "1")
    policy = canary(errors(own_sandbox, sagemaker_sandbox, "returns", "Invocation4XXErrors"))
    stop = threading.Event()

    def annoy():
        while not stop.wait(0.1):
            with pytest.raises(ClientError):
                invoke(runtime, "returns", kind="image/png")

    with Poll(runtime, "returns") as poll:
        new = sagemaker_sandbox.configuration("returns-2", "2")
        sagemaker_sandbox.sagemaker.update_endpoint(
            EndpointName="returns", EndpointConfigName=new, DeploymentConfig=policy
        )
        annoying = threading.Thread(target=annoy)
        annoying.start()
        endpoint = sagemaker_sandbox.rested("returns")
        stop.set()
        annoying.join()
    assert (endpoint["EndpointStatus"], endpoint["EndpointConfigName"]) == ("InService", "returns-1")
    assert "returns-Invocation4XXErrors" in endpoint["FailureReason"]
    assert poll.failures == []
    assert invoke(runtime, "returns") == "1\n"


def test_new_model_that_does_not_start_leaves_the_old_one_serving(sagemaker_sandbox, runtime):
    sagemaker_sandbox.endpoint("stays", "1")
    new = sagemaker_sandbox.configuration("stays-2", "2")
    sagemaker_sandbox.s3.delete_object(Bucket=sagemaker_sandbox.bucket, Key="models/stays-2/model.tar.gz")
    sagemaker_sandbox.sagemaker.update_endpoint(EndpointName="stays", EndpointConfigName=new)
    endpoint = sagemaker_sandbox.rested("stays")
    assert (endpoint["EndpointStatus"], endpoint["EndpointConfigName"]) == ("InService", "stays-1")
    assert invoke(runtime, "stays") == "1\n"
