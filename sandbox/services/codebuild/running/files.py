"""What goes into a build and comes out of it: zip archives in S3, and reports in a folder."""

import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sandbox.api import loopback
from sandbox.api.loopback import Credentials
from sandbox.services.codebuild.running.buildspec import Files

_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


class NothingFoundError(Exception):
    """An artifact without a file."""


def fetch(location: str, folder: Path, credentials: Credentials) -> dict[str, str]:
    """Unpack `bucket/key` into a folder; what was noted about the object, such as the revision it holds."""
    bucket, _, key = location.removeprefix("arn:aws:s3:::").partition("/")
    with loopback.acting_as(credentials):
        found = loopback.client("s3").get_object(Bucket=bucket, Key=key)
        content = found["Body"].read()
    folder.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    return found["Metadata"]


def store(files: Files, source: Path, place: dict[str, Any], credentials: Credentials) -> str:
    """Zip what matches and put it where `place` (CodeBuild's artifacts structure) says; its location."""
    key = "/".join(part for part in (place.get("path"), place.get("name")) if part)
    more = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": place["key"]} if place.get("key") else {}
    with loopback.acting_as(credentials):
        loopback.client("s3").put_object(Bucket=place["location"], Key=key, Body=_zipped(files, source), **more)
    return f"arn:aws:s3:::{place['location']}/{key}"


def copy(files: Files, source: Path, folder: Path) -> None:
    for file, name in matching(files, source):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)


def matching(files: Files, source: Path) -> Iterator[tuple[Path, str]]:
    """Files with their names in the artifact; the folder may be a pattern too."""
    for folder in [source] if files.folder == "." else sorted(source.glob(files.folder)):
        excluded = {path for pattern in files.excluded for path in folder.glob(pattern)}
        found = {path for pattern in files.patterns for path in _below(folder, pattern)}
        for path in sorted(found - excluded):
            yield path, path.name if files.flat else path.relative_to(folder).as_posix()


def _below(folder: Path, pattern: str) -> Iterator[Path]:
    pattern = pattern.removeprefix("./")
    for path in folder.glob(f"{pattern}/*" if pattern.endswith("**") else pattern):
        yield from (
            each for each in (path.rglob("*") if path.is_dir() and "*" not in pattern else [path]) if each.is_file()
        )


def _zipped(files: Files, source: Path) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, name in matching(files, source):
            entry = zipfile.ZipInfo(name, _FIXED_TIME)
            entry.external_attr = path.stat().st_mode << 16
            archive.writestr(entry, path.read_bytes())
        if not archive.namelist():
            raise NothingFoundError("no matching artifact paths found")
    return packed.getvalue()
