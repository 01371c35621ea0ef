"""One project neither reads nor writes another one, by its own roles or by any that they can act as."""

from collections.abc import Iterator

from scripts.proofs.reach import edges_to, reachable
from scripts.proofs.requests import Call, Family
from scripts.proofs.stage_targets import attacks_in_stages
from scripts.proofs.statement import Question, Statement
from scripts.proofs.targets import attacks_on
from scripts.proofs.world.accounts import DEVELOPMENT
from scripts.proofs.world.launches import HOSTILE, VICTIM
from scripts.proofs.world.world import TAKES_MODELS, TRAINER
from templates.names import PREFIX

VERSIONS = ("sagemaker:DescribeModelPackage", "sagemaker:ListModelPackages")
"""What a project that deploys reads in the registry."""


def families(question: Question) -> Iterator[Family]:
    """Projects whose names or ids contain the first one's against it, and back.

    One that deploys names the trainer's group too, whose owner has not agreed.
    """
    longer = f"{VICTIM}m"
    for _, attacker in HOSTILE[1:]:
        yield from _one_on_other(question, attacker, VICTIM)
    yield from _one_on_other(question, VICTIM, longer)
    if question.world.product in TAKES_MODELS:
        yield from _one_on_other(question, longer, TRAINER.identifier)
        yield from _with_consent(question)


def _with_consent(question: Question) -> Iterator[Family]:
    """The first project may deploy the trainer's models: it reads them, and nothing else of that project."""
    world = question.world
    prepare = f"arn:aws:iam::{DEVELOPMENT}:role/{PREFIX}/sagemaker-{VICTIM}-{TAKES_MODELS[world.product]}"
    calls = attacks_on(world, TRAINER.identifier)
    of_models = [call for call in calls if call.action in VERSIONS or _reads_models(call)]
    others = [call for call in calls if call not in of_models]
    yield Family([prepare], of_models, allowed=True)
    yield Family(reachable(question, world.roles(VICTIM)), others)


def _reads_models(call: Call) -> bool:
    return call.action == "s3:GetObject" and "/models/" in call.resource


def _one_on_other(question: Question, attacker: str, target: str) -> Iterator[Family]:
    world = question.world
    principals = reachable(question, world.roles(attacker))
    others = [role for role in world.roles(target) if role not in principals]
    yield Family(principals, [call for role in others for call in edges_to(world, role)])
    yield Family(principals, [*attacks_on(world, target), *attacks_in_stages(world, target)])


STATEMENT = Statement(
    name="isolation",
    sentence="No role of a project, nor any that it can act as, reads, writes, starts or becomes anything of another.",
    families=families,
    assumptions=(5, 7),
)
