"""One real run for all tests of the steps: Spark, XGBoost and the report on the Seattle data."""

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
        examples=build / "examples",
        model=build / "model",
        evaluation=build / "evaluation",
    )
