"""CloudFormation: stacks and StackSets with their instances."""

from scripts.live.removal.remover import Remover


def remove_stack(remove: Remover, name: str) -> None:
    remove("cloudformation:DeleteStack", StackName=name)
    remove.gone("cloudformation:DescribeStacks", StackName=name)


def remove_stack_set(remove: Remover, name: str) -> None:
    caller = {"StackSetName": name, "CallAs": "DELEGATED_ADMIN"}

    def idle() -> bool:
        operations = remove.all("cloudformation:ListStackSetOperations", "Summaries", **caller)
        return all(operation["Status"] not in ("RUNNING", "QUEUED", "STOPPING") for operation in operations)

    remove.until(idle, name)
    instances = remove.all("cloudformation:ListStackInstances", "Summaries", **caller)
    if instances:
        remove(
            "cloudformation:DeleteStackInstances",
            RetainStacks=False,
            DeploymentTargets={"OrganizationalUnitIds": sorted({item["OrganizationalUnitId"] for item in instances})},
            Regions=sorted({item["Region"] for item in instances}),
            **caller,
        )
        remove.until(idle, name)
    remove("cloudformation:DeleteStackSet", **caller)
