"""Turns a seed's folder into an archive that has the same bytes wherever and whenever it is built."""

import hashlib
import io
import os
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.configuration.documents import suggestion
from scripts.errors import ConfigurationError
from templates import names

EARLIEST_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can hold
CREATED_ON_UNIX = 3
LEFT_OUT_FOLDERS = {"__pycache__", "build", "report", "spark-warehouse", "metastore_db"}
LEFT_OUT_SUFFIXES = {".pyc", ".pyo"}


@dataclass(frozen=True)
class SeedArchive:
    """One seed, or the catalog's own release code, as projects receive it."""

    seed: str
    content: bytes

    @property
    def digest(self) -> str:
        """The archive's sha-256, 64 hexadecimal characters."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def key(self) -> str:
        """Where the archive lies in an asset bucket."""
        return seed_key(self.seed, self.digest)


def seed_key(seed: str, digest: str) -> str:
    """The content-addressed key of an archive."""
    return f"{names.RELEASE_CODE}/{digest}.zip" if seed == names.RELEASE_CODE else f"seeds/{seed}/{digest}.zip"


def archive_path(folder: Path, seed: str, digest: str) -> Path:
    """Where the folder of releases keeps a seed archive."""
    return folder / "seeds" / f"{seed}-{digest[:12]}.zip"


def seed_archive(folder: Path, seed: str) -> SeedArchive:
    """The archive of `folder/seed`: stored, sorted, with fixed times and modes, without caches.

    Raises ConfigurationError when there is no such seed, or it holds a link.
    """
    root = folder / seed
    if not root.is_dir():
        known = [path.name for path in folder.iterdir() if path.is_dir()] if folder.is_dir() else []
        raise ConfigurationError(f"seedcode/{seed}: there is no such seed", hint=suggestion(seed, known))
    buffer = io.BytesIO()
    # Stored, not deflated: compressed bytes differ between versions of zlib.
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, path in _files(root):
            entry = zipfile.ZipInfo(name, EARLIEST_TIME)
            entry.create_system = CREATED_ON_UNIX
            entry.external_attr = (0o100755 if os.access(path, os.X_OK) else 0o100644) << 16
            archive.writestr(entry, path.read_bytes())
    return SeedArchive(seed, buffer.getvalue())


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    """Files by their name in the archive, in the order of its bytes."""
    named = {path.relative_to(root).as_posix(): path for path in root.rglob("*")}
    for name in sorted(named, key=str.encode):
        path = named[name]
        if path.is_symlink():
            raise ConfigurationError(f"{root.name}/{name}: a seed holds no links", hint="put the file itself there")
        if path.is_file() and not is_left_out(Path(name)):
            yield name, path


def is_left_out(path: Path) -> bool:
    """Whether a path is a cache or something that a seed's own tools write, which no archive has."""
    hidden_caches = any(part.endswith("_cache") or part in {".git", ".venv", ".hypothesis"} for part in path.parts)
    return hidden_caches or bool(LEFT_OUT_FOLDERS & set(path.parts)) or path.suffix in LEFT_OUT_SUFFIXES
