"""What a serverless endpoint cannot serve."""

from typing import Any

from deploy.registry import ModelVersion
from deploy.settings import DeployError, EndpointType

SUBMITTED = "SAGEMAKER_SUBMIT_DIRECTORY"


def check(endpoint: EndpointType, sagemaker: Any, model: ModelVersion) -> None:
    """Refuse script mode: it writes below /opt/ml and installs code, and a serverless container is not run as root."""
    if endpoint is not EndpointType.SERVERLESS:
        return
    package = sagemaker.describe_model_package(ModelPackageName=model.arn)
    container = package["InferenceSpecification"]["Containers"][0]
    if SUBMITTED in container.get("Environment", {}):
        raise DeployError(
            f"version {model.version} of {model.group} is code that an image of AWS installs when it starts, which a "
            "serverless endpoint does not let it do: serve it real-time, or build an image that holds its code"
        )
