"""What the tests of proofs share: the templates of this checkout, AWS's managed policy, and the second evaluator."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scripts.configuration import Workspace
from scripts.proofs.prove import ENVIRONMENT, texts_of_checkout
from scripts.proofs.world.people import managed_policy
from scripts.proofs.world.world import Texts, World, make_world

Worlds = Callable[[str, Texts], World]


@pytest.fixture(scope="session")
def workspace() -> Workspace:
    return Workspace.of_this_checkout()


@pytest.fixture(scope="session")
def environment(workspace: Workspace) -> Path:
    return workspace.root / ENVIRONMENT


@pytest.fixture(scope="session")
def texts(workspace: Workspace) -> Texts:
    return texts_of_checkout(workspace)[1]


@pytest.fixture(scope="session")
def managed(environment: Path) -> dict[str, Any]:
    return managed_policy(environment)


@pytest.fixture(scope="session")
def worlds(managed: dict[str, Any]) -> Worlds:
    """A world of a product, of templates that a test may have changed."""

    def make(product: str, texts: Texts) -> World:
        return make_world(product, texts, managed)

    return make
