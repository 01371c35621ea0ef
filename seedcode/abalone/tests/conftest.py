"""What all tests share: the image of the project as its build sets it, and one real run on the example data."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/abalone@sha256:" + "0" * 64


@pytest.fixture(scope="session", autouse=True)
def image() -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IMAGE_URI", IMAGE)
        yield IMAGE


@pytest.fixture(scope="session")
def local_run(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    # The pipeline's tests have another environment, without what a run needs.
    from local import run

    build: Path = tmp_path_factory.mktemp("build")
    result = run("", build)
    return SimpleNamespace(
        result=result,
        raw=build / "raw",
        examples=build / "examples",
        model=build / "model",
        evaluation=build / "evaluation",
    )
