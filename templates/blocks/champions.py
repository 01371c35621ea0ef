"""How the training build learns what production runs, which a new model is compared with."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from troposphere import Sub

from templates.blocks.build import Instructions
from templates.blocks.grants import delivery


class Releases(NamedTuple):
    """A variable of the build, and what it may read for it."""

    environment: Mapping[str, Any]
    grants: Sequence[Any]


NOT_OF_THIS_PROJECT = Releases({}, ())
"""Another project deploys the models, or nobody does: the build compares with the newest approved version."""


def releases_of(pipeline_name: str) -> Releases:
    """From the history of that pipeline."""
    return Releases({"DEPLOYMENT_PIPELINE_NAME": Sub(pipeline_name)}, [delivery.read_executions(pipeline_name)])


def with_releases(instructions: Instructions, released: Releases) -> Instructions:
    environment = {**instructions.environment, **released.environment}
    return replace(instructions, environment=environment, grants=[*instructions.grants, *released.grants])
