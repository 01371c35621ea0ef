"""Automatic deployment: an account that moves into a unit gets its stacks, one that leaves loses them.

CloudFormation API reference, "AutoDeployment": stack sets follow on their own, each at once, but one with `DependsOn`
begins after those that it names have succeeded. AWS's blog "StackSets dependencies": at most ten of them.
"""

from typing import Any

from sandbox.cloudformation.stack_sets import execution, instances, store
from sandbox.cloudformation.stack_sets.store import StackSet
from sandbox.world import organization

Operation = dict[str, Any]


def account_moved(account: str) -> None:
    started: dict[str, list[Operation]] = {}
    following = [each for each in store.everywhere() if each.get("AutoDeployment", {}).get("Enabled")]
    for stack_set in sorted(following, key=lambda each: _depth(each, following)):
        before = [operation for arn in _depends_on(stack_set) for operation in started.get(arn, [])]
        begun = _follow(stack_set, account, before)
        started[stack_set["StackSetARN"]] = [stack_set["operations"][each] for each in begun]


def _depends_on(stack_set: StackSet) -> list[str]:
    return stack_set["AutoDeployment"].get("DependsOn", [])


def _depth(stack_set: StackSet, following: list[StackSet]) -> int:
    named = [each for each in following if each["StackSetARN"] in _depends_on(stack_set)]
    return 1 + max((_depth(each, following) for each in named), default=0)


def _follow(stack_set: StackSet, account: str, before: list[Operation]) -> list[str]:
    wanted = {region for unit, regions in stack_set["units"].items() for region in regions if _is_under(account, unit)}
    present = {place.split("|")[1] for place in stack_set["instances"] if place.startswith(account)}
    retain = stack_set["AutoDeployment"].get("RetainStacksOnAccountRemoval", False)

    def add(target: str, region: str) -> None:
        instances.deploy(stack_set, target, region)

    def remove(target: str, region: str) -> None:
        instances.delete(stack_set, target, region, retain=retain)

    # Automatic deployment ignores the preferences of operations, and waits for those that run.
    begun: list[str] = []
    for action, regions, work in (("CREATE", wanted - present, add), ("DELETE", present - wanted, remove)):
        if regions:
            targets = [(account, region) for region in sorted(regions)]
            begun.append(execution.enqueue(stack_set, action, targets, work, {}, before))
    return begun


def _is_under(account: str, unit: str) -> bool:
    return unit in organization.path(account)
