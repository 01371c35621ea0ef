"""A project whose endpoints are tested, and its store."""

import pytest

from deploy.settings import EndpointType, Project
from memory import ACCOUNT, BUCKET, Store


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def project() -> Project:
    return Project(
        kms_key_arn=f"arn:aws:kms:us-east-1:{ACCOUNT}:key/11111111-2222-3333-4444-555555555555",
        endpoint_type=EndpointType.REAL_TIME,
        staging_endpoint="demo-p-abc123def456-staging",
        production_endpoint="demo-p-abc123def456-live",
        staging_place=f"s3://{BUCKET}/endpoints/staging",
        production_place=f"s3://{BUCKET}/endpoints/production",
    )
