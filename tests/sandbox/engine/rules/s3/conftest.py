"""A client of S3, a new bucket for each test, and the error of a call."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.conftest import Sandbox


@pytest.fixture
def storage(sandbox: Sandbox) -> Any:
    return sandbox.client("s3")


@pytest.fixture
def bucket(storage: Any) -> str:
    name = f"rules-{uuid.uuid4().hex[:12]}"
    storage.create_bucket(Bucket=name)
    return name


@pytest.fixture
def versioned(storage: Any, bucket: str) -> str:
    storage.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    return bucket


@pytest.fixture
def error_of() -> Callable[..., dict[str, Any]]:
    """The error of a call that is refused, with its status."""

    def error(call: Callable[..., Any], **parameters: Any) -> dict[str, Any]:
        with pytest.raises(ClientError) as refused:
            call(**parameters)
        answer = refused.value.response
        return answer["Error"] | {"status": answer["ResponseMetadata"]["HTTPStatusCode"]}

    return error


@pytest.fixture
def key(sandbox: Sandbox) -> str:
    """The ARN of a customer's key."""
    return sandbox.client("kms").create_key()["KeyMetadata"]["Arn"]
