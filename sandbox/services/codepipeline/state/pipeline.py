"""A pipeline: its declaration, and when it was made and changed."""

import datetime
from dataclasses import dataclass, field

from sandbox.api.identifiers import now
from sandbox.api.persistence import stored
from sandbox.services.codepipeline.state.declaration import PipelineDeclaration


@stored
@dataclass(eq=False)
class Pipeline:
    declaration: PipelineDeclaration
    created: datetime.datetime = field(default_factory=now)
    updated: datetime.datetime = field(default_factory=now)
