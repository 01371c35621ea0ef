"""The settings of a project as its build sets them, and its pipeline's definition, written once."""

from collections.abc import Iterator
from functools import cache

import pytest
from botocore import loaders

from project.settings import VARIABLES, Settings, read_settings

ENVIRONMENT = {
    "SAGEMAKER_PROJECT_NAME": "demo",
    "SAGEMAKER_PROJECT_ID": "p-abc123def456",
    "MODEL_PACKAGE_GROUP_NAME": "demo-p-abc123def456",
    "PIPELINE_NAME": "sagemaker-demo-p-abc123def456-training",
    "PIPELINE_ROLE_ARN": "arn:aws:iam::123456789012:role/sagemaker-p-abc123def456-training",
    "ARTIFACT_BUCKET": "sagemaker-p-abc123def456-0a1b2c3d",
    "KMS_KEY_ARN": "arn:aws:kms:us-east-1:123456789012:key/11111111-2222-3333-4444-555555555555",
    "DATA_URI": "s3://sagemaker-p-abc123def456-0a1b2c3d/data/",
    "NETWORK_SUBNETS": "none",
    "NETWORK_SECURITY_GROUPS": "none",
    "AWS_REGION": "us-east-1",
}
CODE = "s3://sagemaker-p-abc123def456-0a1b2c3d/code/0123456789abcdef"
CHAMPION = f"{CODE}/champions/one"


@pytest.fixture(autouse=True)
def no_aws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here reaches AWS: there are no credentials, and no machine to ask for some."""
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    for name in ("AWS_PROFILE", *VARIABLES.values()):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session", autouse=True)
def one_reader_of_botocores_files() -> Iterator[None]:
    """The SDK makes three sessions for a definition, and each reads the same megabytes of JSON again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(loaders, "create_loader", cache(loaders.create_loader))
        yield


@pytest.fixture
def environment() -> dict[str, str]:
    return dict(ENVIRONMENT)


@pytest.fixture(scope="session")
def settings() -> Settings:
    return read_settings(ENVIRONMENT)


@pytest.fixture(scope="session")
def text(settings: Settings) -> str:
    from pipeline import definition

    return definition(settings, CODE, CHAMPION)
