"""What comes from the environment."""

import pytest

from deploy.settings import Caller, DeployError, EndpointType, Project, read

ENVIRONMENT = {
    "KMS_KEY_ARN": "arn:aws:kms:us-east-1:222222222222:key/1",
    "ENDPOINT_TYPE": "serverless",
    "STAGING_ENDPOINT": "demo-p-abc123def456-staging",
    "PRODUCTION_ENDPOINT": "demo-p-abc123def456-live",
    "STAGING_PLACE": "s3://bucket/endpoints/staging",
    "PRODUCTION_PLACE": "s3://bucket/endpoints/production",
}


def test_settings_come_from_the_environment():
    project = read(Project, ENVIRONMENT)
    assert project.endpoint_type is EndpointType.SERVERLESS
    assert project.endpoint_name("staging") == "demo-p-abc123def456-staging"
    assert project.endpoint_name("production") == "demo-p-abc123def456-live"
    assert project.place("production") == "s3://bucket/endpoints/production"


def test_every_missing_variable_is_named():
    with pytest.raises(DeployError, match="KMS_KEY_ARN, STAGING_ENDPOINT"):
        read(Project, {**ENVIRONMENT, "KMS_KEY_ARN": "", "STAGING_ENDPOINT": ""})


def test_a_value_that_is_none_of_the_choices_is_refused_with_the_choices():
    with pytest.raises(DeployError, match="ENDPOINT_TYPE is `batch`: use real-time, serverless, asynchronous"):
        read(Project, {**ENVIRONMENT, "ENDPOINT_TYPE": "batch"})


def test_each_stage_is_called_under_its_own_role():
    caller = read(Caller, {"STAGING_TEST_ROLE_ARN": "arn:staging", "PRODUCTION_TEST_ROLE_ARN": "arn:production"})
    assert (caller.role_arn("staging"), caller.role_arn("production")) == ("arn:staging", "arn:production")


def test_what_the_test_may_act_as_has_to_be_set():
    with pytest.raises(DeployError, match="STAGING_TEST_ROLE_ARN, PRODUCTION_TEST_ROLE_ARN"):
        read(Caller, {})
