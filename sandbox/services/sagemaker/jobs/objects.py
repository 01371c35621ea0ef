"""What jobs read from S3 and write to it, with their role's rights."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from sandbox.api import loopback
from sandbox.api.loopback import Credentials
from sandbox.services.sagemaker.jobs.failure import JobError, refusal


def split(uri: str) -> tuple[str, str]:
    """Bucket and key of an S3 URI."""
    if not uri.startswith("s3://"):
        raise JobError(f"ClientError: {uri} is not an S3 URI")
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    return bucket, key


def read(credentials: Credentials, uri: str) -> bytes:
    """One object; a refusal is a ClientError."""
    bucket, key = split(uri)
    with loopback.acting_as(credentials):
        return loopback.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()


def write(credentials: Credentials, uri: str, body: bytes, key_id: str | None = None) -> None:
    """One object, encrypted with the key if there is one; a refusal is a ClientError."""
    bucket, key = split(uri)
    encryption = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key_id} if key_id else {}
    with loopback.acting_as(credentials):
        loopback.client("s3").put_object(Bucket=bucket, Key=key, Body=body, **encryption)


def require_exchange(credentials: Credentials, source: str, target: str, key_id: str | None) -> None:
    """Refuse who may not list where a request lies, or not give up an answer that is written in parts.

    SageMaker developer guide, "Complete the prerequisites" of asynchronous inference: the execution role's policy has
    s3:ListBucket and s3:AbortMultipartUpload besides reading and writing.
    """
    (asked, prefix), (bucket, key) = split(source), split(target)
    encryption = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key_id} if key_id else {}
    with loopback.acting_as(credentials):
        client = loopback.client("s3")
        client.list_objects_v2(Bucket=asked, Prefix=prefix, MaxKeys=1)
        begun = client.create_multipart_upload(Bucket=bucket, Key=key, **encryption)
        client.abort_multipart_upload(Bucket=bucket, Key=key, UploadId=begun["UploadId"])


def names(credentials: Credentials, uri: str) -> Iterator[tuple[str, str]]:
    """Every object whose key starts like the URI: its URI and its path below it."""
    bucket, prefix = split(uri)
    with loopback.acting_as(credentials):
        pages = list(loopback.client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix))
    folder = prefix if prefix.endswith("/") else f"{prefix}/"
    for key in (found["Key"] for page in pages for found in page.get("Contents", [])):
        # A prefix need not end at a folder: s3://bucket/data-1 holds data-1.csv too.
        base = folder if key.startswith(folder) else prefix[: prefix.rfind("/") + 1]
        if not key.endswith("/"):
            yield f"s3://{bucket}/{key}", key.removeprefix(base)


def download(credentials: Credentials, uri: str, folder: Path, role: str) -> None:
    """Bring everything under the URI into the folder, or fail the job as SageMaker does."""
    try:
        found = list(names(credentials, uri))
        for source, name in found:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(read(credentials, source))
    except ClientError as error:
        raise JobError(f"ClientError: Data download failed:{refusal(error)} (role {role}, {uri})") from error
    if not found:
        raise JobError(
            f'ClientError: Data download failed:No S3 objects found under S3 URL "{uri}" given in input data source. '
            "Please ensure that the bucket exists in the selected region, that objects exist under that S3 prefix, "
            f'and that the role "{role}" has "s3:ListBucket" permissions on bucket "{split(uri)[0]}".'
        )


def upload(credentials: Credentials, folder: Path, uri: str, key_id: str | None = None) -> None:
    """Send every file of the folder, or fail the job as SageMaker does."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        send(credentials, f"{uri.rstrip('/')}/{file.relative_to(folder).as_posix()}", file.read_bytes(), key_id)


def send(credentials: Credentials, uri: str, body: bytes, key_id: str | None = None) -> None:
    try:
        write(credentials, uri, body, key_id)
    except ClientError as error:
        raise JobError(f"ClientError: Data upload failed:{refusal(error)} ({uri})") from error


def data_source(given: dict[str, Any]) -> str:
    """The URI of an S3DataSource; manifests and other stores are refused by name."""
    source = given.get("S3DataSource")
    if source is None or source.get("S3DataType", "S3Prefix") not in ("S3Prefix", "S3Object"):
        raise JobError(f"SandboxNotImplemented: a data source {given} is not emulated by the sandbox")
    return source["S3Uri"]
