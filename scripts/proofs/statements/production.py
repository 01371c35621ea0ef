"""What production serves is changed through the project's pipeline alone."""

from collections.abc import Iterator

from scripts.proofs.requests import Call, Family
from scripts.proofs.roles import LAUNCH, catalog_role, everybody
from scripts.proofs.stage_targets import DEPLOYS, change_endpoint
from scripts.proofs.statement import Question, Statement
from scripts.proofs.targets import calls
from scripts.proofs.world.accounts import PRODUCTION, REGION
from scripts.proofs.world.launches import VICTIM, Launch
from scripts.proofs.world.world import World
from templates.names import PREFIX

PATH = f"{PREFIX}/sagemaker"
PARTS = ("deploy", "cloudformation")
CREATES = "sagemaker", "CreateEndpoint CreateEndpointConfig CreateModel"
CLEANUP = f"/{PREFIX}-cleanup-function"
"""Its code, which is the catalog's, deletes the stacks of first deployments that failed."""
GATE = "codepipeline", "UpdatePipeline DeletePipeline"


def families(question: Question) -> Iterator[Family]:
    """Of the first project; nothing where it does not deploy."""
    world = question.world
    launch = world.launch(VICTIM)
    if launch.product not in DEPLOYS:
        return
    deploy, stack = (catalog_role(f"{PATH}-{launch.identifier}-production-{part}", PRODUCTION) for part in PARTS)
    changes = list(change_endpoint(launch, "production"))
    steps = [call for call in changes if call.action.startswith("cloudformation:")]
    resources = [call for call in changes if call not in steps] + _created(launch)
    others = [arn for arn in everybody(world) if arn not in (deploy, stack)]
    yield Family([arn for arn in others if not arn.endswith(CLEANUP)], changes + _created(launch))
    yield Family([deploy], resources)
    yield Family([stack], steps)
    yield from _ways_in(world, launch, deploy, stack)


def _ways_in(world: World, launch: Launch, deploy: str, stack: str) -> Iterator[Family]:
    """The pipeline's role alone assumes the role that changes production, and no project changes its pipeline."""
    pipeline_role = catalog_role(f"{PATH}-{launch.identifier}-deploy-pipeline")
    become = [Call("sts:AssumeRole", role) for role in (deploy, stack)]
    passed = [Call("iam:PassRole", stack, {"iam:PassedToService": "cloudformation.amazonaws.com"})]
    yield Family([arn for arn in everybody(world) if arn != pipeline_role], become)
    yield Family([arn for arn in everybody(world) if arn != deploy], passed)
    yield Family([pipeline_role], become[:1], allowed=True)
    yield Family([deploy], passed, allowed=True)
    pipelines = world.resources(launch.identifier, "AWS::CodePipeline::Pipeline")
    changed = [call for pipeline in pipelines for call in calls(GATE, pipeline.arn)]
    yield Family([arn for arn in everybody(world) if arn != catalog_role(LAUNCH)], changed)


def _created(launch: Launch) -> list[Call]:
    name = f"{launch.name}-{launch.identifier}-live".lower()
    kinds = ("endpoint", "endpoint-config", "model")
    place = f"arn:aws:sagemaker:{REGION}:{PRODUCTION}"
    return [
        Call(f"{CREATES[0]}:{action}", f"{place}:{kind}/{name}")
        for action, kind in zip(CREATES[1].split(), kinds, strict=True)
    ]


STATEMENT = Statement(
    name="production",
    sentence="Production is changed by the stack of the project's pipeline alone, and nothing else becomes its roles.",
    families=families,
    assumptions=(5, 7),
)
