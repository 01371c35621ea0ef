"""The models that a project deploys: their group, and the grants to find and describe them."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from templates.policy import Statement


class Models(NamedTuple):
    """A model package group's name, its project and that one's bucket, and the grants to find and read a version.

    `describe` is the grant to describe a version whose ARN is known.
    """

    group_name: Any
    project: Any
    bucket: Any
    describe: Statement
    read: Sequence[Statement]
