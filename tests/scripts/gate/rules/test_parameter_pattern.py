"""Parameters that take text with a meaning of its own."""

from typing import Any

import pytest

from scripts.gate.rules.parameter_pattern import check
from tests.scripts.gate.small import reported, template


def of(name: str = "Branch", **parameter: Any) -> list[str]:
    return reported(check, template({}, Parameters={name: {"Type": "String", **parameter}}))


def test_a_pattern_of_names_is_good() -> None:
    assert of(AllowedPattern="^[a-z0-9]{1,20}$") == []


@pytest.mark.parametrize("pattern", [".*", "^.+$", "^[^ ]+$", "^[a-zA-Z0-9./-]{0,99}$", r"^[\w$(){}]+$"])
def test_an_open_pattern_is_reported(pattern: str) -> None:
    assert of(AllowedPattern=pattern) == ["Branch"]


def test_text_without_a_pattern_and_a_default_outside_of_it_are_reported() -> None:
    assert of() == ["Branch"]
    assert of(AllowedPattern="^[a-z]{1,9}$", Default="9") == ["Branch"]


def test_a_choice_has_a_default_of_its_values_and_none_that_means_everything() -> None:
    assert of(AllowedValues=["a", "b"], Default="b") == []
    assert of(AllowedValues=["a", "b"], Default="c") == ["Branch"]
    assert of(AllowedValues=["a", "*"], Default="a") == ["Branch"]


def test_the_project_s_id_has_the_form_that_sagemaker_gives_it() -> None:
    assert of("SageMakerProjectId", AllowedPattern="^p-[a-z0-9]{12,13}$") == []
    assert of("SageMakerProjectId", AllowedPattern="^[a-z0-9](-*[a-z0-9]){0,19}$") == ["SageMakerProjectId"]


def test_a_project_s_name_holds_no_id_of_another() -> None:
    assert of("SageMakerProjectName", AllowedPattern="^[a-z0-9](-*[a-z0-9]){0,31}$") == ["SageMakerProjectName"]
    without = "^(?!(.*-)?p-[a-z0-9]{12,13}(-|$))[a-z0-9](-*[a-z0-9]){0,31}$"
    assert of("SageMakerProjectName", AllowedPattern=without) == []


def test_the_bucket_of_captured_data_is_a_project_s() -> None:
    bucket = "^$|^sagemaker-p-[a-z0-9]{12,13}-[a-z0-9]{1,20}$"
    for pattern, expected in ((bucket, []), ("^[a-z0-9-]{0,63}$", ["CapturedDataBucket"])):
        assert of("CapturedDataBucket", AllowedPattern=pattern) == expected


def test_captured_data_is_below_its_own_prefixes() -> None:
    folder = "^(endpoints/|predictions/)([a-z]{1,20}/)*$"
    for pattern, expected in ((folder, []), ("^([a-z]{1,20}/)*$", ["CapturedDataPrefix"])):
        assert of("CapturedDataPrefix", AllowedPattern=pattern) == expected
