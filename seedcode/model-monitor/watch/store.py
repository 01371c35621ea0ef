"""Files in S3: those of this project, and those of the projects that it monitors."""

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

ABSENT = ("NoSuchKey", "404")


def split(uri: str) -> tuple[str, str]:
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    return bucket, key


def read(s3: Any, uri: str) -> bytes:
    bucket, key = split(uri)
    return s3.get_object(Bucket=bucket, Key=key)["Body"].read()


def write(s3: Any, uri: str, body: bytes, **more: str) -> None:
    bucket, key = split(uri)
    s3.put_object(Bucket=bucket, Key=key, Body=body, **more)


def read_document(s3: Any, uri: str) -> dict[str, Any]:
    """A JSON file, empty if there is none."""
    try:
        return json.loads(read(s3, uri))
    except ClientError as error:
        if error.response["Error"]["Code"] in ABSENT:
            return {}
        raise


def write_once(s3: Any, uri: str, body: bytes) -> bool:
    """Whether the file was written: not if it was there already, even if two write at the same moment."""
    try:
        write(s3, uri, body, IfNoneMatch="*")
    except ClientError as error:
        if error.response["Error"]["Code"] in ("PreconditionFailed", "ConditionalRequestConflict"):
            return False
        raise
    return True


def keys_below(s3: Any, uri: str) -> Iterator[tuple[str, datetime]]:
    """Every key below the URI with the time of its last change; no folders, and no empty files."""
    bucket, prefix = split(uri)
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix):
        for found in page.get("Contents", []):
            if found["Size"]:
                yield found["Key"], found["LastModified"]


def code(folder: Path) -> dict[str, bytes]:
    """The files that the job runs, by name: the steps and their settings."""
    files = {file.relative_to(folder / "steps").as_posix(): file for file in sorted((folder / "steps").rglob("*.py"))}
    return {name: file.read_bytes() for name, file in (files | {"monitor.toml": folder / "monitor.toml"}).items()}


def digest(files: dict[str, bytes]) -> str:
    """The same for the same files."""
    lines = (f"{name} {hashlib.sha256(content).hexdigest()}\n" for name, content in files.items())
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:16]
