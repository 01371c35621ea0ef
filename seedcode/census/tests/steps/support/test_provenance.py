"""What is known of how a model was made."""

import re

import pytest

from support.provenance import provenance


def test_commit_training_job_and_time_are_recorded():
    found = provenance({"SOURCE_COMMIT": "4f1c", "TRAINING_JOB_ARN": "arn:one"})
    assert (found["commit"], found["training_job"]) == ("4f1c", "arn:one")
    assert re.fullmatch(r"20\d\d-\d\d-\d\d \d\d:\d\d UTC", found["when"])


@pytest.mark.parametrize("environment", [{}, {"SOURCE_COMMIT": "none"}, {"SOURCE_COMMIT": ""}])
def test_an_unknown_commit_is_left_out(environment: dict[str, str]):
    assert set(provenance(environment)) == {"when"}
