"""Reads from AWS Organizations where the hub is, and which accounts are suspended."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from scripts.errors import ConfigurationError

if TYPE_CHECKING:
    from scripts.aws.account import Account


def is_management(account: "Account", number: str) -> bool:
    """Whether the account is the organisation's management account."""
    return account.organizations().describe_organization()["Organization"].get("MasterAccountId") == number


def is_suspended(account: "Account", number: str) -> bool:
    """Whether an account was closed: no one can sign in to it, and StackSets skip it."""
    return account.organizations().describe_account(AccountId=number)["Account"].get("Status") == "SUSPENDED"


def require_outside(account: "Account", number: str, units: Mapping[str, str]) -> None:
    """Raises ConfigurationError when the account is below one of `units`, names by id.

    The launch role of the hub would be created twice. Excluding the hub by an account filter is no way out: automatic
    deployments do not consider filters (CloudFormation User Guide, "Enable or disable automatic deployments").
    """
    for unit in sorted(units_above(account, number) & units.keys()):
        problem = f"the hub {number} is below the unit {units[unit]} ({unit}), which receives roles of the same names"
        raise ConfigurationError(problem, hint="move the hub out of it, or name units that do not contain the hub")


def units_above(account: "Account", number: str) -> frozenset[str]:
    """The ids of the units that an account is below, at any depth, and that of the root."""
    client, child, found = account.organizations(), number, set[str]()
    while parents := client.list_parents(ChildId=child)["Parents"]:
        child = parents[0].get("Id", "")
        found.add(child)
        if parents[0].get("Type") == "ROOT":
            break
    return frozenset(found)
