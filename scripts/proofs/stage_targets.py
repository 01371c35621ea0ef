"""What a project has in the accounts of its stages, and what one could do to it there."""

from collections.abc import Iterator

from scripts.proofs.requests import Call, Context
from scripts.proofs.targets import calls
from scripts.proofs.world.accounts import PRODUCTION, REGION, STAGING
from scripts.proofs.world.launches import Launch
from scripts.proofs.world.world import World

STAGES = {"staging": (STAGING, "staging"), "production": (PRODUCTION, "live")}
"""Account of each stage, and the end of an endpoint's name in it."""
DEPLOYS = ("deploy", "build-train-deploy")
CHANGES = "sagemaker", "UpdateEndpoint DeleteEndpoint"
CALLED = "sagemaker", "InvokeEndpoint DescribeEndpoint"
STACKS = "cloudformation", "CreateChangeSet ExecuteChangeSet DeleteStack"
ALARMS = "cloudwatch", "DeleteAlarms"


def attacks_in_stages(world: World, identifier: str) -> list[Call]:
    """Everything that another project must not do to the endpoints of this one; nothing if it has none."""
    launch = world.launch(identifier)
    if launch.product not in DEPLOYS:
        return []
    return [call for stage in STAGES for call in (*change_endpoint(launch, stage), *_call_endpoint(launch, stage))]


def change_endpoint(launch: Launch, stage: str) -> Iterator[Call]:
    """Changes of what a project serves in a stage."""
    account, suffix = STAGES[stage]
    place = f"arn:aws:sagemaker:{REGION}:{account}"
    name = f"{launch.name}-{launch.identifier}"
    tagged = _tags(launch, stage)
    yield from calls(CHANGES, f"{place}:endpoint/{name}-{suffix}".lower(), tagged)
    yield from calls(("sagemaker", "DeleteEndpointConfig"), f"{place}:endpoint-config/model-1", tagged)
    yield from calls(("sagemaker", "DeleteModel"), f"{place}:model/model-1", tagged)
    stack = f"stack/sagemaker-{name}-endpoint-{stage}/0123"
    yield from calls(STACKS, f"arn:aws:cloudformation:{REGION}:{account}:{stack}")
    yield from calls(ALARMS, f"arn:aws:cloudwatch:{REGION}:{account}:alarm:{name}-{suffix}-errors", tagged)


def _tags(launch: Launch, stage: str) -> Context:
    """What CloudFormation puts on everything in a stack with tags: models and configurations have names of its own."""
    return {"aws:ResourceTag/sagemaker:project-id": launch.identifier, "aws:ResourceTag/stage": stage}


def _call_endpoint(launch: Launch, stage: str) -> list[Call]:
    account, suffix = STAGES[stage]
    name = f"{launch.name}-{launch.identifier}-{suffix}".lower()
    return calls(CALLED, f"arn:aws:sagemaker:{REGION}:{account}:endpoint/{name}")
