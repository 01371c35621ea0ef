"""What comes from the environment."""

import pytest

from project.settings import SettingError, read_settings


def test_none_means_no_network(settings):
    assert settings.subnets == ()
    assert settings.security_groups == ()


def test_addresses_are_separated_by_commas(environment):
    found = read_settings({**environment, "NETWORK_SUBNETS": "subnet-1, subnet-2"})
    assert found.subnets == ("subnet-1", "subnet-2")


def test_every_missing_variable_is_named(environment):
    del environment["KMS_KEY_ARN"]
    with pytest.raises(SettingError, match="KMS_KEY_ARN, DATA_URI"):
        read_settings({**environment, "DATA_URI": ""})


def test_the_platform_teams_tags_are_on_everything_and_never_another_projects(environment):
    found = read_settings(
        {**environment, "SAGEMAKER_PROJECT_TAGS": "mlops-catalog:team=vision,sagemaker:project-id=p-x"}
    )
    assert found.tags == {
        "mlops-catalog:team": "vision",
        "sagemaker:project-name": "demo",
        "sagemaker:project-id": "p-abc123def456",
    }


def test_a_tag_without_a_value_is_named(environment):
    with pytest.raises(SettingError, match="SAGEMAKER_PROJECT_TAGS: team has no value"):
        read_settings({**environment, "SAGEMAKER_PROJECT_TAGS": "team,cost-centre=1001"})
