"""The models that a project deploys: their group, and the grants to find and describe them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from templates.policy import Statement


class Models(NamedTuple):
    """A model package group's name, the grant to describe a version, and the grants to find and read one."""

    group_name: Any
    describe: Statement
    read: Sequence[Statement]
