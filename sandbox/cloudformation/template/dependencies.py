"""What the resources and outputs of a template refer to: everything must be there, and no circle is allowed."""

from collections.abc import Iterable, Mapping
from typing import Any

from sandbox.cloudformation.template.values import (
    PSEUDO_PARAMETERS,
    Conditions,
    Reference,
    function_of,
    is_made,
    parts_of,
    references,
)

Section = Mapping[str, Any]


def check(template: Section, conditions: Conditions | None) -> None:
    """Refuse names that are not there, and circles; with values of conditions, what they leave out is not there.

    Raises:
        ValueError: AWS's sentence, as recorded or reported (serverless issue 4535, aws-cdk issue 31459).

    """
    for section in ("Conditions", "Resources", "Outputs"):
        _check_maps(template.get(section, {}), template.get("Mappings", {}))
    parameters, resources = template.get("Parameters", {}), template["Resources"]
    made = {name: found for name, found in resources.items() if is_made(found, conditions)}
    needed = {name: _needs(definition, conditions) for name, definition in made.items()}
    known = parameters.keys() | made.keys() | PSEUDO_PARAMETERS
    _check_names("Resources", (each for found in needed.values() for each in found), resources, known)
    outputs = [each for each in template.get("Outputs", {}).values() if is_made(each, conditions)]
    exported = [reference for output in outputs for reference in _of_output(output, conditions)]
    _check_names("Outputs", exported, resources, known)
    _check_circles({name: {each.name for each in found} & made.keys() for name, found in needed.items()})


def _check_maps(value: Any, mappings: Section) -> None:
    called = function_of(value)
    if called and called[0] == "Fn::FindInMap" and isinstance(called[1][0], str) and called[1][0] not in mappings:
        problem = f"Mapping named '{called[1][0]}' is not present in the 'Mappings' section of template."
        raise ValueError(f"Template error: {problem}")
    for part in parts_of(value):
        _check_maps(part, mappings)


def _needs(definition: Section, conditions: Conditions | None) -> list[Reference]:
    depends_on = definition.get("DependsOn", [])
    names = depends_on if isinstance(depends_on, list) else [depends_on]
    found = [Reference(name, None, "DependsOn") for name in names]
    return found + list(references(definition.get("Properties", {}), conditions))


def _of_output(output: Section, conditions: Conditions | None) -> list[Reference]:
    return list(references([output["Value"], output.get("Export", {}).get("Name", "")], conditions))


def _check_names(section: str, found: Iterable[Reference], resources: Section, known: Iterable[str]) -> None:
    unresolved = [reference for reference in found if reference.name not in known]
    for name, attribute, function in unresolved:
        if name in resources or attribute is None:
            continue
        if function == "Fn::GetAtt":
            raise ValueError(f"Template error: instance of Fn::GetAtt references undefined resource {name}")
        raise ValueError(
            f"Template error: instance of Fn::Sub references invalid resource attribute {name}.{attribute}"
        )
    if unresolved:
        names = ", ".join(sorted({reference.name for reference in unresolved}))
        raise ValueError(
            f"Template format error: Unresolved resource dependencies [{names}] in the {section} block of the template"
        )


def _check_circles(needed: dict[str, set[str]]) -> None:
    """Take away what needs nothing that is left, until nothing is left."""
    left = dict(needed)
    while left:
        free = {name for name, names in left.items() if not names & left.keys()}
        if not free:
            raise ValueError(f"Circular dependency between resources: [{', '.join(sorted(_in_circles(left)))}]")
        left = {name: names for name, names in left.items() if name not in free}


def _in_circles(left: dict[str, set[str]]) -> set[str]:
    """Those that others need too: what only needs a circle is not part of one."""
    while True:
        used = {name for names in left.values() for name in names}
        if left.keys() <= used:
            return set(left)
        left = {name: names for name, names in left.items() if name in used}
