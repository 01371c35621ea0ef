"""cfn-lint finds no error and no warning in any template, in any region that it may be published to."""

import pytest
from cfnlint.api import ManualArgs, lint

from tests.templates.rendered import TEMPLATES, template_of, text_of, walk

REGIONS = ["us-east-1", "eu-west-1", "ap-southeast-1"]


@pytest.mark.parametrize("name", TEMPLATES)
def test_template_has_no_errors_and_no_warnings(name: str) -> None:
    findings = lint(text_of(name), config=ManualArgs(regions=REGIONS))
    assert [f"{finding.rule.id} {finding.message} at {finding.path}" for finding in findings] == []


@pytest.mark.parametrize("name", TEMPLATES)
def test_nothing_is_switched_off(name: str) -> None:
    assert [value for value in walk(template_of(name)) if isinstance(value, dict) and "cfn-lint" in value] == []
