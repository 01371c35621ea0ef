"""What all tests share: the image of the project as its build sets it."""

from collections.abc import Iterator

import pytest

IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/abalone@sha256:" + "0" * 64


@pytest.fixture(scope="session", autouse=True)
def image() -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IMAGE_URI", IMAGE)
        yield IMAGE
