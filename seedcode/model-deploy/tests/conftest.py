"""A project to deploy from, and the registry and store behind it."""

import pytest

from deploy.settings import DeploymentSettings, EndpointType, Project, Traffic
from memory import ACCOUNT, BUCKET, GROUP, Registry, Store


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def registry(store: Store) -> Registry:
    return Registry(store)


@pytest.fixture
def project() -> Project:
    return Project(
        sagemaker_project_name="demo",
        sagemaker_project_id="p-abc123def456",
        kms_key_arn=f"arn:aws:kms:us-east-1:{ACCOUNT}:key/11111111-2222-3333-4444-555555555555",
        endpoint_type=EndpointType.REAL_TIME,
        staging_endpoint="demo-p-abc123def456-staging",
        production_endpoint="demo-p-abc123def456-live",
        staging_place=f"s3://{BUCKET}/endpoints/staging",
        production_place=f"s3://{BUCKET}/endpoints/production",
    )


@pytest.fixture
def settings() -> DeploymentSettings:
    return DeploymentSettings(
        model_package_group_name=GROUP,
        model_package_arn="none",
        traffic=Traffic.CANARY,
        staging_execution_role_arn="arn:aws:iam::333333333333:role/endpoint",
        production_execution_role_arn="arn:aws:iam::444444444444:role/endpoint",
        source_commit="4f1c2d3",
        pipeline_execution_id="11111111-aaaa-bbbb-cccc-222222222222",
        pipeline_name="sagemaker-demo-p-abc123def456-deploy",
    )
