"""An alarm that somebody sets by hand, as in a drill: it acts, and then says again what its metric says."""

import time

import pytest

ALARM = "drill"
LIMIT_SECONDS = 60


@pytest.fixture(scope="module")
def watch(own_sandbox, laboratory):
    client = own_sandbox.client("cloudwatch", laboratory.account)
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


def wait_until(come) -> None:
    deadline = time.monotonic() + LIMIT_SECONDS
    while not come():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.05)


def is_in(watch, state: str) -> bool:
    return watch.describe_alarms(AlarmNames=[ALARM])["MetricAlarms"][0]["StateValue"] == state


def answer(runtime) -> str:
    return runtime.invoke_endpoint(EndpointName="drilled", Body="1", ContentType="text/csv")["Body"].read().decode()


def test_an_alarm_set_by_hand_stops_a_deployment_and_then_returns_to_what_its_metric_says(
    laboratory, watch, own_sandbox
):
    laboratory.endpoint("drilled", "1")
    wait_until(lambda: is_in(watch, "OK"))
    new = laboratory.configuration("drilled-2", "2")
    routing = {"Type": "CANARY", "CanarySize": {"Type": "CAPACITY_PERCENT", "Value": 50}, "WaitIntervalInSeconds": 3600}
    policy = {
        "BlueGreenUpdatePolicy": {"TrafficRoutingConfiguration": routing},
        "AutoRollbackConfiguration": {"Alarms": [{"AlarmName": ALARM}]},
    }
    laboratory.sagemaker.update_endpoint(EndpointName="drilled", EndpointConfigName=new, DeploymentConfig=policy)
    runtime = own_sandbox.client("sagemaker-runtime", laboratory.account)
    wait_until(lambda: answer(runtime) == "2\n")
    watch.set_alarm_state(AlarmName=ALARM, StateValue="ALARM", StateReason="a drill")
    endpoint = laboratory.rested("drilled")
    assert (endpoint["EndpointStatus"], endpoint["EndpointConfigName"]) == ("InService", "drilled-1")
    assert ALARM in endpoint["FailureReason"]
    wait_until(lambda: is_in(watch, "OK"))
    states = [each["HistorySummary"] for each in watch.describe_alarm_history(AlarmName=ALARM)["AlarmHistoryItems"]]
    assert any("OK to ALARM" in state for state in states)
    assert any("ALARM to OK" in state for state in states)
