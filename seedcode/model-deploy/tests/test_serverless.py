"""What a serverless endpoint cannot serve is refused before anything is deployed."""

from dataclasses import replace

import pytest

from deploy.prepare import prepare
from deploy.settings import DeployError, EndpointType

SCRIPT_MODE = {"SAGEMAKER_PROGRAM": "inference.py", "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code"}


@pytest.fixture
def prepared(project, settings, registry, tmp_path):
    """Prepares a version with these variables for this type of endpoint."""

    def prepare_one(environment, endpoint):
        package = registry.register("Approved")
        registry.packages[package]["InferenceSpecification"]["Containers"][0]["Environment"] = environment
        prepare(replace(project, endpoint_type=endpoint), settings, registry, registry.store, tmp_path / "build")
        return (tmp_path / "build" / "endpoint.json").exists()

    return prepare_one


def test_code_that_is_installed_at_the_start_is_not_served_serverless(prepared, tmp_path):
    with pytest.raises(DeployError, match="serve it real-time, or build an image"):
        prepared(SCRIPT_MODE, EndpointType.SERVERLESS)
    assert not (tmp_path / "build").exists()


@pytest.mark.parametrize(
    ("environment", "endpoint"), [({}, EndpointType.SERVERLESS), (SCRIPT_MODE, EndpointType.REAL_TIME)]
)
def test_an_own_image_and_an_endpoint_with_instances_are_left_alone(prepared, environment, endpoint):
    assert prepared(environment, endpoint)
