"""Automatic deployment: an account that moves into a unit gets its stacks, one that leaves loses them."""

from sandbox import organization
from sandbox.stack_sets import execution, instances, store
from sandbox.stack_sets.store import StackSet


def account_moved(account: str) -> None:
    for stack_set in store.everywhere():
        if stack_set.get("AutoDeployment", {}).get("Enabled"):
            _follow(stack_set, account)


def _follow(stack_set: StackSet, account: str) -> None:
    wanted = {region for unit, regions in stack_set["units"].items() for region in regions if _is_under(account, unit)}
    present = {place.split("|")[1] for place in stack_set["instances"] if place.startswith(account)}
    retain = stack_set["AutoDeployment"].get("RetainStacksOnAccountRemoval", False)

    def add(target: str, region: str) -> None:
        instances.deploy(stack_set, target, region)

    def remove(target: str, region: str) -> None:
        instances.delete(stack_set, target, region, retain=retain)

    # Automatic deployment ignores the preferences of operations, and waits for those that run.
    for action, regions, work in (("CREATE", wanted - present, add), ("DELETE", present - wanted, remove)):
        if regions:
            execution.enqueue(stack_set, action, [(account, region) for region in sorted(regions)], work, {})


def _is_under(account: str, unit: str) -> bool:
    return unit in organization.path(account)
