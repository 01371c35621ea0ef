"""The model as SageMaker hands it from step to step: an archive, whose digest the registry records."""

import hashlib
from pathlib import Path

from support.model_files import refuse_programs
from support.unpacking import unpack_archive


def unpack(model: Path) -> Path:
    """The folder of the model: SageMaker hands over an archive, a local run a folder. No file of it may run code."""
    folder = _unpacked(model)
    refuse_programs(folder)
    return folder


def _unpacked(model: Path) -> Path:
    archive = model / "model.tar.gz"
    if not archive.exists():
        return model
    unpack_archive(archive, model / "unpacked")
    return model / "unpacked"


def digest(model: Path) -> str:
    """What the registry records, so that no other file can be deployed under this version's name."""
    archive = model / "model.tar.gz"
    file = archive if archive.exists() else min(model.glob("model.*"))
    return hashlib.sha256(file.read_bytes()).hexdigest()
