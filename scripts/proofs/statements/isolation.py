"""One project neither reads nor writes another one, by its own roles or by any that they can act as."""

from collections.abc import Iterator

from scripts.proofs.reach import edges_to, made_roles, reachable
from scripts.proofs.requests import Family
from scripts.proofs.statement import Question, Statement
from scripts.proofs.stage_targets import attacks_in_stages
from scripts.proofs.targets import attacks_on
from scripts.proofs.world.launches import VICTIM


def families(question: Question) -> Iterator[Family]:
    """Every other project against the first one, which deploys and trains as far as its product does; and back."""
    world = question.world
    for launch in world.launches:
        if launch.identifier != VICTIM:
            yield from _one_on_other(question, launch.identifier, VICTIM)
    yield from _one_on_other(question, VICTIM, f"{VICTIM}m")


def _one_on_other(question: Question, attacker: str, target: str) -> Iterator[Family]:
    world = question.world
    principals = reachable(question, world.roles(attacker))
    others = [role for role in made_roles(world) if role not in principals and f"-{target}-" in role]
    yield Family(principals, [call for role in others for call in edges_to(world, role)])
    yield Family(principals, attacks_on(world, target))
    yield Family(principals, attacks_in_stages(world, target))


STATEMENT = Statement(
    name="isolation",
    sentence="No role of one project, and no role that it can act as, reads, writes, starts or becomes anything of another.",
    families=families,
    assumptions=(5, 7),
)
