"""Packs the folder steps/ with the configuration, at a key that follows the content: same code, same key."""

import gzip
import hashlib
import io
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from project.configuration import compiled, read_project
from project.settings import Settings
from support.configuration import FILE

STEPS = Path(__file__).parents[1] / "steps"


@dataclass(frozen=True)
class CodeBundle:
    """The files of steps/ by name, and what to call them together."""

    files: dict[str, bytes]

    @property
    def digest(self) -> str:
        lines = (f"{name} {hashlib.sha256(content).hexdigest()}\n" for name, content in self.files.items())
        return hashlib.sha256("".join(lines).encode()).hexdigest()[:16]

    def uri(self, bucket: str) -> str:
        return f"s3://{bucket}/code/{self.digest}"

    def archive(self) -> bytes:
        """The form that a training job takes: the files at the root of a tar.gz, without dates or owners."""
        content = io.BytesIO()
        with (
            gzip.GzipFile(fileobj=content, mode="wb", mtime=0) as packed,
            tarfile.open(fileobj=packed, mode="w") as tar,
        ):
            for name, body in self.files.items():
                entry = tarfile.TarInfo(name)
                entry.size, entry.mode = len(body), 0o644
                tar.addfile(entry, io.BytesIO(body))
        return content.getvalue()


def read_bundle(folder: Path = STEPS) -> CodeBundle:
    """The steps, and beside them what they are told: `configuration.json`."""
    files = {file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*.py"))}
    return CodeBundle(files | {FILE: compiled(read_project())})


def upload(bundle: CodeBundle, settings: Settings, s3: Any) -> str:
    """Upload the code to `bundle.uri`: file by file for processing jobs, as an archive for the training job."""
    objects = {f"steps/{name}": body for name, body in bundle.files.items()}
    objects["sourcedir.tar.gz"] = bundle.archive()
    for name, body in objects.items():
        # A bucket of this name in another account is not this project's: refuse to write there.
        s3.put_object(
            Bucket=settings.bucket,
            Key=f"code/{bundle.digest}/{name}",
            Body=body,
            ExpectedBucketOwner=settings.account,
        )
    return bundle.uri(settings.bucket)
