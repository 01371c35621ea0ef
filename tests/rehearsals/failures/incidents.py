"""What goes wrong around a delivery: a file is replaced, an alarm goes off."""

import time
from collections.abc import Callable
from typing import Any

from scripts.rehearsal.roles import ModelVersion
from tests.rehearsals.failures.living import SECONDS, Living


def replace_file(version: ModelVersion, sandbox: Any) -> None:
    """As somebody who may write to the project's bucket."""
    package = sandbox.client("sagemaker", "development").describe_model_package(ModelPackageName=version.arn)
    address = package["InferenceSpecification"]["Containers"][0]["ModelDataUrl"]
    bucket, _, key = address.removeprefix("s3://").partition("/")
    sandbox.client("s3", "development").put_object(Bucket=bucket, Key=key, Body=b"another model")


def wait_until(come: Callable[[], bool]) -> None:
    """Looks often: a canary is over within seconds."""
    deadline = time.monotonic() + SECONDS
    while not come():
        assert time.monotonic() < deadline, "it did not come"
        time.sleep(0.05)


def set_off_alarm(living: Living, sandbox: Any) -> str:
    """The one on the new fleet, as somebody of the production account, until the endpoint rests again."""
    cloudwatch, sagemaker = sandbox.client("cloudwatch", "production"), sandbox.client("sagemaker", "production")
    endpoint = living.play.output("ProductionEndpoint")
    pending = sagemaker.describe_endpoint(EndpointName=endpoint)["PendingDeploymentSummary"]
    name = f"{pending['EndpointConfigName']}-errors"

    def rests() -> bool:
        try:
            cloudwatch.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="a drill")
        except cloudwatch.exceptions.ResourceNotFound:
            # The stack has taken the new fleet's alarms back since the last look.
            return True
        return sagemaker.describe_endpoint(EndpointName=endpoint)["EndpointStatus"] != "Updating"

    wait_until(rests)
    return name
