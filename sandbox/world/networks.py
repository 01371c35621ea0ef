"""VPCs, subnets and security groups belong to one account and region; a service that is given others refuses.

VPC User Guide, "How Amazon VPC works". The wording of the refusals is ours. What its "Share your VPC subnets with other
accounts" does through Resource Access Manager, the owner's tag `sandbox:shared` does here, for the organisation.
"""

from collections.abc import Iterable
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services import ec2

from sandbox.world import organization

SHARED = "sandbox:shared"


def _have_default_network() -> None:
    """VPC User Guide, "Default VPCs": every account has one in each region; the engine makes it when EC2 is called."""
    if (get_account_id(), get_region()) not in ec2._default_initialized_scopes:
        ec2._init_defaults()


def owner(store: Any, identifier: str) -> str | None:
    """The account whose resource this is: the current one, or one of the organisation that shares it."""
    if identifier in store:
        return get_account_id()
    region = get_region()
    for account in organization.members() if organization.path(get_account_id()) else []:
        tags = ec2._tags.get_scoped(account, region, identifier) or []
        if store.get_scoped(account, region, identifier) and any(tag["Key"] == SHARED for tag in tags):
            return account
    return None


def _record(store: Any, identifier: str) -> dict[str, Any] | None:
    found = owner(store, identifier)
    return store.get_scoped(found, get_region(), identifier) if found else None


def problem(vpc: str | None, subnets: Iterable[str], groups: Iterable[str]) -> str | None:
    """The first thing that this account does not have in this region, or that belongs to another VPC."""
    _have_default_network()
    if vpc and not owner(ec2._vpcs, vpc):
        return f"The vpc ID '{vpc}' does not exist"
    for kind, named, known in (("subnet", subnets, ec2._subnets), ("security group", groups, ec2._security_groups)):
        for identifier in named:
            record = _record(known, identifier)
            if record is None:
                return f"The {kind} ID '{identifier}' does not exist"
            if vpc and record.get("VpcId") != vpc:
                return f"The {kind} '{identifier}' is not in the VPC '{vpc}'"
    return None
