"""Secrets, plain links and exports."""

from scripts.gate.rules.shown_text import check
from tests.scripts.gate.small import reported, resource, template


def test_an_output_is_a_link_with_tls_and_no_export() -> None:
    for output, expected in (
        ({"Value": "https://example.com"}, []),
        ({"Value": "http://example.com"}, ["Link"]),
        ({"Value": "x", "Export": {"Name": "x"}}, ["Link"]),
        ({"Value": "{{resolve:secretsmanager:x}}"}, ["Link"]),
    ):
        assert reported(check, template({}, Outputs={"Link": output})) == expected


def test_a_resource_holds_no_secret() -> None:
    key = "AKIA" + "A" * 16
    assert reported(check, template({"Setting": resource("AWS::SSM::Parameter", Value=key)})) == ["Setting"]
    assert reported(check, template({"Setting": resource("AWS::SSM::Parameter", Value="none")})) == []
