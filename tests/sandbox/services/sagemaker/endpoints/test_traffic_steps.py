"""Every type of traffic routing: its steps, the way back, and what SageMaker refuses."""

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.polling import Poll, Queue, invoke
from tests.sandbox.services.codepipeline.codepipeline import until

FOUR = {"InstanceType": "ml.m5.large", "InitialInstanceCount": 4}
ONE = {"Type": "INSTANCE_COUNT", "Value": 1}


def percent(value):
    return {"Type": "CAPACITY_PERCENT", "Value": value}


def blue_green(routing, seconds, **more):
    routing = {"WaitIntervalInSeconds": seconds, **routing}
    return {"BlueGreenUpdatePolicy": {"TrafficRoutingConfiguration": routing, **more}}


def rolling(size, seconds, **more):
    return {"RollingUpdatePolicy": {"MaximumBatchSize": size, "WaitIntervalInSeconds": seconds, **more}}


LINEAR = {"Type": "LINEAR", "LinearStepSize": ONE}
ALL = {"Type": "ALL_AT_ONCE"}


def update(sagemaker_sandbox, name, policy):
    """Begin to move an endpoint from the model that predicts 1 to the one that predicts 2."""
    sagemaker_sandbox.endpoint(name, "1", kind=FOUR)
    new = sagemaker_sandbox.configuration(f"{name}-2", "2", kind=FOUR)
    sagemaker_sandbox.sagemaker.update_endpoint(EndpointName=name, EndpointConfigName=new, DeploymentConfig=policy)


def steps(own_sandbox, sagemaker_sandbox, name):
    """A queue of the endpoint's deployment events."""
    kind = "SageMaker Endpoint Deployment State Change"
    return Queue(own_sandbox, sagemaker_sandbox.account).events(
        source=["aws.sagemaker"], **{"detail-type": [kind], "detail": {"EndpointName": [name]}}
    )


def instances(events):
    """How many new instances had traffic in each step, in the order of the steps."""
    shown = [event["detail"]["PendingDeploymentSummary"]["ProductionVariants"][0] for event in events]
    shown.sort(key=lambda summary: summary["VariantStatus"][0]["StartTime"])
    return [summary["CurrentInstanceCount"] for summary in shown]


@pytest.mark.parametrize(
    "case",
    [
        ("linear", blue_green(LINEAR, 60), [1, 2, 3, 4]),
        ("rolling", rolling(percent(50), 60) | {"AutoRollbackConfiguration": {}}, [2, 4]),
        ("all-at-once", blue_green(ALL, 60, TerminationWaitInSeconds=60), [4, 4]),
    ],
    ids=lambda case: case[0],
)
def test_traffic_moves_in_the_steps_of_the_policy_without_a_failed_request(
    sagemaker_sandbox, own_sandbox, runtime, case
):
    name, policy, expected = case
    emitted = steps(own_sandbox, sagemaker_sandbox, name)
    sagemaker_sandbox.endpoint(name, "1", kind=FOUR)
    new = sagemaker_sandbox.configuration(f"{name}-2", "2", kind=FOUR)
    with Poll(runtime, name) as poll:
        until(lambda: poll.answers)
        sagemaker_sandbox.sagemaker.update_endpoint(EndpointName=name, EndpointConfigName=new, DeploymentConfig=policy)
        endpoint = sagemaker_sandbox.rested(name)
        seen = len(poll.answers) + 1
        until(lambda: len(poll.answers) > seen)
    assert (endpoint["EndpointConfigName"], poll.failures) == (new, [])
    assert "PendingDeploymentSummary" not in endpoint
    assert instances(emitted.until(lambda events: len(events) >= len(expected))) == expected
    first, last = poll.answers.index("2"), len(poll.answers) - poll.answers[::-1].index("1")
    assert set(poll.answers[seen:]) == {"2"}
    assert first < last or name == "all-at-once"


@pytest.mark.parametrize(
    "case",
    [
        ("linear-back", blue_green(LINEAR, 240), 2),
        ("rolling-back", rolling(percent(25), 240, RollbackMaximumBatchSize=ONE), 2),
        ("all-at-once-back", blue_green(ALL, 0, TerminationWaitInSeconds=3600), 4),
    ],
    ids=lambda case: case[0],
)
def test_alarm_in_a_step_moves_the_traffic_back(sagemaker_sandbox, own_sandbox, runtime, case):
    name, policy, step = case
    alarms = own_sandbox.client("cloudwatch", sagemaker_sandbox.account)
    comparison = {"ComparisonOperator": "GreaterThanThreshold", "Threshold": 0, "EvaluationPeriods": 1, "Period": 60}
    alarms.put_metric_alarm(AlarmName=name, Namespace="Own", MetricName="Bad", Statistic="Sum", **comparison)
    emitted = steps(own_sandbox, sagemaker_sandbox, name)
    update(sagemaker_sandbox, name, policy | {"AutoRollbackConfiguration": {"Alarms": [{"AlarmName": name}]}})
    with Poll(runtime, name) as poll:
        until(lambda: reached(sagemaker_sandbox, name) >= step)
        alarms.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="by hand")
        endpoint = sagemaker_sandbox.rested(name)
    assert (endpoint["EndpointStatus"], endpoint["EndpointConfigName"]) == ("InService", f"{name}-1")
    assert f"alarm {name} went into ALARM" in endpoint["FailureReason"]
    assert poll.failures == []
    assert {invoke(runtime, name) for _ in range(5)} == {"1\n"}
    if name == "rolling-back":
        back = emitted.until(
            lambda events: any(event["detail"]["EndpointStatus"] == "ROLLING_BACK" for event in events)
        )
        assert instances(back)[-1] < max(instances(back))


def reached(sagemaker_sandbox, name):
    """How many new instances have traffic now."""
    pending = sagemaker_sandbox.sagemaker.describe_endpoint(EndpointName=name).get("PendingDeploymentSummary")
    return pending["ProductionVariants"][0]["CurrentInstanceCount"] if pending else 0


def test_deployment_that_takes_longer_than_allowed_is_moved_back(sagemaker_sandbox, runtime):
    update(sagemaker_sandbox, "slow", rolling(percent(50), 400, MaximumExecutionTimeoutInSeconds=600))
    endpoint = sagemaker_sandbox.rested("slow")
    assert endpoint["EndpointConfigName"] == "slow-1"
    assert "MaximumExecutionTimeoutInSeconds" in endpoint["FailureReason"]
    assert invoke(runtime, "slow") == "1\n"


@pytest.fixture(scope="module")
def settled(sagemaker_sandbox):
    sagemaker_sandbox.endpoint("settled", "1", kind=FOUR)
    sagemaker_sandbox.configuration("settled-2", "2", kind=FOUR)
    return "settled"


@pytest.mark.parametrize(
    ("policy", "problem"),
    [
        (blue_green(ALL, 0) | rolling(ONE, 0), "Only one of BlueGreenUpdatePolicy and RollingUpdatePolicy"),
        (rolling(percent(51), 0), "MaximumBatchSize must be 5 to 50 percent"),
        (rolling(percent(4), 0), "MaximumBatchSize must be 5 to 50 percent"),
        (rolling({**ONE, "Value": 3}, 0), "MaximumBatchSize must be 5 to 50 percent"),
        (blue_green({"Type": "CANARY", "CanarySize": percent(60)}, 0), "CanarySize must be 1 to 50 percent"),
        (blue_green({"Type": "CANARY"}, 0), "CanarySize is required"),
        (blue_green({"Type": "LINEAR", "LinearStepSize": percent(9)}, 0), "LinearStepSize must be 10 to 50 percent"),
        (
            {"AutoRollbackConfiguration": {"Alarms": [{"AlarmName": f"a{n}"} for n in range(11)]}},
            "alarms.*length less than or equal to 10",
        ),
        ({"AutoRollbackConfiguration": {"Alarms": [{"AlarmName": "missing"}]}}, "alarm missing does not exist"),
    ],
)
def test_policy_that_sagemaker_refuses_is_refused_by_name(sagemaker_sandbox, settled, policy, problem):
    with pytest.raises(ClientError, match=problem):
        sagemaker_sandbox.sagemaker.update_endpoint(
            EndpointName=settled, EndpointConfigName="settled-2", DeploymentConfig=policy
        )
    assert sagemaker_sandbox.sagemaker.describe_endpoint(EndpointName=settled)["EndpointStatus"] == "InService"


def test_rolling_is_refused_where_it_does_not_exist(sagemaker_sandbox, settled):
    serverless = {"ServerlessConfig": {"MemorySizeInMB": 2048, "MaxConcurrency": 5}}
    sagemaker_sandbox.endpoint("without-instances", "1", kind=serverless)
    sagemaker_sandbox.configuration("without-instances-2", "2", kind=serverless)
    two = [{"VariantName": name, "ModelName": "settled-1", **FOUR} for name in ("AllTraffic", "Other")]
    sagemaker_sandbox.sagemaker.create_endpoint_config(EndpointConfigName="two-variants", ProductionVariants=two)
    for name, new, problem in (
        ("without-instances", "without-instances-2", "serverless"),
        (settled, "two-variants", "more than one variant"),
    ):
        with pytest.raises(ClientError, match=f"RollingUpdatePolicy is not supported for .*{problem}"):
            sagemaker_sandbox.sagemaker.update_endpoint(
                EndpointName=name, EndpointConfigName=new, DeploymentConfig=rolling(percent(50), 0)
            )


def test_endpoint_with_instances_cannot_become_serverless(sagemaker_sandbox, settled):
    serverless = {"ServerlessConfig": {"MemorySizeInMB": 2048, "MaxConcurrency": 5}}
    new = sagemaker_sandbox.configuration("no-instances-any-more", "2", kind=serverless)
    with pytest.raises(ClientError, match="cannot be updated to a serverless one"):
        sagemaker_sandbox.sagemaker.update_endpoint(EndpointName=settled, EndpointConfigName=new)
