"""What several tests share."""

from pathlib import Path

import numpy as np
import pytest

from baseline import Baseline
from example import answered, people, write_baseline

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("baseline")


@pytest.fixture(scope="session")
def baseline(folder: Path) -> Baseline:
    return write_baseline(folder)


@pytest.fixture
def rows():
    """Rows of today, with the answers of the model: `rows(2000)`, or of other people with another seed."""

    def drawn(many: int, seed: int = 5):
        random = np.random.default_rng(seed)
        return answered(people(random, many), random)

    return drawn
