"""Settings that a launch could read from elsewhere."""

from typing import Any

from scripts.gate.rules.settings_redirect import check
from tests.scripts.gate.small import reported, template

NAME = "/mlops-catalog/asset-bucket"


def of(**parameter: Any) -> list[str]:
    setting = {"Type": "AWS::SSM::Parameter::Value<String>", **parameter}
    return reported(check, template({}, Parameters={"AssetBucket": setting}))


def test_a_setting_is_read_from_its_one_name() -> None:
    assert of(Default=NAME, AllowedValues=[NAME]) == []
    assert of(Default=NAME) == ["AssetBucket"]
    assert of(Default=NAME, AllowedPattern="^/mlops-catalog/[a-z0-9/-]+$") == ["AssetBucket"]
    assert of(Default=NAME, AllowedValues=[NAME, "/attacker"]) == ["AssetBucket"]
    assert of(Default="/attacker", AllowedValues=["/attacker"]) == ["AssetBucket"]


def test_what_a_launch_writes_is_no_setting() -> None:
    written = "/mlops-catalog-models/x/bucket"
    assert of(Default=written, AllowedValues=[written]) == ["AssetBucket"]
