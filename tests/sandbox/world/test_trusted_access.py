"""What the management account must do before a hub can publish, and in which order AWS takes it."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.preparation import CATALOG, STACK_SETS, readme_commands, run, undo

UNIT = {"Type": "ORGANIZATIONAL_UNIT", "Value": "ou-sand-mlopsdev"}


@pytest.fixture
def unprepared(sandbox: Any) -> Iterator[Any]:
    """An organisation in which nobody has prepared anything; afterwards it is as it was."""
    undo(sandbox)
    yield sandbox
    undo(sandbox)
    for command in readme_commands():
        run(sandbox, command)


def test_readmes_lines_prepare_an_organisation_in_their_order(unprepared: Any) -> None:
    *_, last = [run(unprepared, command) for command in readme_commands()]
    assert {each["ServicePrincipal"] for each in last["DelegatedServices"]} == {CATALOG, STACK_SETS}
    hub = unprepared.client("cloudformation", unprepared.hub)
    assert "Summaries" in hub.list_stack_sets(CallAs="DELEGATED_ADMIN")
    catalog = unprepared.client("servicecatalog", unprepared.hub)
    assert catalog.get_aws_organizations_access_status()["AccessStatus"] == "ENABLED"


@pytest.mark.parametrize("service", [CATALOG, STACK_SETS])
def test_a_delegate_is_refused_before_the_service_has_access(unprepared: Any, service: str) -> None:
    organizations = unprepared.client("organizations", unprepared.management)
    with pytest.raises(ClientError) as refused:
        organizations.register_delegated_administrator(AccountId=unprepared.hub, ServicePrincipal=service)
    assert refused.value.response["Error"]["Code"] == "ConstraintViolationException"
    assert refused.value.response["Reason"] == "SERVICE_ACCESS_NOT_ENABLED"


def test_organizations_alone_cannot_switch_stack_sets_on(unprepared: Any) -> None:
    organizations = unprepared.client("organizations", unprepared.management)
    with pytest.raises(ClientError, match="unrecognized service principal"):
        organizations.enable_aws_service_access(ServicePrincipal="stacksets.cloudformation.amazonaws.com")
    organizations.enable_aws_service_access(ServicePrincipal=STACK_SETS)
    organizations.register_delegated_administrator(AccountId=unprepared.hub, ServicePrincipal=STACK_SETS)
    with pytest.raises(ClientError, match="You must enable organizations access"):
        unprepared.client("cloudformation", unprepared.hub).list_stack_sets(CallAs="DELEGATED_ADMIN")


def test_nothing_is_shared_with_a_unit_before_access_is_enabled_in_service_catalog(unprepared: Any) -> None:
    organizations = unprepared.client("organizations", unprepared.management)
    organizations.enable_aws_service_access(ServicePrincipal=CATALOG)
    organizations.register_delegated_administrator(AccountId=unprepared.hub, ServicePrincipal=CATALOG)
    catalog = unprepared.client("servicecatalog", unprepared.hub)
    portfolio = catalog.create_portfolio(DisplayName="early", ProviderName="hub")["PortfolioDetail"]["Id"]
    with pytest.raises(ClientError, match="AWSOrganizationsAccess must be enabled"):
        catalog.create_portfolio_share(PortfolioId=portfolio, OrganizationNode=UNIT)


def test_only_the_management_account_prepares(sandbox: Any) -> None:
    with pytest.raises(ClientError, match="AccessDenied"):
        sandbox.client("organizations", sandbox.hub).enable_aws_service_access(ServicePrincipal=CATALOG)
    with pytest.raises(ClientError, match="not authorized"):
        sandbox.client("servicecatalog", sandbox.hub).enable_aws_organizations_access()
    with pytest.raises(ClientError, match="InvalidOperationException"):
        sandbox.client("cloudformation", sandbox.hub).activate_organizations_access()


def test_the_management_account_is_nobodys_delegate(sandbox: Any) -> None:
    organizations = sandbox.client("organizations", sandbox.management)
    with pytest.raises(ClientError, match="cannot register master account"):
        organizations.register_delegated_administrator(AccountId=sandbox.management, ServicePrincipal=CATALOG)


def test_a_delegate_must_be_allowed_to_list_delegates(sandbox: Any) -> None:
    """Without that permission StackSets answer as if the account were no delegate."""
    root = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{sandbox.hub}:root"}, "Action": "sts:AssumeRole"}
    trust = json.dumps({"Version": "2012-10-17", "Statement": [root]})
    allowed = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"cloudformation:*","Resource":"*"}]}'
    iam = sandbox.client("iam", sandbox.hub)
    iam.create_role(RoleName="half", AssumeRolePolicyDocument=trust)
    iam.put_role_policy(RoleName="half", PolicyName="half", PolicyDocument=allowed)
    half = sandbox.client_with("cloudformation", sandbox.assume("arn:aws:iam::111111111111:role/half", sandbox.hub))
    with pytest.raises(ClientError, match="Account used is not a delegated administrator"):
        half.list_stack_sets(CallAs="DELEGATED_ADMIN")
    iam.put_role_policy(
        RoleName="half", PolicyName="list", PolicyDocument=re.sub("cloudformation:.", "organizations:List*", allowed)
    )
    assert "Summaries" in half.list_stack_sets(CallAs="DELEGATED_ADMIN")
