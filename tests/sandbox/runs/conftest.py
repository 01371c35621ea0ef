"""A laboratory for each file: a sandbox of its own with models in it, and what calls their endpoints."""

from typing import Any

import pytest

from tests.sandbox.runs.learning import Laboratory


@pytest.fixture(scope="module")
def own_sandbox(make_sandbox: Any) -> Any:
    return make_sandbox()


@pytest.fixture(scope="module")
def laboratory(own_sandbox: Any) -> Laboratory:
    return Laboratory(own_sandbox)


@pytest.fixture(scope="module")
def runtime(own_sandbox: Any, laboratory: Laboratory) -> Any:
    return own_sandbox.client("sagemaker-runtime", laboratory.account)
