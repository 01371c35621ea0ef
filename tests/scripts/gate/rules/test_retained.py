"""What is lost with its stack."""

import pytest

from scripts.gate.rules.retained import KEPT, check
from tests.scripts.gate.small import reported, template

KEEP = {"DeletionPolicy": "RetainExceptOnCreate", "UpdateReplacePolicy": "Retain"}


@pytest.mark.parametrize("kind", KEPT)
@pytest.mark.parametrize("name", KEEP)
def test_what_holds_data_outlives_its_stack(kind: str, name: str) -> None:
    assert reported(check, template({"Thing": {"Type": kind, **KEEP}})) == []
    assert reported(check, template({"Thing": {"Type": kind, **KEEP, name: "Delete"}})) == ["Thing"]
