"""Calls of intrinsic functions such as `States.Format('{}', $.name)` (States Language, "Intrinsic Functions")."""

import functools
import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

from sandbox.engine.rules.states.language import functions, json_paths
from sandbox.engine.rules.states.language.problems import IntrinsicProblemError
from sandbox.engine.rules.states.language.scanner import Scanner, SyntaxProblemError, is_read_by
from sandbox.engine.rules.states.language.scope import Scope
from sandbox.engine.rules.states.language.steps import MissingError

_CALL = re.compile(r"States\.(\w+)\(")
_STRING = re.compile(r"'((?:[^'\\]|\\.)*)'", re.DOTALL)
_CONSTANT = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null")
_PATH_ROOT = re.compile(r"\$\$?")


class Call(NamedTuple):
    """A function and what it is given: constants, paths and calls."""

    function: str
    arguments: tuple[Callable[[Scope], Any], ...]
    source: str


def is_call(text: Any) -> bool:
    return is_read_by(parse, "States.", text)


@functools.cache
def parse(text: str) -> Call:
    """The call that a text is.

    Raises:
        SyntaxProblemError: it is no call of a known function.

    """
    scanner = Scanner(text)
    found = _call(scanner)
    scanner.finish()
    return found


def evaluate(text: str, scope: Scope) -> Any:
    """What a call gives.

    Raises:
        IntrinsicProblemError: the function refuses its arguments, or a path leads to nothing.

    """
    return _evaluate(parse(text), scope)


def _evaluate(call: Call, scope: Scope) -> Any:
    try:
        return functions.FUNCTIONS[call.function](*(argument(scope) for argument in call.arguments))
    except (ValueError, TypeError, IndexError, MissingError) as problem:
        raise IntrinsicProblemError(f"The function '{call.source}' had the following error: {problem}") from problem


def _call(scanner: Scanner) -> Call:
    start = scanner.place
    name = scanner.expect(_CALL)[1]
    if name not in functions.FUNCTIONS:
        raise SyntaxProblemError(f"States.{name} is no intrinsic function")
    arguments = []
    scanner.skip_blanks()
    while not scanner.take(")"):
        arguments.append(_argument(scanner))
        scanner.skip_blanks()
        if not scanner.looks_like(r"\)"):
            scanner.require(",")
            scanner.skip_blanks()
    return Call(name, tuple(arguments), scanner.text[start : scanner.place])


def _argument(scanner: Scanner) -> Callable[[Scope], Any]:
    if scanner.looks_like(r"States\."):
        call = _call(scanner)
        return lambda scope: _evaluate(call, scope)
    if scanner.looks_like(r"\$"):
        return _path(scanner)
    quoted = scanner.match(_STRING)
    constant = functions.Quoted(quoted[1]) if quoted else json.loads(scanner.expect(_CONSTANT)[0])
    return lambda _scope: constant


def _path(scanner: Scanner) -> Callable[[Scope], Any]:
    start = scanner.place
    scanner.expect(_PATH_ROOT)
    json_paths.read(scanner)
    path = scanner.text[start : scanner.place]
    return lambda scope: scope.value_at(path)
