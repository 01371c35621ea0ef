"""Puts the checks of templates into the engine, before it makes anything."""

from collections.abc import Callable
from typing import Any

from ministack.services.cloudformation import changesets, engine, handlers, stacks

from sandbox.cloudformation.template import (
    conditions,
    dependencies,
    evaluation,
    functions,
    parameters,
    parsing,
    resource_schemas,
    structure,
)
from sandbox.cloudformation.template.values import is_made

Template = dict[str, Any]
Resolve = Callable[..., Template]

_engine_support = engine.validate_template_support


def check(template: Template) -> None:
    """What a template alone decides.

    Raises:
        ValueError: AWS's sentence.
        ServiceError: what the sandbox does not act on.

    """
    structure.check(template)
    for section in ("Resources", "Outputs"):
        for definition in template.get(section, {}).values():
            for part in ("Properties", "Value", "Export"):
                functions.check(definition.get(part))
    functions.check(list(template.get("Conditions", {}).values()))
    conditions.check(template)
    dependencies.check(template, None)


def _with_checks(resolve: Resolve) -> Resolve:
    def check_and_resolve(template: Template, given: list[Template], previous: Template | None = None) -> Template:
        check(template)
        parameters.check(template.get("Parameters", {}), given, previous or {})
        return resolve(template, given, previous)

    return check_and_resolve


def _support(template: Template, values: dict[str, bool], params: Template | None = None) -> None:
    """The engine's own checks between those of the template and those that need the values of the parameters."""
    if params is None:
        check(template)
    _engine_support(template, values, params)
    if params is not None:
        dependencies.check(template, values)
        evaluation.check(template, params, values)
        resource_schemas.check(template, values)


def _untransformed(template: Template, *_: Any) -> Template:
    """Transforms are refused with the rest of what is not done here: the engine would word the refusal as AWS's."""
    return template


def _of_what_is_made(resolve: Resolve) -> Resolve:
    """A change set compares the resources that the conditions leave, before and after."""

    def resolve_properties(template: Template, params: Template, *arguments: Any) -> Template:
        if not template:
            return {}
        values = evaluation.condition_values(template, params)
        resources = {name: each for name, each in template["Resources"].items() if is_made(each, values)}
        return resolve({**template, "Resources": resources}, params, *arguments)

    return resolve_properties


def install() -> None:
    handlers._parse_template = changesets._parse_template = parsing.parse
    handlers._apply_transforms = changesets._apply_transforms = _untransformed
    handlers._resolve_parameters = _with_checks(handlers._resolve_parameters)
    changesets._resolve_parameters = _with_checks(changesets._resolve_parameters)
    handlers.validate_template_support = changesets.validate_template_support = _support
    values = evaluation.condition_values
    handlers._evaluate_conditions = changesets._evaluate_conditions = stacks._evaluate_conditions = values
    changesets._resolve_props_for_diff = _of_what_is_made(changesets._resolve_props_for_diff)
