"""An alarm that is set by hand, as in a drill: it acts, and then returns to the state of its metric."""

import time

import pytest

ALARM = "drill"
LIMIT_SECONDS = 60


@pytest.fixture(scope="module")
def watch(own_sandbox, sagemaker_sandbox):
    client = own_sandbox.client("cloudwatch", sagemaker_sandbox.account)
    client.put_metric_alarm(
        AlarmName=ALARM,
        Namespace="AWS/SageMaker",
        MetricName="Invocation5XXErrors",
        Dimensions=[{"Name": "EndpointName", "Value": "drilled"}],
        Statistic="Sum",
        ComparisonOperator="GreaterThanThreshold",
        Threshold=0,
        Period=60,
        EvaluationPeriods=1,
        TreatMissingData="notBreaching",
    )
    return client


def wait_until(is_done) -> None:
    deadline = time.monotonic() + LIMIT_SECONDS
    while not is_done():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.05)


def is_in(watch, state: str) -> bool:
    return watch.describe_alarms(AlarmNames=[ALARM])["MetricAlarms"][0]["StateValue"] == state


def answer(runtime) -> str:
    return runtime.invoke_endpoint(EndpointName="drilled", Body="1", ContentType="text/csv")["Body"].read().decode()


def test_an_alarm_set_by_hand_stops_a_deployment_and_then_returns_to_the_state_of_its_metric(
    sagemaker_sandbox, watch, own_sandbox
):
    sagemaker_sandbox.endpoint("drilled", "1")
    wait_until(lambda: is_in(watch, "OK"))
    new = sagemaker_sandbox.configuration("drilled-2", "2")
    routing = {"Type": "CANARY", "CanarySize": {"Type": "CAPACITY_PERCENT", "Value": 50}, "WaitIntervalInSeconds": 3600}
    policy = {
        "BlueGreenUpdatePolicy": {"TrafficRoutingConfiguration": routing},
        "AutoRollbackConfiguration": {"Alarms": [{"AlarmName": ALARM}]},
    }
    sagemaker_sandbox.sagemaker.update_endpoint(EndpointName="drilled", EndpointConfigName=new, DeploymentConfig=policy)
    runtime = own_sandbox.client("sagemaker-runtime", sagemaker_sandbox.account)
    wait_until(lambda: answer(runtime) == "2\n")
    watch.set_alarm_state(AlarmName=ALARM, StateValue="ALARM", StateReason="a drill")
    endpoint = sagemaker_sandbox.rested("drilled")
    assert (endpoint["EndpointStatus"], endpoint["EndpointConfigName"]) == ("InService", "drilled-1")
    assert ALARM in endpoint["FailureReason"]
    wait_until(lambda: is_in(watch, "OK"))
    states = [item["HistorySummary"] for item in watch.describe_alarm_history(AlarmName=ALARM)["AlarmHistoryItems"]]
    assert any("OK to ALARM" in state for state in states)
    assert any("ALARM to OK" in state for state in states)
