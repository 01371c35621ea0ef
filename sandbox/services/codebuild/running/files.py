"""A build's sources and artifacts, zip archives in S3; and its reports, copied to a folder."""

import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

from sandbox.api import archives, loopback
from sandbox.api.loopback import Credentials
from sandbox.services.codebuild.running.buildspec import Files
from sandbox.services.codebuild.state.project import Artifacts

_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


class NothingFoundError(Exception):
    """An artifact without a file."""


def download(location: str, folder: Path, credentials: Credentials) -> dict[str, str]:
    """Unpack `bucket/key` into a folder; returns the object's metadata."""
    bucket, _, key = location.removeprefix("arn:aws:s3:::").partition("/")
    with loopback.acting_as(credentials):
        stored = loopback.client("s3").get_object(Bucket=bucket, Key=key)
        content = stored["Body"].read()
    folder.mkdir(parents=True, exist_ok=True)
    archives.unpack_zip(content, folder)
    return stored["Metadata"]


def upload(content: bytes, artifacts: Artifacts, kms_key: str, credentials: Credentials) -> None:
    """Store an archive, encrypted with the customer's key if there is one."""
    bucket, key = artifacts.get("location", ""), "/".join(filter(None, (artifacts.get("path"), artifacts.get("name"))))
    encryption = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": kms_key} if kms_key else {}
    with loopback.acting_as(credentials):
        loopback.client("s3").put_object(Bucket=bucket, Key=key, Body=content, **encryption)


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
            file for file in (path.rglob("*") if path.is_dir() and "*" not in pattern else [path]) if file.is_file()
        )


def zip_matching(files: Files, source: Path) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, name in matching(files, source):
            entry = zipfile.ZipInfo(name, _FIXED_TIME)
            entry.external_attr = path.stat().st_mode << 16
            archive.writestr(entry, path.read_bytes())
        if not archive.namelist():
            raise NothingFoundError("no matching artifact paths found")
    return packed.getvalue()
