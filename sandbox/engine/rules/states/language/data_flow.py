"""How a state reads its input and adds its result: InputPath, ResultPath, OutputPath (States Language, "Filters")."""

import copy
from typing import Any

from sandbox.engine.rules.states.language import intrinsics, json_paths, templates
from sandbox.engine.rules.states.language.problems import ResultPlaceError, StateProblemError
from sandbox.engine.rules.states.language.scope import Scope
from sandbox.engine.rules.states.language.steps import Indices, MissingError, Names


def select(state: dict[str, Any], field: str, scope: Scope) -> Any:
    """What InputPath or OutputPath selects: everything unless given, an empty object for null.

    Raises:
        StateProblemError: the path leads to nothing.

    """
    path = state.get(field, "$")
    if path is None:
        return {}
    if intrinsics.is_call(path):
        return intrinsics.evaluate(path, scope)
    try:
        return scope.value_at(path)
    except MissingError as missing:
        raise StateProblemError(f"Invalid path '{path}' : {missing}") from missing


def effective_input(state: dict[str, Any], scope: Scope) -> Any:
    """The input after InputPath and Parameters."""
    data = select(state, "InputPath", scope)
    if "Parameters" not in state:
        return data
    return templates.fill(state["Parameters"], Scope(data, scope.context))


def output(state: dict[str, Any], scope: Scope, result: Any) -> Any:
    """What a state hands on: `result` after ResultSelector, put into the raw input, after OutputPath."""
    if "ResultSelector" in state:
        result = templates.fill(state["ResultSelector"], Scope(result, scope.context))
    combined = place_result(scope.data, state.get("ResultPath", "$"), result)
    return select(state, "OutputPath", Scope(combined, scope.context))


def place_result(data: Any, path: str | None, result: Any) -> Any:
    """The input with a result at a Reference Path; null leaves the result out.

    Raises:
        ResultPlaceError: there is no place for it.

    """
    if path is None:
        return data
    steps = json_paths.parse(path)
    if not steps:
        return result
    document = copy.deepcopy(data)
    place: Any = document
    for step in steps[:-1]:
        place = _enter(place, step, path)
    _put(place, steps[-1], result, path)
    return document


def _enter(place: Any, step: Any, path: str) -> Any:
    match step:
        case Names((name,)) if isinstance(place, dict):
            if not isinstance(place.get(name), (dict, list)):
                place[name] = {}
            return place[name]
        case Indices((index,)) if isinstance(place, list) and index < len(place):
            return place[index]
        case _:
            raise _no_place(path)


def _put(place: Any, step: Any, result: Any, path: str) -> None:
    match step:
        case Names((name,)) if isinstance(place, dict):
            place[name] = result
        case Indices((index,)) if isinstance(place, list) and index < len(place):
            place[index] = result
        case _:
            raise _no_place(path)


def _no_place(path: str) -> ResultPlaceError:
    return ResultPlaceError(f"Unable to apply Reference Path {path} to input")
