"""One real run for all tests of the steps: on a generated table with the fifteen columns of the census."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from local import run


@pytest.fixture(scope="session")
def local_run(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    build: Path = tmp_path_factory.mktemp("build")
    result = run("", build)
    return SimpleNamespace(
        result=result,
        raw=build / "raw",
        examples=build / "examples",
        model=build / "model",
        evaluation=build / "evaluation",
    )
