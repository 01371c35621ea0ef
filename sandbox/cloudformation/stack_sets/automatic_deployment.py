"""Automatic deployment: an account that moves into a unit gets its stacks, one that leaves loses them.

CloudFormation API reference, "AutoDeployment": stack sets follow on their own, each at once, but one with `DependsOn`
begins after those that it names have succeeded. AWS's blog "StackSets dependencies": at most ten of them.
"""

from sandbox.cloudformation.stack_sets import execution, instance_stacks
from sandbox.cloudformation.stack_sets.records import Operation, StackSet
from sandbox.cloudformation.stack_sets.store import STACK_SETS
from sandbox.world import organization


def account_moved(account: str) -> None:
    """Start the operations that follow from an account's new place in the organisation."""
    started: dict[str, list[Operation]] = {}
    automatic = [stack_set for stack_set in STACK_SETS.all() if stack_set.auto_deployment.get("Enabled")]
    for stack_set in sorted(automatic, key=lambda stack_set: _depth(stack_set, automatic)):
        dependencies = [operation for arn in _depends_on(stack_set) for operation in started.get(arn, [])]
        started[stack_set.detail["StackSetARN"]] = _follow(stack_set, account, dependencies)


def _depends_on(stack_set: StackSet) -> list[str]:
    return stack_set.auto_deployment.get("DependsOn", [])


def _depth(stack_set: StackSet, automatic: list[StackSet]) -> int:
    dependencies = [other for other in automatic if other.detail["StackSetARN"] in _depends_on(stack_set)]
    return 1 + max((_depth(dependency, automatic) for dependency in dependencies), default=0)


def _follow(stack_set: StackSet, account: str, dependencies: list[Operation]) -> list[Operation]:
    # Automatic deployment ignores the preferences of operations, and waits for those that run.
    wanted = {
        region for unit, regions in stack_set.units.items() for region in regions if unit in organization.path(account)
    }
    present = {region for target, region in stack_set.targets() if target == account}
    retain = stack_set.auto_deployment.get("RetainStacksOnAccountRemoval", False)
    changes = (
        ("CREATE", wanted - present, instance_stacks.deployment(stack_set)),
        ("DELETE", present - wanted, instance_stacks.removal(stack_set, retain=retain)),
    )
    return [
        execution.start_after(dependencies, stack_set, action, [(account, region) for region in sorted(regions)], work)
        for action, regions, work in changes
        if regions
    ]
