"""Files by their keys: in the project's bucket, or in a folder of this machine."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from botocore.exceptions import ClientError

from support.errors import RefusedError

# S3 User Guide, "How to prevent object overwrites with conditional writes": 412, or 409 if two meet.
LOST = {"PreconditionFailed", "ConditionalRequestConflict"}
ABSENT = {"404", "NoSuchKey"}


class Stored(NamedTuple):
    """One file; its tag changes with every write."""

    key: str
    tag: str
    size: int


class Content(NamedTuple):
    body: bytes
    tag: str


class Store(Protocol):
    """`create` and `replace` are False if somebody else was first."""

    def below(self, prefix: str) -> Iterator[Stored]: ...
    def read(self, key: str) -> Content | None: ...
    def fetch(self, key: str, file: Path) -> None: ...
    def create(self, key: str, body: bytes) -> bool: ...
    def replace(self, key: str, body: bytes, tag: str) -> bool: ...
    def upload(self, file: Path, key: str) -> None: ...


class Bucket:
    """A bucket that has to belong to the account: one of this name elsewhere is not this project's."""

    def __init__(self, s3: Any, name: str, account: str) -> None:
        self.s3 = s3
        self.place = {"Bucket": name, "ExpectedBucketOwner": account}

    def below(self, prefix: str) -> Iterator[Stored]:
        for page in self.s3.get_paginator("list_objects_v2").paginate(**self.place, Prefix=prefix):
            for item in page.get("Contents", []):
                yield Stored(item["Key"], item["ETag"], item["Size"])

    def read(self, key: str) -> Content | None:
        try:
            answer = self.s3.get_object(**self.place, Key=key)
        except ClientError as error:
            if code_of(error) in ABSENT:
                return None
            raise refused(error, key) from error
        return Content(answer["Body"].read(), answer["ETag"])

    def fetch(self, key: str, file: Path) -> None:
        try:
            body = self.s3.get_object(**self.place, Key=key)["Body"]
        except ClientError as error:
            raise refused(error, key) from error
        with file.open("wb") as target:
            shutil.copyfileobj(body, target)

    def create(self, key: str, body: bytes) -> bool:
        return self._put(key, body, IfNoneMatch="*")

    def replace(self, key: str, body: bytes, tag: str) -> bool:
        return self._put(key, body, IfMatch=tag)

    def upload(self, file: Path, key: str) -> None:
        options = {"ExpectedBucketOwner": self.place["ExpectedBucketOwner"]}
        self.s3.upload_file(str(file), self.place["Bucket"], key, ExtraArgs=options)

    def _put(self, key: str, body: bytes, **condition: str) -> bool:
        try:
            self.s3.put_object(**self.place, Key=key, Body=body, **condition)
        except ClientError as error:
            if code_of(error) in LOST:
                return False
            raise refused(error, key) from error
        return True


class Folder:
    """The same on this machine."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def below(self, prefix: str) -> Iterator[Stored]:
        for file in sorted(path for path in self.root.rglob("*") if path.is_file()):
            key = file.relative_to(self.root).as_posix()
            if key.startswith(prefix):
                yield Stored(key, tag_of(file.read_bytes()), file.stat().st_size)

    def read(self, key: str) -> Content | None:
        file = self.root / key
        return Content(file.read_bytes(), tag_of(file.read_bytes())) if file.is_file() else None

    def fetch(self, key: str, file: Path) -> None:
        shutil.copyfile(self.root / key, file)

    def create(self, key: str, body: bytes) -> bool:
        file = self._file(key)
        try:
            descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
        except FileExistsError:
            return False
        with os.fdopen(descriptor, "wb") as target:
            target.write(body)
        return True

    def replace(self, key: str, body: bytes, tag: str) -> bool:
        found = self.read(key)
        if found is None or found.tag != tag:
            return False
        self._file(key).write_bytes(body)
        return True

    def upload(self, file: Path, key: str) -> None:
        shutil.copyfile(file, self._file(key))

    def _file(self, key: str) -> Path:
        file = self.root / key
        file.parent.mkdir(parents=True, exist_ok=True)
        return file


def code_of(error: ClientError) -> str:
    return error.response.get("Error", {}).get("Code", "")


def tag_of(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def refused(error: ClientError, key: str) -> Exception:
    """A sentence for what is not allowed; every other error is a bug or a fault of AWS, and stays as it is."""
    if code_of(error) in ("AccessDenied", "403"):
        return RefusedError(f"the job may not use {key}: {error}")
    return error
