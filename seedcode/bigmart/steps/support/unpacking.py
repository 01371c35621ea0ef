"""Unpacks a model's archive without trusting it: bounded in size, number and ratio, and files and folders alone.

A gzip of 600 KB can become 600 MB. What is read counts, headers included, so that nothing larger is ever in memory.
"""

import gzip
import io
import tarfile
import zlib
from pathlib import Path

LARGEST = 512 * 1024**2
"""Bytes of all that is unpacked."""
HIGHEST_RATIO, ALWAYS_ALLOWED = 100, 16 * 1024**2
"""Unpacked to packed; small archives of text may exceed it."""
MOST_FILES = 1_000


class BoundedStream(io.RawIOBase):
    """Raises ValueError instead of reading more than a limit."""

    def __init__(self, stream: gzip.GzipFile, limit: int) -> None:
        super().__init__()
        self.stream, self.left = stream, limit

    def read(self, size: int = -1, /) -> bytes:
        content = self.stream.read(self.left + 1 if size < 0 else min(size, self.left + 1))
        self.left -= len(content)
        if self.left < 0:
            raise ValueError("it unpacks to far more than a model of its size")
        return content


def limit_of(archive: Path) -> int:
    """How many bytes an archive may unpack to."""
    return min(LARGEST, max(ALWAYS_ALLOWED, HIGHEST_RATIO * archive.stat().st_size))


def unpack_archive(archive: Path, folder: Path) -> None:
    """Raises ValueError for what is no gzipped tar of files and folders, or exceeds a limit."""
    try:
        with gzip.open(archive) as unzipped:
            _extract(BoundedStream(unzipped, limit_of(archive)), folder)
    except (ValueError, tarfile.TarError, OSError, EOFError, zlib.error) as error:
        raise ValueError(f"{archive}: refused, {error}") from error


def _extract(stream: BoundedStream, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(fileobj=stream, mode="r|") as files:
        for count, member in enumerate(files, 1):
            if count > MOST_FILES:
                raise ValueError(f"it has more than {MOST_FILES} files")
            if not (member.isfile() or member.isdir()):
                raise ValueError(f"{member.name} is neither a file nor a folder")
            files.extract(member, folder, filter="data")
