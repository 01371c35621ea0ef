"""The model as SageMaker hands it from step to step: an archive, whose digest the registry records."""

import hashlib
import tarfile
from pathlib import Path

from support.model_files import refuse_programs


def unpack(model: Path) -> Path:
    """The folder of the model: SageMaker hands over an archive, a local run a folder. No file of it may run code."""
    folder = _unpacked(model)
    refuse_programs(folder)
    return folder


def _unpacked(model: Path) -> Path:
    archive = model / "model.tar.gz"
    if not archive.exists():
        return model
    try:
        with tarfile.open(archive) as files:
            files.extractall(model / "unpacked", filter="data")
    except tarfile.FilterError as error:
        raise ValueError(f"{archive}: refused, {error}") from error
    return model / "unpacked"


def digest(model: Path) -> str:
    """What the registry records, so that no other file can be deployed under this version's name."""
    archive = model / "model.tar.gz"
    file = archive if archive.exists() else model / "model.ubj"
    return hashlib.sha256(file.read_bytes()).hexdigest()
