"""Folders of builds, jobs and endpoints, below the state folder."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def scratch(kind: str, name: str) -> Iterator[Path]:
    """An empty folder that is removed at the end."""
    folder = kept("runs", kind, name)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def kept(*names: str) -> Path:
    """An empty folder that stays."""
    folder = Path(os.environ["SANDBOX_STATE"]).resolve().joinpath(*names)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
