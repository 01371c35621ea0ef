"""Services assume the roles of the templates by the source keys that some document promises, and by no others."""

from fnmatch import fnmatchcase
from typing import Any

import pytest

from sandbox.iam import source_keys
from tests.templates.rendered import FOUNDATIONS, PRODUCTS
from tests.templates.statements import Found, trust_of

ALL = [*PRODUCTS, *FOUNDATIONS]
ACCOUNT = "222222222222"
KEYS = {"aws:SourceAccount", "aws:SourceArn"}
# SageMaker AI Developer Guide, "Cross-service confused deputy prevention": the literal value for endpoints and Studio.
OF_THE_WHOLE_ACCOUNT = f"arn:aws:sagemaker:ap-southeast-1:{ACCOUNT}:*"


def _of_services(name: str) -> list[tuple[str, Found]]:
    trusts = [(found.statement["Principal"], found) for found in trust_of(name)]
    return [(principal["Service"], found) for principal, found in trusts if "Service" in principal]


def _asked(found: Found, *, if_there: bool) -> dict[str, Any]:
    """The source keys that a statement requires: if they are sent, or in any case."""
    conditions = found.statement.get("Condition", {})
    chosen = [keys for operator, keys in conditions.items() if operator.endswith("IfExists") is if_there]
    return {key: value for keys in chosen for key, value in keys.items() if key in KEYS}


@pytest.mark.parametrize("name", ALL)
def test_a_service_that_documents_its_source_keys_is_held_to_them(name: str) -> None:
    for service, found in _of_services(name):
        if service in source_keys.DOCUMENTED:
            asked = _asked(found, if_there=False)
            assert asked["aws:SourceAccount"] == ACCOUNT, found
            assert f":{ACCOUNT}:" in asked["aws:SourceArn"], found


@pytest.mark.parametrize("name", ALL)
def test_a_service_that_documents_none_gets_in_without_them(name: str) -> None:
    for service, found in _of_services(name):
        if service not in source_keys.DOCUMENTED:
            assert _asked(found, if_there=False) == {}, found
            assert ACCOUNT in _asked(found, if_there=True)["aws:SourceAccount"], found


@pytest.mark.parametrize("name", ALL)
def test_sagemaker_gets_in_with_the_literal_source_of_endpoints_and_studio(name: str) -> None:
    for service, found in _of_services(name):
        if service == "sagemaker.amazonaws.com":
            assert fnmatchcase(OF_THE_WHOLE_ACCOUNT, _asked(found, if_there=False)["aws:SourceArn"]), found


def test_services_of_both_kinds_are_trusted_somewhere() -> None:
    """Else the tests above would hold for templates without roles."""
    trusted = {service for name in ALL for service, _ in _of_services(name)}
    assert trusted >= source_keys.DOCUMENTED.keys()
    assert trusted >= {
        f"{name}.amazonaws.com" for name in ("cloudformation", "codepipeline", "lambda", "servicecatalog")
    }
