"""Who writes settings."""

from scripts.gate.rules.setting_written import check
from tests.scripts.gate.small import allow, granted, own


def test_a_launch_writes_about_models_and_no_setting() -> None:
    assert granted(check, allow("ssm:PutParameter", own("ssm", "parameter/mlops-catalog-models/*")))
    assert granted(check, allow("ssm:GetParameters", own("ssm", "parameter/mlops-catalog/*")))
    assert not granted(check, allow("ssm:PutParameter", own("ssm", "parameter/mlops-catalog/*")))
    assert not granted(check, allow("ssm:PutParameter", own("ssm", "parameter/*")))
    assert not granted(check, allow("ssm:DeleteParameters", "*"))
