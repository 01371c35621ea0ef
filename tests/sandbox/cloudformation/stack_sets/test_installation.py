"""Only administrators operate stack sets of the organisation."""

from typing import Any

import pytest
from botocore.exceptions import ClientError


def test_only_a_delegate_may_call_as_one(sandbox: Any) -> None:
    with pytest.raises(ClientError, match="Account used is not a delegated administrator"):
        sandbox.client("cloudformation").list_stack_sets(CallAs="DELEGATED_ADMIN")
    with pytest.raises(ClientError, match="delegated admin account"):
        sandbox.client("cloudformation", sandbox.hub).list_stack_sets()
