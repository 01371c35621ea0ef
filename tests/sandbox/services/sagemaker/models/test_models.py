"""What CreateModel refuses: an archive that is not there, or that the model's role may not read."""

from typing import Any

import pytest
from botocore.exceptions import ClientError

IMAGE = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"


@pytest.fixture
def bucket(cloud: Any) -> str:
    name = cloud.unique("models")
    cloud.client("s3", cloud.development).create_bucket(Bucket=name)
    cloud.client("s3", cloud.development).put_object(Bucket=name, Key="model.tar.gz", Body=b"x")
    return name


def _refusal(cloud: Any, role: str, uri: str) -> str:
    container = {"Image": IMAGE, "ModelDataUrl": uri}
    client = cloud.client("sagemaker", cloud.development)
    try:
        client.create_model(ModelName=cloud.unique("model"), ExecutionRoleArn=role, PrimaryContainer=container)
    except ClientError as error:
        return "{Code}: {Message}".format(**error.response["Error"])
    return "accepted"


def test_the_archive_must_be_there_and_the_role_may_read_it(cloud: Any, bucket: str) -> None:
    service = "sagemaker.amazonaws.com"
    reader = cloud.role(cloud.development, cloud.unique("reader"), service, "s3:GetObject", "s3:ListBucket")
    blind = cloud.role(cloud.development, cloud.unique("blind"), service, "s3:ListAllMyBuckets")
    there, missing = f"s3://{bucket}/model.tar.gz", f"s3://{bucket}/other.tar.gz"
    assert _refusal(cloud, reader, there) == "accepted"
    assert _refusal(cloud, reader, missing) == f"ValidationException: Could not find model data at {missing}."
    assert _refusal(cloud, blind, there).startswith(f"ValidationException: Could not access model data at {there}.")
