"""Unpacks archives that code of projects made: bounded in size, number and ratio, and without leaving the folder.

AWS bounds what is unpacked by the disk of an instance that is thrown away; here it is the disk of a person.
"""

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

LARGEST = 2 * 1024**3
HIGHEST_RATIO, ALWAYS_ALLOWED = 200, 64 * 1024**2
MOST_FILES = 50_000
_GZIP = b"\x1f\x8b"


class ArchiveError(Exception):
    """What is no archive, exceeds a limit, or would leave the folder."""


class _BoundedStream(io.RawIOBase):
    """Raises ArchiveError instead of reading more than a limit, so that headers are bounded too."""

    def __init__(self, stream: io.BufferedIOBase, limit: int) -> None:
        super().__init__()
        self._stream, self._left = stream, limit

    def read(self, size: int = -1, /) -> bytes:
        content = self._stream.read(self._left + 1 if size < 0 else min(size, self._left + 1))
        self._left -= len(content)
        if self._left < 0:
            raise ArchiveError("it unpacks to far more than an archive of its size")
        return content


def unpack_tar(content: bytes, folder: Path) -> None:
    """A tar, gzipped or not. Links within the folder are taken, as AWS takes them."""
    stream = io.BytesIO(content)
    unzipped = gzip.GzipFile(fileobj=stream) if content.startswith(_GZIP) else stream
    bounded = _BoundedStream(unzipped, _limit(len(content)))
    try:
        with tarfile.open(fileobj=bounded, mode="r|") as files:
            for count, member in enumerate(files, 1):
                _refuse_too_many(count)
                files.extract(member, folder, filter="data")
    except (tarfile.TarError, OSError, EOFError, zlib.error) as error:
        raise ArchiveError(str(error)) from error


def unpack_zip(content: bytes, folder: Path) -> None:
    """A zip, its folders included; Python writes a link as a file with the name of what it links to."""
    with opened_zip(content) as archive:
        for entry in archive.infolist():
            archive.extract(entry, folder)


def opened_zip(content: bytes) -> zipfile.ZipFile:
    """A zip whose members may all be read: no member gives more than its entry says."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile as error:
        raise ArchiveError(str(error)) from error
    entries = archive.infolist()
    _refuse_too_many(len(entries))
    if sum(entry.file_size for entry in entries) > _limit(len(content)):
        raise ArchiveError("it unpacks to far more than an archive of its size")
    for name in _outside(entries):
        raise ArchiveError(f"{name} is outside of the folder")
    return archive


def _outside(entries: list[zipfile.ZipInfo]) -> Iterator[str]:
    for entry in entries:
        if ".." in entry.filename.split("/") or entry.filename.startswith("/"):
            yield entry.filename


def _limit(size: int) -> int:
    return min(LARGEST, max(ALWAYS_ALLOWED, HIGHEST_RATIO * size))


def _refuse_too_many(count: int) -> None:
    if count > MOST_FILES:
        raise ArchiveError(f"it has more than {MOST_FILES} files")
