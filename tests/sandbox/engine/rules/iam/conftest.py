"""Roles of one account, and what IAM refuses with its status."""

from typing import Any

import pytest


@pytest.fixture
def iam(cloud: Any) -> Any:
    return cloud.client("iam", cloud.development)


@pytest.fixture
def role(cloud: Any) -> str:
    return cloud.role(cloud.development, cloud.unique("role"), "lambda.amazonaws.com").rpartition("/")[2]
