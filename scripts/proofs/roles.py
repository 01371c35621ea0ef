"""Names of the catalog's own roles, and lists of principals by what they are."""

from scripts.proofs.reach import made_roles
from scripts.proofs.world.accounts import DEVELOPMENT, HUB
from scripts.proofs.world.launches import VICTIM
from scripts.proofs.world.people import strangers, studio_role
from scripts.proofs.world.world import World
from templates.names import PREFIX

APPROVER, READER = f"{PREFIX}/{PREFIX}-approver", f"{PREFIX}/{PREFIX}-reader"
LAUNCH, PUBLISHER = f"{PREFIX}-launch", f"{PREFIX}-publisher"
STAGES_FUNCTION = f"{PREFIX}/{PREFIX}-stages-function"
PAIR = (VICTIM, f"{VICTIM}m")
"""Two projects whose roles stand for those of all: the id of one begins with the other's."""


def catalog_role(name: str, account: str = DEVELOPMENT) -> str:
    return f"arn:aws:iam::{account}:role/{name}"


def publisher() -> str:
    return catalog_role(PUBLISHER, HUB)


def approver_of(world: World, identifier: str) -> tuple[str, str]:
    """The role that approves for a project, and the name of the action in which it does: those of its team, if any."""
    team = world.launch(identifier).parameters.get("Team", "")
    own = f"{catalog_role(APPROVER)}-{team}"
    return (own, f"Approve-{team}") if own in world.facts.principals else (catalog_role(APPROVER), "Approve")


def everybody(world: World) -> list[str]:
    """The catalog's own roles but the publisher, those of two projects, Studio's, and strangers."""
    projects = [role for identifier in PAIR for role in world.roles(identifier)]
    return [*shared(world), *projects, studio_role(), *strangers()]


def bounded(world: World) -> list[str]:
    """The roles of projects, in development accounts and in those of stages."""
    return [role for launch in world.launches for role in world.roles(launch.identifier)]


def shared(world: World) -> list[str]:
    """The roles of the catalog that belong to no project, but the publisher."""
    projects = {*bounded(world), publisher()}
    return [role for role in made_roles(world) if role not in projects]
