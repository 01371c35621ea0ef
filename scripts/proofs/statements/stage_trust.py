"""A role in a stage's account trusts its own project, and nothing else that the catalog or a stranger has."""

import re
from collections.abc import Iterator

from scripts.proofs.reach import made_roles
from scripts.proofs.requests import Call, Family
from scripts.proofs.roles import STAGES_FUNCTION, catalog_role, everybody
from scripts.proofs.statement import Question, Statement
from scripts.proofs.world.accounts import DEVELOPMENT, OTHER_DEVELOPMENT, PRODUCTION, REGION, STAGING
from scripts.proofs.world.world import World
from templates.names import PREFIX

OWN = re.compile(
    rf".*:role/{PREFIX}/sagemaker-(p-[a-z0-9]+)-(?:staging|production)-(deploy|test|cloudformation|endpoint)"
)
ASSUMED_BY = {"deploy": "deploy-pipeline", "test": "test"}
"""The role of the project's that assumes each of its stage's roles; services assume the others."""
SERVICES = ("cloudformation", "codebuild", "codepipeline", "lambda", "sagemaker")
TAG = "aws:RequestTag/development-account"


def families(question: Question) -> Iterator[Family]:
    world = question.world
    for role in everybody(world):
        if role.split(":")[4] in (STAGING, PRODUCTION):
            assume = Call("sts:AssumeRole", role)
            trusted = _trusted(world, role)
            yield Family([arn for arn in everybody(world) if arn not in trusted], [assume])
            yield Family(trusted, [assume], allowed=True)
            yield Family([f"{service}.amazonaws.com" for service in SERVICES], _foreign_sources(role))
    yield from _provisioner(world)


def _trusted(world: World, role: str) -> list[str]:
    """Without tags: so the provisioner of a stage, which demands one, trusts nobody here."""
    found = OWN.fullmatch(role)
    if found is None or found[2] not in ASSUMED_BY:
        return []
    launch = world.launch(found[1])
    return [catalog_role(f"{PREFIX}/sagemaker-{found[1]}-{ASSUMED_BY[found[2]]}", launch.account)]


def _foreign_sources(role: str) -> list[Call]:
    """Services that act for something in another account."""
    source = f"arn:aws:cloudformation:{REGION}:{OTHER_DEVELOPMENT}:stack/sagemaker-demo/1"
    return [Call("sts:AssumeRole", role, {"aws:SourceAccount": OTHER_DEVELOPMENT, "aws:SourceArn": source})]


def _provisioner(world: World) -> Iterator[Family]:
    """It is assumed by the function of a development account, under that account's own number."""
    roles = [role for role in made_roles(world) if role.endswith("-stage-provisioner")]
    own = [catalog_role(STAGES_FUNCTION, account) for account in (DEVELOPMENT, OTHER_DEVELOPMENT)]
    for role in roles:
        for account, function in zip((DEVELOPMENT, OTHER_DEVELOPMENT), own, strict=True):
            tagged = Call("sts:AssumeRole", role, {TAG: account, "aws:TagKeys": ["development-account"]})
            yield Family([arn for arn in everybody(world) if arn != function], [tagged])
            yield Family([function], [tagged], allowed=True)


STATEMENT = Statement(
    name="stage-trust",
    sentence="Each role in a stage's account is assumed by its own project's role or its service, and by nobody else.",
    families=families,
    assumptions=(5,),
)
