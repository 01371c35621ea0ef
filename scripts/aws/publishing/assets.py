"""The hub's asset buckets: content at keys with its digest, each with the SHA-256 checksum that S3 computed of it."""

import base64
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from scripts.aws.answers import error_code
from scripts.errors import UnfinishedError
from scripts.publishing.desired import Asset

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

CONTENT_TYPES = {"json": "application/json", "zip": "application/zip"}
AT_ONCE = 8
MISSING = ("404", "NoSuchKey")


def find_assets(client: "S3Client", bucket: str, owner: str, keys: Iterable[str]) -> dict[str, str]:
    """The sha-256 of those assets that are in the bucket, by key; empty where an object was stored without."""
    named = tuple(keys)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        found = pool.map(lambda key: _stored(client, bucket, owner, key), named)
        return {key: stored["sha256"] for key, stored in zip(named, found, strict=True) if stored}


def put_assets(client: "S3Client", bucket: str, owner: str, assets: Iterable[Asset]) -> None:
    """Store assets. One that another publisher stored meanwhile is left.

    Raises UnfinishedError when it has another content.
    """
    for asset in assets:
        try:
            _put(client, bucket, owner, asset, {"IfNoneMatch": "*"})
        except ClientError as error:
            if error_code(error) != "PreconditionFailed":
                raise
            _require_same(client, bucket, owner, asset)


def restore_assets(client: "S3Client", bucket: str, owner: str, assets: Iterable[Asset]) -> None:
    """Store assets in place of what is at their keys; the bucket keeps that as an old version."""
    for asset in assets:
        stored = _stored(client, bucket, owner, asset.key)
        condition = {"IfMatch": stored["tag"]} if stored else {"IfNoneMatch": "*"}
        _put(client, bucket, owner, asset, condition)


def _put(client: "S3Client", bucket: str, owner: str, asset: Asset, condition: dict[str, Any]) -> None:
    """S3 refuses content that has not this checksum."""
    client.put_object(
        Bucket=bucket,
        Key=asset.key,
        Body=asset.content,
        ContentType=CONTENT_TYPES[asset.key.rsplit(".", 1)[-1]],
        ChecksumSHA256=base64.b64encode(bytes.fromhex(asset.digest)).decode(),
        ExpectedBucketOwner=owner,
        **condition,
    )


def _require_same(client: "S3Client", bucket: str, owner: str, asset: Asset) -> None:
    stored = _stored(client, bucket, owner, asset.key)
    if stored is None or stored["sha256"] != asset.digest:
        problem = f"{asset.key}: stored with another content while this publish was at work"
        raise UnfinishedError(problem, hint="find out by whom, then run it again")


def _stored(client: "S3Client", bucket: str, owner: str, key: str) -> dict[str, str] | None:
    """The sha-256 and the entity tag of an object; None when there is none."""
    try:
        head = client.head_object(Bucket=bucket, Key=key, ChecksumMode="ENABLED", ExpectedBucketOwner=owner)
    except ClientError as error:
        if error_code(error) in MISSING:
            return None
        raise
    return {"sha256": base64.b64decode(head.get("ChecksumSHA256", "")).hex(), "tag": head["ETag"]}
