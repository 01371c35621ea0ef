"""Which addresses of S3 name a bucket and a key."""

import pytest

from sandbox.cloudformation.s3_address import bucket_and_key


@pytest.mark.parametrize(
    "address",
    [
        "https://assets.s3.us-east-1.amazonaws.com/a/b%20c.json",
        "https://assets.s3.amazonaws.com/a/b%20c.json?versionId=1",
        "https://assets.s3-eu-west-1.amazonaws.com/a/b c.json",
        "https://s3.us-east-1.amazonaws.com/assets/a/b%20c.json",
        "https://s3-eu-west-1.amazonaws.com/assets/a/b%20c.json",
    ],
)
def test_the_bucket_is_in_the_host_or_leads_the_path(address: str) -> None:
    assert bucket_and_key(address) == ("assets", "a/b c.json")


@pytest.mark.parametrize(
    "address",
    [
        "http://assets.s3.us-east-1.amazonaws.com/a.json",
        "https://assets.s3.us-east-1.amazonaws.com/",
        "https://s3.us-east-1.amazonaws.com/assets",
        "https://assets.example.com/a.json",
        "s3://assets/a.json",
    ],
)
def test_another_address_is_none_of_s3(address: str) -> None:
    assert bucket_and_key(address) is None
