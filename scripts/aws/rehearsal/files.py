"""Files in S3, with the permissions of the account's credentials."""

from typing import Any

from scripts.aws.account import Account


class Files:
    """One region. Addresses are S3 URIs."""

    def __init__(self, account: Account, region: str) -> None:
        self.s3: Any = account.s3(region)

    def read(self, address: str) -> bytes:
        bucket, key = _parts(address)
        return self.s3.get_object(Bucket=bucket, Key=key)["Body"].read()

    def write(self, address: str, content: bytes) -> None:
        bucket, key = _parts(address)
        self.s3.put_object(Bucket=bucket, Key=key, Body=content)

    def below(self, address: str) -> tuple[str, ...]:
        """The addresses of the files below a folder."""
        bucket, prefix = _parts(address)
        pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
        return tuple(f"s3://{bucket}/{item['Key']}" for page in pages for item in page.get("Contents", []))


def _parts(address: str) -> tuple[str, str]:
    bucket, _, key = address.removeprefix("s3://").partition("/")
    return bucket, key
