"""Failures in single accounts of a StackSet, and what to do about them."""

import re
from collections.abc import Iterable

from scripts.errors import UnfinishedError
from scripts.publishing.existing import StackInstance

ROLLED_BACK = re.compile(r"is in ROLLBACK_(COMPLETE|FAILED) state")
# CloudFormation also checks names before it begins; its message is then only to call DescribeEvents.
ALREADY_EXISTS = re.compile(r"already exist|call DescribeEvents", re.IGNORECASE)
CLEAN_UP = "an account that was here before keeps what it had: README, An account that comes back"
FIX = "the others are done; fix the cause in these and publish again"


def rolled_back(instance: StackInstance) -> bool:
    """Whether the stack's first creation failed, by CloudFormation's message; such a stack has no resources.

    Nothing else counts: a stack whose update failed is in use and must never be deleted.
    """
    return instance.status != "CURRENT" and bool(ROLLED_BACK.search(instance.reason))


def raise_failures(title: str, instances: Iterable[StackInstance]) -> None:
    """Raises UnfinishedError when stacks are behind.

    An operation that succeeded can hide failures that it tolerated, so the stacks themselves are checked.
    """
    behind = [instance for instance in instances if instance.status != "CURRENT" and not instance.left_out]
    if behind:
        reasons = "; ".join(f"{item.account} ({item.region}): {item.reason or item.status}" for item in behind)
        problem = f"{title} failed in {len(behind)} of the accounts: {reasons}"
        came_back = any(ALREADY_EXISTS.search(item.reason) for item in behind)
        raise UnfinishedError(problem, hint=CLEAN_UP if came_back else FIX)


def left_out_sentences(instances: Iterable[StackInstance]) -> tuple[str, ...]:
    """One sentence for each account that StackSets skip."""
    skipped = {instance.account: instance for instance in instances if instance.left_out}
    return tuple(
        f"{account} was left out: {instance.reason or instance.detail or instance.status}"
        for account, instance in sorted(skipped.items())
    )
