"""What a serverless endpoint cannot serve."""

from deployment.registry import ModelVersion
from deployment.settings import EndpointType, ReleaseError

SUBMITTED = "SAGEMAKER_SUBMIT_DIRECTORY"


def check(endpoint: EndpointType, model: ModelVersion) -> None:
    """Refuse script mode: it writes below /opt/ml and installs code, and a serverless container is not run as root."""
    if endpoint is not EndpointType.SERVERLESS:
        return
    if SUBMITTED in model.container.get("Environment", {}):
        raise ReleaseError(
            f"version {model.version} of {model.group} is code that an image of AWS installs when it starts, which a "
            "serverless endpoint does not let it do: serve it real-time, or build an image that holds its code"
        )
