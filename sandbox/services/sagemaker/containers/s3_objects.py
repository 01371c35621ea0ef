"""What jobs and endpoints read from S3 and write to it, under the permissions of their role."""

from collections.abc import Iterator
from pathlib import Path

from botocore.exceptions import ClientError

from sandbox.api import loopback
from sandbox.api.loopback import Credentials
from sandbox.api.types import Record
from sandbox.services.sagemaker.containers.failure import JobError, refusal


def bucket_and_key(uri: str) -> tuple[str, str]:
    """Bucket and key of an S3 URI."""
    if not uri.startswith("s3://"):
        raise JobError(f"ClientError: {uri} is not an S3 URI")
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    return bucket, key


def read(credentials: Credentials, uri: str) -> bytes:
    """One object; a refusal is a ClientError."""
    bucket, key = bucket_and_key(uri)
    with loopback.acting_as(credentials):
        return loopback.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()


def require(credentials: Credentials, uri: str) -> None:
    """Refuse, with a ClientError, an object that is not there or may not be read."""
    bucket, key = bucket_and_key(uri)
    with loopback.acting_as(credentials):
        loopback.client("s3").head_object(Bucket=bucket, Key=key)


def write(credentials: Credentials, uri: str, body: bytes, key_id: str | None = None) -> None:
    """One object, encrypted with the key if there is one; a refusal is a ClientError."""
    bucket, key = bucket_and_key(uri)
    encryption = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key_id} if key_id else {}
    with loopback.acting_as(credentials):
        loopback.client("s3").put_object(Bucket=bucket, Key=key, Body=body, **encryption)


def require_exchange(credentials: Credentials, source: str, target: str, key_id: str | None) -> None:
    """Refuse a role that may not list the request's folder, or not abort the upload of an answer in parts.

    SageMaker developer guide, "Complete the prerequisites" of asynchronous inference: the execution role's policy has
    s3:ListBucket and s3:AbortMultipartUpload besides reading and writing.
    """
    (source_bucket, prefix), (bucket, key) = bucket_and_key(source), bucket_and_key(target)
    encryption = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key_id} if key_id else {}
    with loopback.acting_as(credentials):
        client = loopback.client("s3")
        client.list_objects_v2(Bucket=source_bucket, Prefix=prefix, MaxKeys=1)
        started = client.create_multipart_upload(Bucket=bucket, Key=key, **encryption)
        client.abort_multipart_upload(Bucket=bucket, Key=key, UploadId=started["UploadId"])


def list_objects(credentials: Credentials, uri: str) -> Iterator[tuple[str, str]]:
    """Every object whose key starts like the URI: its URI, and its path below that."""
    bucket, prefix = bucket_and_key(uri)
    with loopback.acting_as(credentials):
        pages = list(loopback.client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix))
    folder = prefix if prefix.endswith("/") else f"{prefix}/"
    for key in (found["Key"] for page in pages for found in page.get("Contents", [])):
        # A prefix need not end at a folder: s3://bucket/data-1 holds data-1.csv too.
        base = folder if key.startswith(folder) else prefix[: prefix.rfind("/") + 1]
        if not key.endswith("/"):
            yield f"s3://{bucket}/{key}", key.removeprefix(base)


def download_folder(credentials: Credentials, uri: str, folder: Path, role: str) -> None:
    """Copy everything under the URI into the folder; a JobError has SageMaker's wording."""
    try:
        found = list(list_objects(credentials, uri))
        for source, name in found:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(read(credentials, source))
    except ClientError as error:
        raise JobError(f"ClientError: Data download failed:{refusal(error)} (role {role}, {uri})") from error
    if not found:
        raise JobError(
            f'ClientError: Data download failed:No S3 objects found under S3 URL "{uri}" given in input data source. '
            "Please ensure that the bucket exists in the selected region, that objects exist under that S3 prefix, "
            f'and that the role "{role}" has "s3:ListBucket" permissions on bucket "{bucket_and_key(uri)[0]}".'
        )


def upload_folder(credentials: Credentials, folder: Path, uri: str, key_id: str | None = None) -> None:
    """Copy every file of the folder; a JobError has SageMaker's wording."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        upload(credentials, f"{uri.rstrip('/')}/{file.relative_to(folder).as_posix()}", file.read_bytes(), key_id)


def upload(credentials: Credentials, uri: str, body: bytes, key_id: str | None = None) -> None:
    """Like `write`, but a refusal is a JobError."""
    try:
        write(credentials, uri, body, key_id)
    except ClientError as error:
        raise JobError(f"ClientError: Data upload failed:{refusal(error)} ({uri})") from error


def source_uri(given: Record) -> str:
    """The URI of a DataSource; manifests and other stores are refused by name."""
    source = given.get("S3DataSource")
    if source is None or source.get("S3DataType", "S3Prefix") not in ("S3Prefix", "S3Object"):
        raise JobError(f"SandboxNotImplemented: a data source {given} is not emulated by the sandbox")
    return source["S3Uri"]
