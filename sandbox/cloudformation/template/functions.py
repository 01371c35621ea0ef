"""The arguments of functions: CloudFormation User Guide, "Intrinsic function reference".

The messages are AWS's where a recorded answer or a report of one holds it; those of Fn::GetAZs, Fn::Cidr and the
condition functions follow the same form.
"""

import re
from collections.abc import Callable
from typing import Any

from sandbox.api.errors import not_emulated
from sandbox.cloudformation.template.values import function_of, parts_of, variables

_VARIABLE = re.compile(r"[A-Za-z0-9_.:]+")
_PAIR, _BRANCHES, _MOST_CONDITIONS = 2, 3, 10
_JOIN = (
    "every Fn::Join object requires two parameters, (1) a string delimiter and (2) a list of strings to be joined or a "
    "function that returns a list of strings (such as Fn::GetAZs) to be joined."
)
_SPLIT = (
    "every Fn::Split object requires two parameters, (1) a string delimiter and (2) a string to be split or a function "
    "that returns a string to be split."
)
_SUB = (
    "One or more Fn::Sub intrinsic functions don't specify expected arguments. Specify a string as first argument, and "
    "an optional second argument to specify a mapping of values to replace in the string"
)
_SUB_NAMES = (
    "variable names in Fn::Sub syntax must contain only alphanumeric characters, underscores, periods, and colons"
)
_IMPORT = "the attribute in Fn::ImportValue must not depend on any resources, imported values, or Fn::GetAZs"
SELECT = "Fn::Select requires a list argument with two elements: an integer index and a list"
_UNSUPPORTED = (
    "Fn::Base64, Fn::GetAtt, Fn::GetAZs, Fn::ImportValue, Fn::Join, Fn::Split, Fn::FindInMap, Fn::Select, Ref, "
    "Fn::Equals, Fn::If, Fn::Not, Condition, Fn::And, Fn::Or, Fn::Contains, Fn::EachMemberEquals, Fn::EachMemberIn, "
    "Fn::ValueOf, Fn::ValueOfAll, Fn::RefAll, Fn::Sub, Fn::Cidr"
)
# Functions of AWS that nothing here evaluates: those of transforms and the one across stacks.
_ELSEWHERE = frozenset({"Fn::Transform", "Fn::ForEach", "Fn::Length", "Fn::ToJsonString", "Fn::GetStackOutput"})


def check(value: Any) -> None:
    """Refuse a function that does not exist or that has other arguments than it takes.

    Raises:
        ValueError: AWS's sentence.
        ServiceError: a function that the sandbox does not evaluate.

    """
    called = function_of(value)
    if called:
        _check_call(*called)
    for part in parts_of(value):
        check(part)


def _check_call(function: str, argument: Any) -> None:
    if function in _ELSEWHERE or function.startswith("Fn::ForEach::"):
        raise not_emulated(f"{function} in a template")
    if function not in _CHECKS:
        message = f"Encountered unsupported function: {function} Supported functions are: [{_UNSUPPORTED}]"
        raise ValueError(f"Template format error: {message}")
    problem = _CHECKS[function](argument)
    if problem:
        raise ValueError(f"Template error: {problem}")


def _is_text(value: Any) -> bool:
    """A string, or a function that may return one."""
    return isinstance(value, str) or function_of(value) is not None


def _is_list(value: Any) -> bool:
    return isinstance(value, list) or function_of(value) is not None


def _ref(argument: Any) -> str:
    return "" if isinstance(argument, str) and argument else "every Ref object must have a single String value."


def _get_att(argument: Any) -> str:
    parts = argument.split(".", 1) if isinstance(argument, str) else argument
    is_pair = isinstance(parts, list) and len(parts) == _PAIR and all(parts)
    if is_pair and isinstance(parts[0], str) and _is_text(parts[1]):
        return ""
    return "every Fn::GetAtt object requires two non-empty parameters, the resource name and the resource attribute"


def _join(argument: Any) -> str:
    is_pair = isinstance(argument, list) and len(argument) == _PAIR
    return "" if is_pair and isinstance(argument[0], str) and _is_list(argument[1]) else _JOIN


def _split(argument: Any) -> str:
    is_pair = isinstance(argument, list) and len(argument) == _PAIR
    return "" if is_pair and isinstance(argument[0], str) and argument[0] and _is_text(argument[1]) else _SPLIT


def _select(argument: Any) -> str:
    if not (isinstance(argument, list) and len(argument) == _PAIR and _is_list(argument[1])):
        return SELECT
    index, items = argument
    if function_of(index):
        return ""
    if isinstance(index, bool) or not re.fullmatch(r"\d+", str(index)):
        return SELECT
    return SELECT if isinstance(items, list) and int(index) >= len(items) else ""


def _sub(argument: Any) -> str:
    text, given = argument, {}
    if isinstance(argument, list) and len(argument) == _PAIR:
        text, given = argument
    if not isinstance(text, str) or not isinstance(given, dict):
        return _SUB
    return "" if all(_VARIABLE.fullmatch(name) for name in variables(text)) else _SUB_NAMES


def _is_key(value: Any) -> bool:
    return isinstance(value, int) or _is_text(value)


def _find_in_map(argument: Any) -> str:
    if isinstance(argument, list) and len(argument) == _BRANCHES + 1:
        raise not_emulated("DefaultValue of Fn::FindInMap")
    if isinstance(argument, list) and len(argument) == _BRANCHES and all(_is_key(part) for part in argument):
        return ""
    return (
        "every Fn::FindInMap object requires three parameters, the map name, map key and the attribute for return value"
    )


def _if(argument: Any) -> str:
    if not isinstance(argument, list) or len(argument) != _BRANCHES:
        return "Fn::If requires a list argument with three elements"
    if not isinstance(argument[0], str):
        return "Fn::If requires a list argument with the first element being a condition"
    return ""


def _base64(argument: Any) -> str:
    return "" if _is_text(argument) else "every Fn::Base64 object must have a String-typed value."


def _availability_zones(argument: Any) -> str:
    return "" if _is_text(argument) else "every Fn::GetAZs object must have a String-typed value."


def _import_value(argument: Any) -> str:
    if not _is_text(argument):
        return "every Fn::ImportValue object must have a String-typed value."
    return _IMPORT if {"Fn::ImportValue", "Fn::GetAZs", "Fn::GetAtt"} & set(_functions_in(argument)) else ""


def _functions_in(value: Any) -> list[str]:
    called = function_of(value)
    parts = parts_of(value)
    return ([called[0]] if called else []) + [name for part in parts for name in _functions_in(part)]


def _cidr(argument: Any) -> str:
    is_list = isinstance(argument, list) and len(argument) in (_PAIR, _BRANCHES)
    return "" if is_list else "every Fn::Cidr object requires two or three parameters"


def _equals(argument: Any) -> str:
    is_pair = isinstance(argument, list) and len(argument) == _PAIR
    return "" if is_pair else "every Fn::Equals object requires a list of 2 string parameters."


def _not(argument: Any) -> str:
    is_one = isinstance(argument, list) and len(argument) == 1
    return "" if is_one else "every Fn::Not object requires a list of 1 boolean parameter."


def _several(function: str) -> Callable[[Any], str]:
    problem = f"every {function} object requires a list of at least 2 and at most 10 boolean parameters."

    def check_several(argument: Any) -> str:
        return "" if isinstance(argument, list) and _PAIR <= len(argument) <= _MOST_CONDITIONS else problem

    return check_several


_CHECKS: dict[str, Callable[[Any], str]] = {
    "Ref": _ref,
    "Fn::GetAtt": _get_att,
    "Fn::Join": _join,
    "Fn::Split": _split,
    "Fn::Select": _select,
    "Fn::Sub": _sub,
    "Fn::FindInMap": _find_in_map,
    "Fn::If": _if,
    "Fn::Base64": _base64,
    "Fn::GetAZs": _availability_zones,
    "Fn::ImportValue": _import_value,
    "Fn::Cidr": _cidr,
    "Fn::Equals": _equals,
    "Fn::Not": _not,
    "Fn::And": _several("Fn::And"),
    "Fn::Or": _several("Fn::Or"),
}
