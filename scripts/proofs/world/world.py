"""The whole world of a proof: foundations in their accounts, and hostile projects of one product."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from scripts.proofs.world.accounts import ACCOUNTS, DEVELOPMENT, TEAMS, Settings, deploy_foundations
from scripts.proofs.world.facts import Facts, facts_of
from scripts.proofs.world.launches import HOSTILE, SCHEDULED, VICTIM, Launch, launched
from scripts.proofs.world.people import people
from scripts.proofs.world.redirections import hostile_settings, redirections
from scripts.proofs.world.stacks import Resource, Stack
from scripts.proofs.world.stage_stacks import stage_stacks
from templates.names import PREFIX

TRAINER = Launch("build-train", "models", "p-trainer00000", DEVELOPMENT, {"ModelsDeployedBy": VICTIM, **SCHEDULED})
"""Its models are deployed by the first project that deploys, with its consent; others name its group without."""
GROUP = f"{TRAINER.name}-{TRAINER.identifier}"
REDIRECTED = Launch("", "demo", "p-redirected00", DEVELOPMENT, {"ModelPackageGroupName": GROUP, **redirections()})
"""A launch of the product with every setting pointed elsewhere that its form lets a person point elsewhere."""


@dataclass(frozen=True)
class Texts:
    """Templates as text, by name."""

    products: Mapping[str, str]
    foundations: Mapping[str, str]

    @property
    def stages(self) -> str | None:
        """The template of a project's roles in a stage's account, if there is one."""
        return self.foundations.get("stage-roles")

    def of(self, source: str) -> str:
        """The template that a stack is made of."""
        return self.products.get(source) or self.foundations[source.removeprefix("foundation-")]


@dataclass(frozen=True)
class World:
    """`stacks` are by the id of the project that they belong to, or by the name of the foundation."""

    product: str
    texts: Texts
    managed: Mapping[str, Any]
    launches: tuple[Launch, ...]
    stacks: tuple[tuple[str, Stack], ...]
    cache: dict[str, Any] = field(default_factory=dict[str, Any], compare=False)

    @cached_property
    def facts(self) -> Facts:
        found = facts_of([stack for _, stack in self.stacks], ACCOUNTS)
        found.principals.update(people(self.managed))
        return found

    @property
    def attackers(self) -> list[Launch]:
        """The projects of the product that the proof is about."""
        return [launch for launch in self.launches if launch.product == self.product]

    def launch(self, identifier: str) -> Launch:
        return next(launch for launch in self.launches if launch.identifier == identifier)

    def resources(self, owner: str, *kinds: str) -> list[Resource]:
        """What a project, or a foundation, has of some types; of all types if none is given."""
        return [
            resource
            for name, stack in self.stacks
            if name == owner
            for resource in stack.resources.values()
            if not kinds or resource.kind in kinds
        ]

    def launched(self, identifier: str) -> list[Resource]:
        """What the launch itself makes: not the stacks that it asks for in other accounts."""
        stacks = [stack for name, stack in self.stacks if name == identifier and stack.name.startswith("SC-")]
        return [resource for stack in stacks for resource in stack.resources.values()]

    def roles(self, owner: str) -> list[str]:
        return [resource.arn for resource in self.resources(owner, "AWS::IAM::Role")]


TAKES_MODELS = {"batch-inference": "execution", "deploy": "prepare"}
"""Products with the models of another project, and the part of the role that reads them."""


def make_world(product: str, texts: Texts, managed: Mapping[str, Any]) -> World:
    """Launches are made in order: what deploys reads where the models of a trainer are."""
    settings: Settings = {}
    foundations = deploy_foundations(texts.foundations, settings)
    settings[DEVELOPMENT].update(hostile_settings())
    launches = tuple(_launches(product))
    projects = [(launch, launched(launch, texts.products[launch.product], settings)) for launch in launches]
    named = [(stack.name.removeprefix(f"{PREFIX}-"), stack) for stack in foundations]
    owned = [(launch.identifier, stack) for launch, stack in projects]
    for launch, stack in projects:
        owned += [(launch.identifier, one) for one in stage_stacks(launch, stack, texts.stages)]
    return World(product, texts, managed, launches, tuple(named + owned))


def _launches(product: str) -> Iterable[Launch]:
    """A deploying project has a group of the account that it is in."""
    more = {"ModelPackageGroupName": GROUP, **SCHEDULED}
    yield TRAINER if product in TAKES_MODELS else replace(TRAINER, product=product)
    teams = {VICTIM: {"Team": TEAMS[0]}, f"{VICTIM}m": {"Team": TEAMS[1]}}
    for name, identifier in HOSTILE:
        yield Launch(product, name, identifier, DEVELOPMENT, more | teams.get(identifier, {}))
    yield replace(REDIRECTED, product=product)
