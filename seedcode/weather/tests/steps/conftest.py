"""One real run for all tests of the steps: Spark, XGBoost and the report on the Seattle data, whatever yours are."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from project import configuration
from project.configuration import read_project
from project.local import run

SEATTLE = Path(__file__).parent / "seattle"


@pytest.fixture(scope="session", autouse=True)
def settings_of_seattle() -> Iterator[None]:
    """What the notebook reads while it is tested: the example data are Seattle's, whatever yours are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(configuration, "read_project", lambda: read_project(SEATTLE))
        yield


@pytest.fixture(scope="session")
def local_run(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    build: Path = tmp_path_factory.mktemp("build")
    result = run("", build, read_project(SEATTLE))
    return SimpleNamespace(
        result=result,
        examples=build / "examples",
        model=build / "model",
        evaluation=build / "evaluation",
    )
