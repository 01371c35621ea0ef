"""Incidents during a delivery: a model file is replaced, an alarm goes off."""

import time
from collections.abc import Callable
from typing import Any

from scripts.rehearsal.roles import ModelVersion
from tests.bucket_policies import without_policy
from tests.rehearsals.failures.failing_project import SECONDS, FailingProject


def replace_file(version: ModelVersion, sandbox: Any) -> None:
    """Replace the model file as the account's root, past the policy that keeps everybody else from it."""
    package = sandbox.client("sagemaker", "development").describe_model_package(ModelPackageName=version.arn)
    address = package["InferenceSpecification"]["Containers"][0]["ModelDataUrl"]
    bucket, _, key = address.removeprefix("s3://").partition("/")
    storage = sandbox.client("s3", "development")
    with without_policy(storage, bucket):
        storage.put_object(Bucket=bucket, Key=key, Body=b"another model")


def wait_until(condition: Callable[[], bool]) -> None:
    """Checks often, because a canary takes only seconds."""
    deadline = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < deadline, f"not true after {SECONDS:.0f} s"
        time.sleep(0.05)


def set_off_alarm(project: FailingProject, sandbox: Any) -> str:
    """Set the new fleet's alarm, with the production account's credentials, until the endpoint's update ends."""
    cloudwatch, sagemaker = sandbox.client("cloudwatch", "production"), sandbox.client("sagemaker", "production")
    endpoint = project.output("ProductionEndpoint")
    pending = sagemaker.describe_endpoint(EndpointName=endpoint)["PendingDeploymentSummary"]
    name = f"{pending['EndpointConfigName']}-errors"

    def update_ended() -> bool:
        try:
            cloudwatch.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="a drill")
        except cloudwatch.exceptions.ResourceNotFound:
            # The rollback has deleted the new fleet's alarms since the last check.
            return True
        return sagemaker.describe_endpoint(EndpointName=endpoint)["EndpointStatus"] != "Updating"

    wait_until(update_ended)
    return name
