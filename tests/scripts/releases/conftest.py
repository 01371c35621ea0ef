"""A checkout whose products are candidates."""

import shutil

import pytest

from scripts.configuration import Workspace
from tests.checkouts import make_unrecorded


@pytest.fixture
def unrecorded(workspace: Workspace) -> Workspace:
    """A checkout in which nothing was recorded yet."""
    shutil.rmtree(workspace.releases_folder)
    make_unrecorded(workspace.root)
    return workspace
