"""How raw files are written: the section [data] of project.toml."""

from dataclasses import dataclass

from support.configuration import Configuration
from support.errors import ConfigurationError
from support.sections import one_of, part

AUTO, YES, NO = "auto", "yes", "no"
REFUSE, LEAVE_OUT = "refuse", "leave out"


@dataclass(frozen=True)
class Reading:
    """Everything has a default: a table with commas, decimal points, and nothing in a cell that is not known.

    `unknown` are cells that mean: not known. Lines that start with `comment` are no rows. `strip` is what may stand
    behind the labels of the target. `decimal` and `thousands` are the marks in numbers. Rows without a target are
    refused, or left out. Rows that have one value in the column `split_by` are all in one set.
    """

    unknown: tuple[str, ...] = ("",)
    header: str = AUTO
    separator: str = AUTO
    comment: str = ""
    strip: str = ""
    decimal: str = "."
    thousands: str = ""
    rows_without_target: str = REFUSE
    split_by: str = ""


def reading(configuration: Configuration) -> Reading:
    """The section [data] for a table with features, or an error that names the key."""
    found = part(Reading, "project.toml [data]", configuration.data)
    one_of("project.toml [data] header", found.header, (AUTO, YES, NO))
    one_of("project.toml [data] rows_without_target", found.rows_without_target, (REFUSE, LEAVE_OUT))
    if found.separator != AUTO and len(found.separator) != 1:
        raise ConfigurationError("project.toml [data] separator", f"`{found.separator}` is not one character")
    if len(found.decimal) != 1 or found.decimal == found.thousands:
        raise ConfigurationError("project.toml [data] decimal", "has to be one character, and not that of thousands")
    if found.split_by and found.split_by not in [column.name for column in configuration.columns]:
        raise ConfigurationError("project.toml [data] split_by", f"`{found.split_by}` is no column of schema.json")
    if not configuration.features:
        raise ConfigurationError("schema.json columns", "no column is a feature: there is nothing to learn from")
    return found
