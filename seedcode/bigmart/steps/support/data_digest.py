"""The version of the data: a digest of what is in its files, whatever they are called and however they are ordered."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

CHUNK = 1 << 20
SHOWN = 12  # characters of a digest that a person compares


def content_digest(stream: BinaryIO) -> str:
    """The digest of one file, read piece by piece."""
    found = hashlib.sha256()
    while chunk := stream.read(CHUNK):
        found.update(chunk)
    return found.hexdigest()


def combined(digests: Iterable[str]) -> str:
    """The digest of several files. An upload of the same file under another name is not new data."""
    return hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()


def digest_of(files: Iterable[Path]) -> str:
    """The digest of files on this machine."""
    digests = []
    for file in files:
        with file.open("rb") as stream:
            digests.append(content_digest(stream))
    return combined(digests)
