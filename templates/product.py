"""What a product is, and the only code that fills a template."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from troposphere import BaseAWSObject, Output, Template

from templates.parameter_form import ParameterForm
from templates.parameters import PROJECT_ID

SeedKeys = Mapping[str, str]
"""The asset bucket's key of each archive by the name of the seed or of the catalog's code, and of each template."""


Mappings = Mapping[str, Mapping[str, Mapping[str, str]]]
"""CloudFormation mappings: by name, first key and second key."""


@dataclass(frozen=True)
class Product:
    """A published template that people launch. `build` gets the keys of `seeds`, `code` and `templates`.

    `code` names what the catalog's builds run, which no team gets a copy of; `templates` those that a launch asks for
    in other accounts.
    """

    name: str
    version: str
    title: str
    description: str
    seeds: tuple[str, ...]
    build: Callable[[SeedKeys], Template]
    code: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()

    @cached_property
    def makes_project(self) -> bool:
        """Whether SageMaker launches it, as it fills in what the form asks of a project; else Service Catalog does."""
        keys = dict.fromkeys((*self.archives, *self.templates), "")
        return PROJECT_ID.title in self.build(keys).parameters

    @property
    def archives(self) -> tuple[str, ...]:
        return (*self.seeds, *self.code)

    def render(self, seed_keys: SeedKeys) -> str:
        return canonical(self.build({name: seed_keys[name] for name in (*self.archives, *self.templates)}))


@dataclass(frozen=True)
class Foundation:
    """A stack that an account needs before any product can be launched in it."""

    name: str
    build: Callable[[], Template]

    def render(self) -> str:
        return canonical(self.build())


def assemble(
    description: str,
    form: ParameterForm,
    parts: Iterable[Any],
    outputs: Iterable[Output],
    mappings: Mappings | None = None,
) -> Template:
    """One template. `parts` are resources, or named tuples of them, nested as deep as the blocks returned them."""
    template = Template(Description=description)
    template.set_version("2010-09-09")
    template.set_metadata(form.metadata())
    for field in form.fields:
        template.add_parameter(field.parameter)
    for condition in form.conditions:
        template.add_condition(condition.name, condition.expression)
    for rule in form.rules:
        template.add_rule(rule.name, rule.as_template())
    for name, mapping in (mappings or {}).items():
        template.add_mapping(name, dict(mapping))
    template.add_resource(list(_resources(parts)))
    template.add_output(list(outputs))
    return template


def compact(template: Template) -> str:
    """The same without spaces: a template that is sent with a request has at most 51,200 bytes."""
    return json.dumps(template.to_dict(), separators=(",", ":"), sort_keys=True, ensure_ascii=False)


def canonical(template: Template) -> str:
    """The same bytes for the same template, on every machine."""
    return json.dumps(template.to_dict(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _resources(parts: Iterable[Any]) -> Iterable[BaseAWSObject]:
    for part in parts:
        if isinstance(part, BaseAWSObject):
            yield part
        else:
            yield from _resources(part)
