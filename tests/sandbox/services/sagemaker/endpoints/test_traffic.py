"""Every kind of traffic policy: the steps that it says, the way back out of each, and what SageMaker refuses."""

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.polling import Poll, Queue, ask
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


def update(laboratory, name, policy):
    """Begin to move an endpoint of the model that says 1 to the one that says 2."""
    laboratory.endpoint(name, "1", kind=FOUR)
    new = laboratory.configuration(f"{name}-2", "2", kind=FOUR)
    laboratory.sagemaker.update_endpoint(EndpointName=name, EndpointConfigName=new, DeploymentConfig=policy)


def steps(own_sandbox, laboratory, name):
    """A queue of the endpoint's deployment events."""
    kind = "SageMaker Endpoint Deployment State Change"
    return Queue(own_sandbox, laboratory.account).events(
        source=["aws.sagemaker"], **{"detail-type": [kind], "detail": {"EndpointName": [name]}}
    )


def instances(events):
    """How many new instances had traffic in each step, in the order of the steps."""
    shown = [event["detail"]["PendingDeploymentSummary"]["ProductionVariants"][0] for event in events]
    shown.sort(key=lambda each: each["VariantStatus"][0]["StartTime"])
    return [each["CurrentInstanceCount"] for each in shown]


@pytest.mark.parametrize(
    "case",
    [
        ("linear", blue_green(LINEAR, 60), [1, 2, 3, 4]),
        ("rolling", rolling(percent(50), 60) | {"AutoRollbackConfiguration": {}}, [2, 4]),
        ("all-at-once", blue_green(ALL, 60, TerminationWaitInSeconds=60), [4, 4]),
    ],
    ids=lambda case: case[0],
)
def test_traffic_moves_in_the_steps_of_the_policy_without_a_failed_request(laboratory, own_sandbox, runtime, case):
    name, policy, expected = case
    told = steps(own_sandbox, laboratory, name)
    laboratory.endpoint(name, "1", kind=FOUR)
    new = laboratory.configuration(f"{name}-2", "2", kind=FOUR)
    with Poll(runtime, name) as poll:
        until(lambda: poll.answers)
        laboratory.sagemaker.update_endpoint(EndpointName=name, EndpointConfigName=new, DeploymentConfig=policy)
        endpoint = laboratory.rested(name)
        seen = len(poll.answers) + 1
        until(lambda: len(poll.answers) > seen)
    assert (endpoint["EndpointConfigName"], poll.failures) == (new, [])
    assert "PendingDeploymentSummary" not in endpoint
    assert instances(told.until(lambda events: len(events) >= len(expected))) == expected
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
def test_alarm_in_a_step_moves_the_traffic_back(laboratory, own_sandbox, runtime, case):
    name, policy, step = case
    alarms = own_sandbox.client("cloudwatch", laboratory.account)
    comparison = {"ComparisonOperator": "GreaterThanThreshold", "Threshold": 0, "EvaluationPeriods": 1, "Period": 60}
    alarms.put_metric_alarm(AlarmName=name, Namespace="Own", MetricName="Bad", Statistic="Sum", **comparison)
    told = steps(own_sandbox, laboratory, name)
    update(laboratory, name, policy | {"AutoRollbackConfiguration": {"Alarms": [{"AlarmName": name}]}})
    with Poll(runtime, name) as poll:
        until(lambda: reached(laboratory, name) >= step)
        alarms.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="by hand")
        endpoint = laboratory.rested(name)
    assert (endpoint["EndpointStatus"], endpoint["EndpointConfigName"]) == ("InService", f"{name}-1")
    assert f"alarm {name} went into ALARM" in endpoint["FailureReason"]
    assert poll.failures == []
    assert {ask(runtime, name) for _ in range(5)} == {"1\n"}
    if name == "rolling-back":
        back = told.until(lambda events: any(each["detail"]["EndpointStatus"] == "ROLLING_BACK" for each in events))
        assert instances(back)[-1] < max(instances(back))


def reached(laboratory, name):
    """How many new instances have traffic now."""
    pending = laboratory.sagemaker.describe_endpoint(EndpointName=name).get("PendingDeploymentSummary")
    return pending["ProductionVariants"][0]["CurrentInstanceCount"] if pending else 0


def test_deployment_that_takes_longer_than_allowed_is_moved_back(laboratory, runtime):
    update(laboratory, "slow", rolling(percent(50), 400, MaximumExecutionTimeoutInSeconds=600))
    endpoint = laboratory.rested("slow")
    assert endpoint["EndpointConfigName"] == "slow-1"
    assert "MaximumExecutionTimeoutInSeconds" in endpoint["FailureReason"]
    assert ask(runtime, "slow") == "1\n"


@pytest.fixture(scope="module")
def settled(laboratory):
    laboratory.endpoint("settled", "1", kind=FOUR)
    laboratory.configuration("settled-2", "2", kind=FOUR)
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
        ({"AutoRollbackConfiguration": {"Alarms": [{"AlarmName": "nobody"}]}}, "alarm nobody does not exist"),
    ],
)
def test_policy_that_sagemaker_refuses_is_refused_by_name(laboratory, settled, policy, problem):
    with pytest.raises(ClientError, match=problem):
        laboratory.sagemaker.update_endpoint(
            EndpointName=settled, EndpointConfigName="settled-2", DeploymentConfig=policy
        )
    assert laboratory.sagemaker.describe_endpoint(EndpointName=settled)["EndpointStatus"] == "InService"


def test_rolling_is_refused_where_it_does_not_exist(laboratory, settled):
    serverless = {"ServerlessConfig": {"MemorySizeInMB": 2048, "MaxConcurrency": 5}}
    laboratory.endpoint("without-instances", "1", kind=serverless)
    laboratory.configuration("without-instances-2", "2", kind=serverless)
    two = [{"VariantName": name, "ModelName": "settled-1", **FOUR} for name in ("AllTraffic", "Other")]
    laboratory.sagemaker.create_endpoint_config(EndpointConfigName="two-variants", ProductionVariants=two)
    for name, new, problem in (
        ("without-instances", "without-instances-2", "serverless"),
        (settled, "two-variants", "more than one variant"),
    ):
        with pytest.raises(ClientError, match=f"RollingUpdatePolicy is not supported for .*{problem}"):
            laboratory.sagemaker.update_endpoint(
                EndpointName=name, EndpointConfigName=new, DeploymentConfig=rolling(percent(50), 0)
            )


def test_endpoint_with_instances_cannot_become_serverless(laboratory, settled):
    serverless = {"ServerlessConfig": {"MemorySizeInMB": 2048, "MaxConcurrency": 5}}
    new = laboratory.configuration("no-instances-any-more", "2", kind=serverless)
    with pytest.raises(ClientError, match="cannot be updated to a serverless one"):
        laboratory.sagemaker.update_endpoint(EndpointName=settled, EndpointConfigName=new)
