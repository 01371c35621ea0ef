"""A build's cache in S3: brought before the first phase, kept after the last, for the paths of the buildspec.

CodeBuild user guide, "Cache builds to improve performance": with an S3 cache each build of a project reads and writes
one place as its service role; a project without a cache ignores the buildspec's. A local cache stays on a build host
for minutes, for a build that meets this host again, which here none does. A cache that cannot be read or written fails
no build.
"""

import io
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from sandbox.api import loopback
from sandbox.api.loopback import Credentials

Record = dict[str, Any]
_HOME = "/root/"


class Cache:
    """`tell` gets a line for what came of it; the home of the root user is `home`."""

    def __init__(
        self, project_cache: Record, paths: tuple[str, ...], home: Path, credentials: Credentials, tell: Callable
    ) -> None:
        self._is_used = project_cache.get("type") == "S3" and bool(paths)
        bucket, _, prefix = project_cache.get("location", "").partition("/")
        self._place = {"Bucket": bucket, "Key": "/".join(part for part in (prefix.strip("/"), "cache.tar") if part)}
        self._paths, self._home, self._credentials, self._tell = paths, home, credentials, tell

    def bring(self) -> None:
        if not self._is_used:
            return
        try:
            with loopback.acting_as(self._credentials):
                found = loopback.client("s3").get_object(**self._place)["Body"].read()
        except ClientError as error:
            self._tell(f"Unable to download cache: {error}")
            return
        with tarfile.open(fileobj=io.BytesIO(found)) as archive:
            archive.extractall(self._home, filter="data")
        self._tell("Cache was downloaded")

    def keep(self) -> None:
        files = sorted(set(self._files())) if self._is_used else []
        if not files:
            return
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w") as archive:
            for file in files:
                archive.add(file, file.relative_to(self._home))
        try:
            with loopback.acting_as(self._credentials):
                loopback.client("s3").put_object(**self._place, Body=packed.getvalue())
        except ClientError as error:
            self._tell(f"Unable to upload cache: {error}")
            return
        self._tell("Cache was uploaded")

    def _files(self) -> Iterator[Path]:
        for path in self._paths:
            if path.startswith(_HOME):
                yield from (each for each in self._home.glob(path.removeprefix(_HOME)) if each.is_file())
