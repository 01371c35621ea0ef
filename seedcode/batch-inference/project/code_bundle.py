"""The folder steps/ with what `batch.toml` says, at a key that follows the content: same code, same key."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from project.configuration import Configuration
from project.settings import Settings

STEPS = Path(__file__).parents[1] / "steps"
TOLD = "settings.json"


@dataclass(frozen=True)
class CodeBundle:
    """The files of steps/ by name, and what they are told."""

    files: dict[str, bytes]

    @property
    def prefix(self) -> str:
        lines = (f"{name} {hashlib.sha256(content).hexdigest()}\n" for name, content in self.files.items())
        return f"code/{hashlib.sha256(''.join(lines).encode()).hexdigest()[:16]}"


def read_bundle(configuration: Configuration, folder: Path = STEPS) -> CodeBundle:
    files = {file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*.py"))}
    return CodeBundle(files | {TOLD: (json.dumps(configuration.told, indent=1) + "\n").encode()})


def upload(bundle: CodeBundle, settings: Settings, s3: Any) -> None:
    """A bucket of this name in another account is not this project's: refuse to write there."""
    for name, body in bundle.files.items():
        s3.put_object(
            Bucket=settings.bucket,
            Key=f"{bundle.prefix}/{name}",
            Body=body,
            ExpectedBucketOwner=settings.account,
        )
