"""What a serverless endpoint cannot serve is refused before anything is deployed."""

import pytest

from deployment.settings import EndpointType, ReleaseError

SCRIPT_MODE = {"SAGEMAKER_PROGRAM": "inference.py", "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code"}


@pytest.fixture
def prepared(release, registry):
    """Prepares a version with these variables for this type of endpoint."""

    def prepare_one(environment, endpoint):
        package = registry.register("Approved")
        registry.packages[package]["InferenceSpecification"]["Containers"][0]["Environment"] = environment
        return (release(endpoint_type=endpoint) / "endpoint.json").exists()

    return prepare_one


def test_code_that_is_installed_at_the_start_is_not_served_serverless(prepared, tmp_path):
    with pytest.raises(ReleaseError, match="serve it real-time, or build an image"):
        prepared(SCRIPT_MODE, EndpointType.SERVERLESS)
    assert not (tmp_path / "build").exists()


@pytest.mark.parametrize(
    ("environment", "endpoint"), [({}, EndpointType.SERVERLESS), (SCRIPT_MODE, EndpointType.REAL_TIME)]
)
def test_an_own_image_and_an_endpoint_with_instances_are_left_alone(prepared, environment, endpoint):
    assert prepared(environment, endpoint)
