"""The policy of a project's key."""

import pytest

from tests.templates.rendered import PROJECT_PRODUCTS, template_of
from tests.templates.statements import resource_of

WITH_KEY = [name for name in PROJECT_PRODUCTS if "Key" in template_of(name)["Resources"]]


@pytest.mark.parametrize("name", WITH_KEY)
def test_the_account_may_use_the_key_through_s3_alone(name: str) -> None:
    (people,) = [
        found
        for found in resource_of(name)
        if found.allows and "kms:ViaService" in str(found.statement.get("Condition"))
    ]
    assert people.actions == ["kms:Decrypt", "kms:GenerateDataKey"]
    assert people.statement["Condition"] == {
        "StringEquals": {"kms:CallerAccount": "222222222222", "kms:ViaService": "s3.ap-southeast-1.amazonaws.com"}
    }
