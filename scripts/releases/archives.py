"""Turns a seed's folder into an archive that has the same bytes wherever and whenever it is built.

It holds what git tracks and nothing else: whatever else lies in the folder, such as a key or a `.env`, is a person's.
"""

import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from scripts.configuration.documents import suggestion
from scripts.errors import ConfigurationError
from scripts.releases.checkout import git
from templates import names

EARLIEST_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can hold
CREATED_ON_UNIX = 3
FILE_MODES = {"100644": 0o100644, "100755": 0o100755}
"""Git has no other modes of files; links and submodules have modes of their own."""
SECRETS = (
    ".env",
    ".env.*",
    ".netrc",
    ".pypirc",
    "id_rsa*",
    "id_dsa*",
    "id_ecdsa*",
    "id_ed25519*",
    "*.pem",
    "*.p12",
    "*.key",
)
EXAMPLES = (".env.example", ".env.template")


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
    """The archive of `folder/seed`: stored, sorted, with fixed times and modes; tracked files as they are now.

    Raises ConfigurationError when there is no such seed, git tracks nothing of it, or it holds a link or a secret.
    """
    root = folder / seed
    if not root.is_dir():
        known = [path.name for path in folder.iterdir() if path.is_dir()] if folder.is_dir() else []
        raise ConfigurationError(f"seedcode/{seed}: there is no such seed", hint=suggestion(seed, known))
    buffer = io.BytesIO()
    # Stored, not deflated: compressed bytes differ between versions of zlib.
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, mode in _tracked_files(root):
            entry = zipfile.ZipInfo(name, EARLIEST_TIME)
            entry.create_system = CREATED_ON_UNIX
            entry.external_attr = mode << 16
            archive.writestr(entry, (root / name).read_bytes())
    return SeedArchive(seed, buffer.getvalue())


def _tracked_files(root: Path) -> Iterator[tuple[str, int]]:
    """Names and modes in the order of the names' bytes; a tracked file that was deleted is not there."""
    lines = [line for line in git(root, "ls-files", "--stage", "-z").split("\0") if line]
    if not lines:
        raise ConfigurationError(f"seedcode/{root.name}: git tracks no file of it", hint="run `git add` on its files")
    modes = {name: description.split(" ")[0] for description, _, name in (line.partition("\t") for line in lines)}
    for name in sorted(modes, key=str.encode):
        if modes[name] not in FILE_MODES or (root / name).is_symlink():
            raise ConfigurationError(f"{root.name}/{name}: a seed holds no links", hint="put the file itself there")
        _refuse_secret(root, name)
        if (root / name).is_file():
            yield name, FILE_MODES[modes[name]]


def _refuse_secret(root: Path, name: str) -> None:
    """Everybody in the organisation can read an archive."""
    last = PurePosixPath(name).name.lower()
    if any(fnmatch(last, pattern) for pattern in SECRETS) and last not in EXAMPLES:
        problem = f"seedcode/{root.name}/{name}: looks like a secret, and every account can read a seed"
        raise ConfigurationError(problem, hint="take it out of git (`git rm --cached`) and change the secret")
