"""Nothing is granted to another organisation or its services, whatever the parameters of a launch are."""

from collections.abc import Iterator

from scripts.proofs.reach import services_of
from scripts.proofs.requests import Call, Family
from scripts.proofs.roles import shared
from scripts.proofs.stage_targets import attacks_in_stages
from scripts.proofs.statement import Question, Statement
from scripts.proofs.targets import attacks_on
from scripts.proofs.world.accounts import MEMBER, OUTSIDE, REGION
from scripts.proofs.world.launches import VICTIM
from scripts.proofs.world.world import REDIRECTED

SOURCES = {"aws:SourceAccount": OUTSIDE, "aws:SourceArn": f"arn:aws:lambda:{REGION}:{OUTSIDE}:function:theirs"}
TAG = "aws:RequestTag/development-account"


def families(question: Question) -> Iterator[Family]:
    """A member of the organisation that has no development account gets nothing either but to read assets."""
    world = question.world
    strangers = [arn for arn in world.facts.principals if arn.split(":")[4] in (OUTSIDE, MEMBER)]
    roles = [*shared(world), *world.roles(VICTIM)]
    assume = [Call("sts:AssumeRole", role) for role in roles]
    tags = [{TAG: account, "aws:TagKeys": ["development-account"]} for account in (OUTSIDE, MEMBER)]
    tagged = [Call("sts:AssumeRole", role, tag) for role in roles if role.endswith("-provisioner") for tag in tags]
    yield Family(strangers, [*assume, *tagged])
    for identifier in (VICTIM, REDIRECTED.identifier):
        yield Family(strangers, [*attacks_on(world, identifier), *attacks_in_stages(world, identifier)])
    for role in roles:
        yield Family(services_of(world, role), [Call("sts:AssumeRole", role, SOURCES)])


STATEMENT = Statement(
    name="outsiders",
    sentence="Nobody outside the organisation, and no member without projects, gets anything of a project or a role.",
    families=families,
    assumptions=(5, 7),
)
