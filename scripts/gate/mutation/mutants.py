"""Every mutant of the catalog's templates: one operator at one place, in a fixed order and without duplicates."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from scripts.gate.model.template import Body, Template
from scripts.gate.mutation.edits import Edit, at, edited
from scripts.gate.mutation.operators import (
    additions,
    commands,
    conditions,
    denials,
    event_rules,
    forms,
    grants,
    pipelines,
    principals,
    properties,
)

Operator = Callable[[Body], Iterator[Edit]]
MODULES = (grants, conditions, denials, principals, properties, forms, pipelines, commands, event_rules, additions)


@dataclass(frozen=True)
class Mutant:
    """A template with one defect. `place` is where it is, `what` tells defects of one operator at one place apart."""

    operator: str
    template: Template
    place: str
    what: str
    edit: Edit

    @property
    def name(self) -> str:
        return f"{self.operator} {self.template.name}:{self.place}{f' ({self.what})' if self.what else ''}"

    @property
    def defective(self) -> Template:
        body = edited(self.template.body, self.edit)
        return Template(self.template.name, self.template.kind, body, self.template.beside, self.template)


def operators() -> Mapping[str, Operator]:
    """All operators by name: the public functions of the modules that yield edits."""
    return {
        f"{module.__name__.rpartition('.')[2].replace('_', '-')}/{name.replace('_', '-')}": getattr(module, name)
        for module in MODULES
        for name in module.OPERATORS
    }


def mutants(templates: Sequence[Template]) -> Iterator[Mutant]:
    """Mutants of all templates. A block that several templates share has its mutants once."""
    seen: set[str] = set()
    for template in templates:
        for name, operator in operators().items():
            for edit in operator(template.body):
                mutant = Mutant(name, template, ".".join(map(str, edit.path)), edit.what, edit)
                key = _identity(mutant)
                if key not in seen:
                    seen.add(key)
                    yield mutant


def sample(all_mutants: Sequence[Mutant], each: int) -> Sequence[Mutant]:
    """Of every operator in every template, so many mutants, spread evenly over its places."""
    chosen: list[Mutant] = []
    for _, group in groupby(all_mutants, key=lambda mutant: (mutant.template.name, mutant.operator)):
        found = list(group)
        step = max(1, -(-len(found) // each))
        chosen.extend(found[::step])
    return chosen


def _identity(mutant: Mutant) -> str:
    """What makes a defect the same in another template: kind, operator, place, and what was there."""
    before = at(mutant.template.body, mutant.edit.path[:2]) if len(mutant.edit.path) > 1 else ""
    kind = mutant.template.kind
    return json.dumps([kind, mutant.operator, mutant.place, mutant.what, before], sort_keys=True)
