"""Checks that the accounts of the stages let launches make roles in them: boundary, provisioner and service role.

Without them, a launch of a product that deploys ends with the sentence of the function for stages.
"""

from collections.abc import Iterator, Mapping

from scripts.publishing.existing import ExistingStackSet


def stage_problems(stages: Mapping[str, str], target: ExistingStackSet | None) -> Iterator[str]:
    """Pure: `stages` are accounts by stage, `target` is the existing StackSet of what launches need there."""
    instances = {instance.account: instance for instance in target.instances} if target else {}
    for stage, account in stages.items():
        instance = instances.get(account)
        if instance is None:
            yield (
                f"{account} ({stage}) is in no unit of `targets` and lets no launch make roles in it: "
                "products that deploy cannot be launched"
            )
        elif instance.status != "CURRENT":
            reason = f": {instance.reason}" if instance.reason else ""
            yield f"{account} ({stage}) lets no launch make roles in it yet, its stack is {instance.status}{reason}"
