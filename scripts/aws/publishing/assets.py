"""The hub's asset buckets: content at keys with its digest, never overwritten."""

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError

from scripts.aws.answers import error_code
from scripts.publishing.desired import Asset

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

PREFIXES = ("release/", "seeds/", "templates/")
CONTENT_TYPES = {"json": "application/json", "zip": "application/zip"}


def find_assets(client: "S3Client", bucket: str, owner: str) -> frozenset[str]:
    """The keys of all assets in a bucket."""
    paginator = client.get_paginator("list_objects_v2")
    pages = (
        page
        for prefix in PREFIXES
        for page in paginator.paginate(Bucket=bucket, Prefix=prefix, ExpectedBucketOwner=owner)
    )
    return frozenset(entry.get("Key", "") for page in pages for entry in page.get("Contents", []))


def put_assets(client: "S3Client", bucket: str, owner: str, assets: Iterable[Asset]) -> None:
    """Store assets; one that another publisher stored meanwhile is left: the same key means the same content."""
    for asset in assets:
        try:
            client.put_object(
                Bucket=bucket,
                Key=asset.key,
                Body=asset.content,
                ContentType=CONTENT_TYPES[asset.key.rsplit(".", 1)[-1]],
                Metadata={"sha256": hashlib.sha256(asset.content).hexdigest()},
                ExpectedBucketOwner=owner,
                IfNoneMatch="*",
            )
        except ClientError as error:
            if error_code(error) != "PreconditionFailed":
                raise
