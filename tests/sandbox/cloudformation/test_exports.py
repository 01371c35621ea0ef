"""Exports are unique, and stay as they are while another stack imports them."""

from typing import Any

import pytest


def exporting(value: str, name: str) -> dict[str, Any]:
    output = {"Value": value, "Export": {"Name": name}}
    return {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}, "Outputs": {"Shared": output}}


def importing(name: str) -> dict[str, Any]:
    properties = {"Type": "String", "Value": {"Fn::ImportValue": name}}
    return {"Resources": {"Copy": {"Type": "AWS::SSM::Parameter", "Properties": properties}}}


def reasons(sandbox: Any, stack: str, status: str) -> list[str]:
    events = sandbox.client("cloudformation").describe_stack_events(StackName=stack)["StackEvents"]
    return [event["ResourceStatusReason"] for event in events if event["ResourceStatus"] == status]


def test_an_export_name_that_is_taken_rolls_the_stack_back(sandbox: Any) -> None:
    sandbox.deploy("first-exporter", exporting("a", "taken"))
    stack = sandbox.deploy("second-exporter", exporting("b", "taken"))
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert reasons(sandbox, "second-exporter", "ROLLBACK_IN_PROGRESS") == [
        "Export with name taken is already exported by stack first-exporter. Rollback requested by user."
    ]


@pytest.mark.parametrize(
    ("changed", "verb"), [(exporting("b", "used"), "updated"), (exporting("a", "renamed"), "deleted")]
)
def test_an_export_in_use_cannot_be_changed(sandbox: Any, changed: Any, verb: str) -> None:
    name = f"exporter-{verb}"
    before = exporting("a", f"used-{verb}")
    sandbox.deploy(name, before)
    sandbox.deploy(f"importer-{verb}", importing(f"used-{verb}"))
    changed["Outputs"]["Shared"]["Export"]["Name"] += f"-{verb}"
    stack = sandbox.update(name, changed)
    assert stack["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert f"cannot be {verb} as it is in use by importer-{verb}" in str(
        reasons(sandbox, name, "UPDATE_ROLLBACK_IN_PROGRESS")
    )


def test_a_stack_whose_export_is_in_use_stays_and_says_why(sandbox: Any) -> None:
    sandbox.deploy("kept-exporter", exporting("a", "kept"))
    sandbox.deploy("kept-importer", importing("kept"))
    stacks = sandbox.client("cloudformation")
    stacks.delete_stack(StackName="kept-exporter")
    stack = stacks.describe_stacks(StackName="kept-exporter")["Stacks"][0]
    assert stack["StackStatus"] == "CREATE_COMPLETE"
    assert stack["StackStatusReason"] == (
        "Delete canceled. Cannot delete export kept as it is in use by kept-importer."
    )


def test_an_export_that_an_update_leaves_out_is_gone(sandbox: Any) -> None:
    sandbox.deploy("leaving-out", exporting("a", "left-out"))
    sandbox.update("leaving-out", exporting("a", "put-in"))
    exports = sandbox.client("cloudformation").list_exports()["Exports"]
    names = {export["Name"] for export in exports}
    assert "put-in" in names
    assert "left-out" not in names


def test_an_export_that_is_not_there_fails_the_stack_that_imports_it(sandbox: Any) -> None:
    stack = sandbox.deploy("lonely-importer", importing("not-exported"))
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert reasons(sandbox, "lonely-importer", "ROLLBACK_IN_PROGRESS") == [
        "No export named not-exported found. Rollback requested by user."
    ]
    assert sandbox.failures("lonely-importer") == []
