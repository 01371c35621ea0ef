"""Columns that are computed from other columns: `shell_weight / whole_weight`, as schema.json has it."""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from typing import Any, Protocol

import numpy as np

from support.errors import ConfigurationError

OPERATIONS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.USub: operator.neg,
}
QUOTED = re.compile("`([^`]*)`")
RULE = "has to be numbers, names of number columns (in backticks, if they have blanks or signs), + - * / and brackets"


class Table(Protocol):
    """The values of each column by its name: a DataFrame, or lists of a request, for an endpoint may have no pandas."""

    def __getitem__(self, name: str, /) -> Any: ...


class Formula:
    """An expression over columns, in Python's notation. `columns` are the names in it."""

    def __init__(self, text: str, place: str) -> None:
        self.names: dict[str, str] = {}  # of columns, by what stands for them in Python
        try:
            self.expression = ast.parse(QUOTED.sub(self.placeholder, text).strip(), mode="eval").body
        except (SyntaxError, ValueError) as error:
            raise ConfigurationError(place, f"`{text}` {RULE}") from error
        self.columns = tuple(self.found(self.expression, place, text))

    def placeholder(self, quoted: re.Match[str]) -> str:
        name = f"_{len(self.names)}"
        self.names[name] = quoted[1]
        return name

    def found(self, node: ast.AST, place: str, text: str) -> list[str]:
        """The columns in this part; everything that is no arithmetic is refused."""
        match node:
            case ast.BinOp(left, operation, right) if type(operation) in OPERATIONS:
                return self.found(left, place, text) + self.found(right, place, text)
            case ast.UnaryOp(ast.USub(), operand):
                return self.found(operand, place, text)
            case ast.Constant(value) if type(value) in (int, float):
                return []
            case ast.Name(name):
                return [self.names.get(name, name)]
        raise ConfigurationError(place, f"`{text}` {RULE}")

    def values(self, table: Table) -> np.ndarray:
        """A number for each row, float64; NaN where a column is missing or a division is by 0."""
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            found = self.evaluated(self.expression, table)
        return np.where(np.isfinite(found), found, np.nan)

    def evaluated(self, node: ast.AST, table: Table) -> Any:
        match node:
            case ast.BinOp(left, operation, right):
                return OPERATIONS[type(operation)](self.evaluated(left, table), self.evaluated(right, table))
            case ast.UnaryOp(_, operand):
                return -self.evaluated(operand, table)
            case ast.Constant(value):
                return np.float64(value)  # type: ignore[arg-type]
            case ast.Name(name):
                return np.asarray(table[self.names.get(name, name)], dtype=float)
        raise TypeError(node)


def computed(table: Table, formulas: Mapping[str, Formula]) -> dict[str, np.ndarray]:
    """The values of each formula's column."""
    return {name: formula.values(table) for name, formula in formulas.items()}
