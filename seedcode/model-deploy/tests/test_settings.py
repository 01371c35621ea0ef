"""What comes from the environment."""

import pytest

from deploy.settings import DeployError, EndpointType, Project, read

ENVIRONMENT = {
    "SAGEMAKER_PROJECT_NAME": "demo",
    "SAGEMAKER_PROJECT_ID": "p-abc123def456",
    "ARTIFACT_BUCKET": "bucket",
    "KMS_KEY_ARN": "arn:aws:kms:us-east-1:222222222222:key/1",
    "ENDPOINT_TYPE": "serverless",
    "STAGING_ENDPOINT": "demo-p-abc123def456-staging",
    "PRODUCTION_ENDPOINT": "demo-p-abc123def456-live",
}


def test_settings_come_from_the_environment():
    project = read(Project, ENVIRONMENT)
    assert project.endpoint_type is EndpointType.SERVERLESS
    assert project.endpoint_name("staging") == "demo-p-abc123def456-staging"
    assert project.endpoint_name("production") == "demo-p-abc123def456-live"


def test_every_missing_variable_is_named():
    with pytest.raises(DeployError, match="SAGEMAKER_PROJECT_NAME, KMS_KEY_ARN"):
        read(Project, {**ENVIRONMENT, "SAGEMAKER_PROJECT_NAME": "", "KMS_KEY_ARN": ""})


def test_a_value_that_is_none_of_the_choices_is_refused_with_the_choices():
    with pytest.raises(DeployError, match="ENDPOINT_TYPE is `batch`: use real-time, serverless, asynchronous"):
        read(Project, {**ENVIRONMENT, "ENDPOINT_TYPE": "batch"})
