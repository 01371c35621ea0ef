"""An account with few instances says which of its limits is in the way."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.sandbox.services.sagemaker.sagemaker import Laboratory

QUOTAS = {"ml.m5.large for training job usage": 0, "ml.m5.large for endpoint usage": 3}
NO_TRAINING = (
    "The account-level service limit 'ml.m5.large for training job usage' is 0 Instances, with current utilization of "
    "0 Instances and a request delta of 1 Instances."
)


@pytest.fixture(scope="module")
def poor(make_sandbox: Callable[..., Any]) -> Laboratory:
    return Laboratory(make_sandbox(SANDBOX_QUOTAS=json.dumps(QUOTAS)))


def test_a_job_without_an_instance_is_refused_with_the_name_of_its_quota(poor: Laboratory) -> None:
    request = poor.training("", {}, {"train": poor.put("data/a.csv", "1")})
    with pytest.raises(poor.sagemaker.exceptions.ResourceLimitExceeded) as refused:
        poor.sagemaker.create_training_job(TrainingJobName="too-much", **request)
    assert NO_TRAINING in str(refused.value)


def test_a_step_without_an_instance_fails_with_that_sentence(poor: Laboratory) -> None:
    arguments = poor.training("", {}, {"train": poor.put("data/a.csv", "1")})
    pipeline = poor.pipeline("poor", [{"Name": "Train", "Type": "Training", "Arguments": arguments}])
    step = poor.steps(poor.execute(pipeline))["Train"]
    assert step["StepStatus"] == "Failed"
    assert NO_TRAINING in step["FailureReason"]


def test_an_update_needs_room_for_the_new_fleet_beside_the_old(poor: Laboratory) -> None:
    """Blue/green: two instances serve, two more do not fit into three."""
    name = poor.endpoint("first", "1")
    poor.rested(name)
    second = poor.configuration("second", "2")
    with pytest.raises(poor.sagemaker.exceptions.ResourceLimitExceeded) as refused:
        poor.sagemaker.update_endpoint(EndpointName=name, EndpointConfigName=second)
    assert "current utilization of 2 Instances and a request delta of 2" in str(refused.value)
    assert poor.sagemaker.describe_endpoint(EndpointName=name)["EndpointStatus"] == "InService"
