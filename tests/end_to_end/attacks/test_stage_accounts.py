"""Accounts of the organisation, and one outside of it, that ask for roles in production (findings 2 and 4)."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from scripts.rehearsal.attacks.scene import Session, Target
from templates import names
from tests.end_to_end.attacks.conftest import STAGES

PROVISIONER = f"arn:aws:iam::{STAGES['production']}:role/mlops-catalog/{names.PREFIX}-stage-provisioner"
FUNCTION = f"{names.PREFIX}-stages-function"
TAG = "development-account"
REFUSED = "AccessDenied|not authorized"


@pytest.fixture(params=["staging", "outsider", "hub"])
def forged_function(request: pytest.FixtureRequest, person: Callable[[str], Session]) -> Iterator[Session]:
    """A role in another account that is named like the function which asks for stage roles."""
    owner = person(request.param)
    iam, account = owner.client("iam"), owner.client("sts").get_caller_identity()["Account"]
    trust = {"Effect": "Allow", "Principal": {"AWS": account}, "Action": ["sts:AssumeRole", "sts:TagSession"]}
    everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    made = iam.create_role(RoleName=FUNCTION, Path=names.PATH, AssumeRolePolicyDocument=_document(trust))["Role"]
    iam.put_role_policy(RoleName=FUNCTION, PolicyName="everything", PolicyDocument=_document(everything))
    yield owner.assume(made["Arn"], {})
    iam.delete_role_policy(RoleName=FUNCTION, PolicyName="everything")
    iam.delete_role(RoleName=FUNCTION)


def test_no_account_asks_in_the_name_of_another(forged_function: Session, victim: Target) -> None:
    with pytest.raises(ClientError, match=REFUSED):
        forged_function.assume(PROVISIONER, {TAG: victim.project.account})


def test_no_account_asks_without_its_number(forged_function: Session) -> None:
    with pytest.raises(ClientError, match=REFUSED):
        forged_function.assume(PROVISIONER, {})


def test_no_other_role_of_an_account_asks(person: Callable[[str], Session], victim: Target) -> None:
    with pytest.raises(ClientError, match=REFUSED):
        person("development").assume(PROVISIONER, {TAG: victim.project.account})


def _document(statement: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
