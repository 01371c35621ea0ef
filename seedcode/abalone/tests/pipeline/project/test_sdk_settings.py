"""What the SageMaker SDK reads of its configuration."""

import jsonschema
import pytest
from sagemaker.core.common_utils import get_sagemaker_config_value
from sagemaker.core.config import config

from project.sdk_settings import once

OPT_OUT = "SageMaker.PythonSDK.Modules.TelemetryOptOut"


def test_no_usage_data_are_sent():
    found = config.load_sagemaker_config()
    assert get_sagemaker_config_value(None, OPT_OUT, sagemaker_config=found) is True


def test_a_configuration_that_the_sdk_does_not_know_is_refused():
    with pytest.raises(jsonschema.ValidationError, match="PythonSDK"):
        get_sagemaker_config_value(None, OPT_OUT, {"SchemaVersion": "1.0", "SageMaker": {"PythonSDK": "none"}})


def test_each_configuration_is_checked_once_and_a_refused_one_every_time():
    checked = []

    def check(configuration):
        checked.append(dict(configuration))
        if not configuration["good"]:
            raise ValueError("refused")

    check_once = once(check)
    changing = {"good": True}
    check_once(changing)
    check_once({"good": True})
    changing["good"] = False
    for _ in range(2):
        with pytest.raises(ValueError, match="refused"):
            check_once(changing)
    assert checked == [{"good": True}, {"good": False}, {"good": False}]
