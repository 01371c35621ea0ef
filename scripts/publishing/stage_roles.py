"""Checks that the accounts of the stages have the roles that pipelines deploy with.

CodePipeline assumes the role of every action while it creates a pipeline, so a missing one ends a launch.
"""

from collections.abc import Iterator, Mapping

from scripts.publishing.existing import ExistingStackSet


def stage_problems(stages: Mapping[str, str], target: ExistingStackSet | None) -> Iterator[str]:
    """Pure: `stages` are accounts by stage, `target` is the existing StackSet of their roles."""
    instances = {instance.account: instance for instance in target.instances} if target else {}
    for stage, account in stages.items():
        instance = instances.get(account)
        if instance is None:
            yield (
                f"{account} ({stage}) is in no unit of `targets` and has no roles to deploy with: "
                "products that deploy cannot be launched"
            )
        elif instance.status != "CURRENT":
            reason = f": {instance.reason}" if instance.reason else ""
            yield f"{account} ({stage}) has no roles to deploy with yet, its stack is {instance.status}{reason}"
