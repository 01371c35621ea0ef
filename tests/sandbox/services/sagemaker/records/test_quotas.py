"""An account with few instances: the quota in the way is named."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.sandbox.services.sagemaker.sagemaker import SageMakerSandbox

QUOTAS = {"ml.m5.large for training job usage": 0, "ml.m5.large for endpoint usage": 3}
NO_TRAINING = (
    "The account-level service limit 'ml.m5.large for training job usage' is 0 Instances, with current utilization of "
    "0 Instances and a request delta of 1 Instances."
)


@pytest.fixture(scope="module")
def limited(make_sandbox: Callable[..., Any]) -> SageMakerSandbox:
    return SageMakerSandbox(make_sandbox(SANDBOX_QUOTAS=json.dumps(QUOTAS)))


def test_a_job_without_an_instance_is_refused_with_the_name_of_its_quota(limited: SageMakerSandbox) -> None:
    request = limited.training("", {}, {"train": limited.put("data/a.csv", "1")})
    with pytest.raises(limited.sagemaker.exceptions.ResourceLimitExceeded) as refused:
        limited.sagemaker.create_training_job(TrainingJobName="too-much", **request)
    assert NO_TRAINING in str(refused.value)


def test_a_step_without_an_instance_fails_with_that_message(limited: SageMakerSandbox) -> None:
    arguments = limited.training("", {}, {"train": limited.put("data/a.csv", "1")})
    pipeline = limited.pipeline("limited", [{"Name": "Train", "Type": "Training", "Arguments": arguments}])
    step = limited.steps(limited.execute(pipeline))["Train"]
    assert step["StepStatus"] == "Failed"
    assert NO_TRAINING in step["FailureReason"]


def test_an_update_needs_room_for_the_new_fleet_beside_the_old(limited: SageMakerSandbox) -> None:
    """Blue/green: two instances serve, two more do not fit into three."""
    name = limited.endpoint("first", "1")
    limited.rested(name)
    second = limited.configuration("second", "2")
    with pytest.raises(limited.sagemaker.exceptions.ResourceLimitExceeded) as refused:
        limited.sagemaker.update_endpoint(EndpointName=name, EndpointConfigName=second)
    assert "current utilization of 2 Instances and a request delta of 2" in str(refused.value)
    assert limited.sagemaker.describe_endpoint(EndpointName=name)["EndpointStatus"] == "InService"
