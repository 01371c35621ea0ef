"""The settings of a project that does not exist."""

import pytest

from project.settings import VARIABLES, read_settings

ENVIRONMENT = {
    **{variable: variable.lower() for variable in VARIABLES.values()},
    "SAGEMAKER_PROJECT_ID": "p-abcdefghijkl",
    "MODEL_PACKAGE_GROUP_NAME": "sales-p-abcdefghijkl",
    "WORKFLOW_ARN": "arn:aws:states:us-east-1:123456789012:stateMachine:sagemaker-p-abcdefghijkl-workflow",
    "JOB_ROLE_ARN": "arn:aws:iam::123456789012:role/jobs",
    "AWS_REGION": "us-east-1",
    "NETWORK_SUBNETS": "none",
    "NETWORK_SECURITY_GROUPS": "none",
}


@pytest.fixture
def environment():
    return dict(ENVIRONMENT)


@pytest.fixture
def settings(environment):
    return read_settings(environment)
