"""A build's cache in S3: downloaded before the first phase, uploaded after the last, for the paths of the buildspec.

CodeBuild User Guide, "Cache builds to improve performance": with an S3 cache each build of a project reads and writes
one location under its service role; a project without a cache ignores the buildspec's. A local cache stays on a build
host for minutes, for a later build on the same host, which does not exist here. A cache that cannot be read or written
fails no build.
"""

import io
import tarfile
from collections.abc import Iterator
from pathlib import Path

from botocore.exceptions import ClientError

from sandbox.api import archives, loopback
from sandbox.api.archives import ArchiveError
from sandbox.api.loopback import Credentials
from sandbox.services.codebuild.state import project

_HOME = "/root/"


class Cache:
    """`home` is the home of the build's root user. Both operations return lines for the log."""

    def __init__(self, cache: project.Cache, paths: tuple[str, ...], home: Path, credentials: Credentials) -> None:
        self._is_used = cache.get("type") == "S3" and bool(paths)
        bucket, _, prefix = cache.get("location", "").partition("/")
        self._object = {"Bucket": bucket, "Key": "/".join(part for part in (prefix.strip("/"), "cache.tar") if part)}
        self._paths, self._home, self._credentials = paths, home, credentials

    def download(self) -> list[str]:
        if not self._is_used:
            return []
        try:
            with loopback.acting_as(self._credentials):
                content = loopback.client("s3").get_object(**self._object)["Body"].read()
        except ClientError as error:
            return [f"Unable to download cache: {error}"]
        try:
            archives.unpack_tar(content, self._home)
        except ArchiveError as error:
            return [f"Unable to download cache: {error}"]
        return ["Cache was downloaded"]

    def upload(self) -> list[str]:
        files = sorted(set(self._files())) if self._is_used else []
        if not files:
            return []
        content = io.BytesIO()
        with tarfile.open(fileobj=content, mode="w") as archive:
            for file in files:
                archive.add(file, file.relative_to(self._home))
        try:
            with loopback.acting_as(self._credentials):
                loopback.client("s3").put_object(**self._object, Body=content.getvalue())
        except ClientError as error:
            return [f"Unable to upload cache: {error}"]
        return ["Cache was uploaded"]

    def _files(self) -> Iterator[Path]:
        for path in self._paths:
            if path.startswith(_HOME):
                yield from (file for file in self._home.glob(path.removeprefix(_HOME)) if file.is_file())
