"""CloudFormation's functions, evaluated for one stack (CloudFormation Template Reference, "Intrinsic functions")."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

NO_VALUE = {"Ref": "AWS::NoValue"}
_PLACEHOLDER = re.compile(r"\$\{(!?)([^}]+)\}")
_DYNAMIC = re.compile(r"\{\{resolve:ssm:([^}:]+)(?::\d+)?\}\}")


@dataclass(frozen=True)
class Scope:
    """What a stack's functions may refer to. `attribute` gives an attribute of a resource, or its id for `Ref`."""

    values: Mapping[str, Any]
    attribute: Callable[[str, str], Any]
    conditions: Mapping[str, Any] = field(default_factory=dict[str, Any])
    mappings: Mapping[str, Any] = field(default_factory=dict[str, Any])
    settings: Mapping[str, str] = field(default_factory=dict[str, str])

    def resolve(self, value: Any) -> Any:
        """The value with all functions evaluated; members without a value are left out."""
        if isinstance(value, list):
            return [self.resolve(part) for part in value if not self._is_missing(part)]
        if isinstance(value, dict):
            name = next(iter(value), "")
            if len(value) == 1 and name in _FUNCTIONS:
                return _FUNCTIONS[name](self, value[name])
            return {key: self.resolve(part) for key, part in value.items() if not self._is_missing(part)}
        return _DYNAMIC.sub(lambda found: self.settings[found[1]], value) if isinstance(value, str) else value

    def holds(self, name: str) -> bool:
        """Whether a condition of the template holds."""
        return bool(self.resolve(self.conditions[name]))

    def chosen(self, argument: list[Any]) -> Any:
        """The branch of an `Fn::If` that is in force."""
        return argument[1] if self.holds(argument[0]) else argument[2]

    def _is_missing(self, value: Any) -> bool:
        if isinstance(value, dict) and list(value) == ["Fn::If"]:
            return self._is_missing(self.chosen(value["Fn::If"]))
        return value == NO_VALUE


def _reference(scope: Scope, name: str) -> Any:
    return scope.values[name] if name in scope.values else scope.attribute(name, "Ref")


def _attribute(scope: Scope, path: list[str]) -> Any:
    return scope.attribute(path[0], path[1])


def _substitute(scope: Scope, argument: Any) -> str:
    text, more = argument if isinstance(argument, list) else (argument, {})
    own = {name: scope.resolve(part) for name, part in more.items()}

    def value_of(found: re.Match[str]) -> str:
        name = found[2]
        if found[1]:
            return f"${{{name}}}"
        title, _, attribute = name.partition(".")
        return str(own[name] if name in own else _value(scope, title, attribute))

    return scope.resolve(_PLACEHOLDER.sub(value_of, text))


def _value(scope: Scope, title: str, attribute: str) -> Any:
    return scope.attribute(title, attribute) if attribute else _reference(scope, title)


def _select(scope: Scope, argument: list[Any]) -> Any:
    return scope.resolve(argument[1])[int(scope.resolve(argument[0]))]


def _split(scope: Scope, argument: list[Any]) -> list[str]:
    return str(scope.resolve(argument[1])).split(argument[0])


def _join(scope: Scope, argument: list[Any]) -> str:
    return str(argument[0]).join(str(part) for part in scope.resolve(argument[1]))


def _find_in_map(scope: Scope, argument: list[Any]) -> Any:
    name, first, second = (scope.resolve(part) for part in argument)
    return scope.mappings[name][first][second]


def _if(scope: Scope, argument: list[Any]) -> Any:
    return scope.resolve(scope.chosen(argument))


def _equals(scope: Scope, argument: list[Any]) -> bool:
    return scope.resolve(argument[0]) == scope.resolve(argument[1])


def _condition(scope: Scope, name: str) -> bool:
    return scope.holds(name)


def _or(scope: Scope, argument: list[Any]) -> bool:
    return any(scope.resolve(part) for part in argument)


_FUNCTIONS: dict[str, Callable[[Scope, Any], Any]] = {
    "Ref": _reference,
    "Fn::GetAtt": _attribute,
    "Fn::Sub": _substitute,
    "Fn::Select": _select,
    "Fn::Split": _split,
    "Fn::Join": _join,
    "Fn::FindInMap": _find_in_map,
    "Fn::If": _if,
    "Fn::Equals": _equals,
    "Fn::Not": lambda scope, argument: not scope.resolve(argument[0]),
    "Fn::And": lambda scope, argument: all(scope.resolve(part) for part in argument),
    "Fn::Or": _or,
    "Condition": _condition,
}
