"""Says what went wrong in single accounts of a StackSet, and what to do about it there."""

import re
from collections.abc import Iterable

from scripts.errors import UnfinishedError
from scripts.publishing.existing import Instance

ROLLED_BACK = re.compile(r"is in ROLLBACK_(COMPLETE|FAILED) state")
# CloudFormation also looks at names before it begins, and then tells no more than to call DescribeEvents.
ALREADY_THERE = re.compile(r"already exist|call DescribeEvents", re.IGNORECASE)
CLEAN_UP = "an account that was here before keeps what it had: README, An account that comes back"
FIX = "the others are done; fix the cause in these and publish again"


def rolled_back(instance: Instance) -> bool:
    """Whether CloudFormation says that the stack's first creation failed; such a stack holds nothing.

    Only its own words count: a stack whose update failed is in use and must never be deleted.
    """
    return instance.status != "CURRENT" and bool(ROLLED_BACK.search(instance.reason))


def raise_failures(title: str, instances: Iterable[Instance]) -> None:
    """Raises UnfinishedError when stacks are behind.

    An operation that succeeded can hide failures that it tolerated: only the stacks tell.
    """
    behind = [instance for instance in instances if instance.status != "CURRENT" and not instance.left_out]
    if behind:
        reasons = "; ".join(f"{item.account} ({item.region}): {item.reason or item.status}" for item in behind)
        problem = f"{title} failed in {len(behind)} of the accounts: {reasons}"
        came_back = any(ALREADY_THERE.search(item.reason) for item in behind)
        raise UnfinishedError(problem, hint=CLEAN_UP if came_back else FIX)


def left_out_sentences(instances: Iterable[Instance]) -> tuple[str, ...]:
    """One sentence for each account that StackSets pass over."""
    passed = {instance.account: instance for instance in instances if instance.left_out}
    return tuple(
        f"{account} was left out: {instance.reason or instance.detail or instance.status}"
        for account, instance in sorted(passed.items())
    )
