"""The Conditions section: checked, and evaluated with the values of the parameters.

User Guide, "CloudFormation template Conditions syntax" and "Condition functions".
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sandbox.cloudformation.template.values import PSEUDO_PARAMETERS, parts_of, references

Section = Mapping[str, Any]
Evaluate = Callable[[Any], Any]
"""The value of what is no condition function, such as a Ref to a parameter."""

_BOOLEAN = frozenset({"Fn::And", "Fn::Or", "Fn::Not", "Fn::Equals", "Condition"})


def check(template: Section) -> None:
    """Refuse conditions that need resources or conditions that are not there, and circles of conditions.

    Raises:
        ValueError: AWS's sentence where one is reported (cfn-lint issue 99); the other two follow its form.

    """
    conditions, parameters = template.get("Conditions", {}), template.get("Parameters", {})
    for name, definition in conditions.items():
        _check_one(definition, parameters)
        _check_circle(name, conditions, ())
    for section in ("Resources", "Outputs"):
        for definition in template.get(section, {}).values():
            for used in _used(definition):
                _require(used, conditions, section)


def _check_one(definition: Any, parameters: Section) -> None:
    if next(iter(definition)) not in _BOOLEAN:
        raise ValueError("Template error: Conditions can only be boolean operations on parameters and other conditions")
    known = parameters.keys() | PSEUDO_PARAMETERS
    unresolved = sorted({reference.name for reference in references(definition)} - known)
    if unresolved:
        raise ValueError(
            f"Template format error: Unresolved dependencies [{', '.join(unresolved)}]. Cannot reference resources in "
            "the Conditions block of the template"
        )


def _check_circle(name: str, conditions: Section, path: tuple[str, ...]) -> None:
    if name in path:
        raise ValueError(f"Template error: Circular dependency between conditions: [{', '.join(sorted(path))}]")
    for needed in _needed(conditions[name]):
        _require(needed, conditions, "Conditions")
        _check_circle(needed, conditions, (*path, name))


def _require(name: str, conditions: Section, section: str) -> None:
    if name not in conditions:
        raise ValueError(
            f"Template format error: Unresolved condition dependency {name} in the {section} block of the template"
        )


def _needed(value: Any) -> Iterator[str]:
    """The conditions that a condition is made of."""
    if isinstance(value, dict) and set(value) == {"Condition"} and isinstance(value["Condition"], str):
        yield value["Condition"]
        return
    yield from (name for part in parts_of(value) for name in _needed(part))


def _used(definition: Section) -> Iterator[str]:
    """The conditions of a resource or output, and those of the functions in its values."""
    if "Condition" in definition:
        yield definition["Condition"]
    for part in ("Properties", "Value", "Export", "DeletionPolicy", "UpdateReplacePolicy"):
        yield from _chosen_by(definition.get(part))


def _chosen_by(value: Any) -> Iterator[str]:
    if isinstance(value, dict) and set(value) == {"Fn::If"}:
        yield value["Fn::If"][0]
    yield from (name for part in parts_of(value) for name in _chosen_by(part))


def evaluate(conditions: Section, value_of: Evaluate) -> dict[str, bool]:
    """The value of each condition."""
    return {name: _is_true(definition, conditions, value_of) for name, definition in conditions.items()}


def _is_true(definition: Any, conditions: Section, value_of: Evaluate) -> bool:
    function, argument = next(iter(definition.items()))
    if function == "Condition":
        return _is_true(conditions[argument], conditions, value_of)
    if function == "Fn::Equals":
        left, right = (value_of(each) for each in argument)
        return _text(left) == _text(right)
    values = [_is_true(each, conditions, value_of) for each in argument]
    if function == "Fn::Not":
        return not values[0]
    return all(values) if function == "Fn::And" else any(values)


def _text(value: Any) -> Any:
    """Values are compared as strings: true in a template is the same as "true"."""
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, (list, dict)) else str(value)
