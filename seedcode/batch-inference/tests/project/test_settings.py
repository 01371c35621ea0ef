"""What the build of the project sets."""

import pytest

from project.images import RegionError, image
from project.settings import VARIABLES, SettingError, read_settings

ENVIRONMENT = dict.fromkeys(VARIABLES.values(), "a") | {"PIPELINE_ROLE_ARN": "arn:aws:iam::111122223333:role/jobs"}


def test_every_variable_that_is_missing_is_named():
    with pytest.raises(SettingError, match="not set: PIPELINE_NAME, ARTIFACT_BUCKET"):
        read_settings(ENVIRONMENT | {"PIPELINE_NAME": "", "ARTIFACT_BUCKET": ""})


def test_the_account_is_that_of_the_role_and_tags_of_the_platform_are_kept():
    found = read_settings(ENVIRONMENT | {"SAGEMAKER_PROJECT_TAGS": "cost=7"})
    assert found.account == "111122223333"
    assert {tag["Key"] for tag in found.tags} == {"cost", "sagemaker:project-name", "sagemaker:project-id"}


def test_a_tag_without_value_is_refused():
    with pytest.raises(SettingError, match="cost has no value"):
        read_settings(ENVIRONMENT | {"SAGEMAKER_PROJECT_TAGS": "cost"})


def test_a_region_without_the_image_is_refused():
    assert image("cn-north-1").startswith("450853457545.dkr.ecr.cn-north-1.amazonaws.com.cn/")
    with pytest.raises(RegionError, match="no scikit-learn image in mars-1"):
        image("mars-1")
