"""Logs that are not kept."""

from typing import Any

from scripts.gate.rules.log_group import check
from tests.scripts.gate.small import KEY, attribute, reported, resource, template

GROUP = {"RetentionInDays": 365, "KmsKeyId": attribute("Key")}


def of(**properties: Any) -> list[str]:
    return reported(check, template({"Key": KEY, "Logs": resource("AWS::Logs::LogGroup", **properties)}))


def test_a_group_is_kept_for_a_year_and_encrypted_with_the_project_s_key() -> None:
    assert of(**GROUP) == []
    assert of(**{**GROUP, "RetentionInDays": 30}) == ["Logs"]
    assert of(KmsKeyId=attribute("Key")) == ["Logs"]
    assert of(RetentionInDays=365) == ["Logs"]


def test_what_runs_writes_to_a_group_of_the_template() -> None:
    logs = resource("AWS::Logs::LogGroup", **GROUP)
    for status, expected in (("ENABLED", []), ("DISABLED", ["Build"])):
        configuration = {"CloudWatchLogs": {"Status": status, "GroupName": {"Ref": "Logs"}}}
        build = resource("AWS::CodeBuild::Project", LogsConfig=configuration)
        assert reported(check, template({"Key": KEY, "Logs": logs, "Build": build})) == expected
    function = resource("AWS::Lambda::Function")
    assert reported(check, template({"Function": function}, "foundation")) == ["Function"]
