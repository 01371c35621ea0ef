"""The columns of the table, as `schema.json` describes them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from support.errors import ConfigurationError
from support.formula import Formula
from support.sections import did_you_mean, one_of, part

FILE = "schema.json"
NUMBER, CATEGORY, IGNORED = KINDS = ("number", "category", "ignored")


@dataclass(frozen=True)
class Column:
    """One column. The model is given it if `feature` is true; `protected` and `slice` columns are measured by group.

    With a `formula` it is computed from other columns, and neither files nor requests have it. A number may have a
    minimum and a maximum. A category may have `values`: then every other value is an error, in the data and in a
    request. Without them any text is allowed, and one that training has not seen counts as other. Its `aliases`, as
    `other spelling = value`, are ways in which the same value is written.
    """

    name: str
    kind: str
    minimum: float | None = None
    maximum: float | None = None
    values: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    nullable: bool = False
    protected: bool = False
    slice: bool = False
    feature: bool = False
    formula: str = ""
    unit: str = ""
    description: str = ""

    @property
    def spellings(self) -> dict[str, str]:
        """The value that each alias means."""
        pairs = (alias.partition("=") for alias in self.aliases)
        return {other.strip(): value.strip() for other, _, value in pairs}


def column(number: int, given: object, target: str) -> Column:
    """One entry of `columns`. A column is a feature unless it is ignored, protected or the target, or says itself."""
    name = given.get("name") if isinstance(given, Mapping) else None
    place = f"{FILE}, column `{name}`" if name else f"{FILE}, column {number}"
    found = part(Column, place, given)
    if not found.name.strip():
        raise ConfigurationError(f"{place} name", "is empty")
    one_of(f"{place} kind", found.kind, KINDS)
    refuse_wrong_limits(place, found)
    if isinstance(given, Mapping) and "feature" not in given:
        usual = found.kind != IGNORED and not found.protected and found.name != target
        return replace(found, feature=usual)
    if found.feature and (found.kind == IGNORED or found.name == target):
        raise ConfigurationError(f"{place} feature", "an ignored column and the target are no features")
    return found


def refuse_wrong_limits(place: str, found: Column) -> None:
    """Limits belong to numbers and values to categories, and they have to leave something that is allowed."""
    limits = (found.minimum, found.maximum)
    if found.kind != NUMBER and limits != (None, None):
        raise ConfigurationError(f"{place} minimum, maximum", "only a number has limits", "remove them")
    if None not in limits and found.minimum > found.maximum:  # type: ignore[operator]
        raise ConfigurationError(f"{place} minimum", f"{found.minimum:g} is above the maximum {found.maximum:g}")
    if found.formula and (found.kind != NUMBER or limits != (None, None) or found.nullable):
        raise ConfigurationError(f"{place} formula", "what is computed is a number without limits")
    if found.kind != CATEGORY and found.values:
        raise ConfigurationError(f"{place} values", "only a category has values", 'remove them, or use "category"')
    if len(set(found.values)) < len(found.values):
        raise ConfigurationError(f"{place} values", "a value is listed twice")
    refuse_wrong_aliases(place, found)


def refuse_wrong_aliases(place: str, found: Column) -> None:
    """Each means one of the values."""
    for value in found.spellings.values():
        if value not in found.values:
            rule = f"`{value}` is none of the values"
            raise ConfigurationError(f"{place} aliases", rule, "write `other spelling = value`")


def columns(given: object, target: str) -> tuple[Column, ...]:
    """All columns; two of one name, or no target among them, are refused."""
    if not isinstance(given, (list, tuple)) or not given:
        raise ConfigurationError(f"{FILE} columns", "has to be a list of columns")
    found = tuple(column(number, each, target) for number, each in enumerate(given, 1))
    names = [each.name for each in found]
    if twice := [name for name in names if names.count(name) > 1]:
        raise ConfigurationError(f"{FILE}, column `{twice[0]}`", "two columns have this name")
    if target not in names:
        rule = f"`{target}` is no column of {FILE}"
        raise ConfigurationError("project.toml [task] target", rule, f"the columns are {', '.join(names)}")
    for each in found:
        refuse_wrong_formula(each, [other.name for other in found if usable(other, target)], target)
    return found


def usable(column: Column, target: str) -> bool:
    """Whether a formula may use the column."""
    return column.kind == NUMBER and not column.formula and column.name != target


def refuse_wrong_formula(column: Column, known: list[str], target: str) -> None:
    place = f"{FILE}, column `{column.name}` formula"
    if column.formula and column.name == target:
        raise ConfigurationError(place, "the target is not computed")
    for name in Formula(column.formula, place).columns if column.formula else ():
        if name not in known:
            rule = f"`{name}` is no number of the table that is given with a row"
            raise ConfigurationError(place, rule, did_you_mean(name, known))


def document(column: Column) -> dict[str, Any]:
    """The column as JSON: what is empty is left out."""
    given = {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(column).items()}
    kept = {key: value for key, value in given.items() if value not in (None, "", []) and value is not False}
    return kept | {"feature": column.feature}
