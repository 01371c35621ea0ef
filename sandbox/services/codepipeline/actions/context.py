"""What an action has to work with: its configuration, its identity and its artifacts."""

import secrets
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from sandbox.api import loopback
from sandbox.api.identifiers import arn
from sandbox.api.loopback import Credentials
from sandbox.iam.sessions import assume_for_service
from sandbox.services.codepipeline.state import waiting
from sandbox.services.codepipeline.state.declaration import ActionDeclaration, ArtifactStore, input_names
from sandbox.services.codepipeline.state.execution import ActionRun, Artifact, Execution

_T = TypeVar("_T")
_PRINCIPAL = "codepipeline.amazonaws.com"


class ActionContext(NamedTuple):
    """One run of an action in an execution."""

    execution: Execution
    run: ActionRun

    @property
    def action(self) -> ActionDeclaration:
        return self.run.action

    @property
    def configuration(self) -> dict[str, str]:
        return self.run.configuration

    @property
    def store(self) -> ArtifactStore:
        return self.execution.declaration["artifactStore"]

    @property
    def folder_in_store(self) -> str:
        """The prefix of the pipeline's artifacts: AWS cuts its name after 20 characters."""
        return self.execution.pipeline[:20]

    def credentials(self) -> Credentials:
        """Of the action's role, assumed with the pipeline's; of the pipeline's role if the action has none."""
        role = self.execution.declaration["roleArn"]
        source = arn("codepipeline", self.execution.pipeline)
        pipeline = assume_for_service(role, _PRINCIPAL, self.execution.id, source)
        action_role = self.action.get("roleArn", role)
        if action_role == role:
            return pipeline
        with loopback.acting_as(pipeline):
            assumed = loopback.client("sts").assume_role(RoleArn=action_role, RoleSessionName=self.execution.id)
        keys = assumed["Credentials"]
        return Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"])

    def inputs(self) -> list[Artifact]:
        """The input artifacts, the primary one first."""
        primary = self.configuration.get("PrimarySource")
        names = sorted(input_names(self.action), key=lambda name: name != primary)
        return [self.execution.artifacts[name] for name in names]

    def new_artifact(self, name: str) -> Artifact:
        """The location of an output artifact: AWS cuts its name after ten characters, and ends the key at random."""
        return Artifact(name, self.store["location"], f"{self.folder_in_store}/{name[:10]}/{secrets.token_hex(4)[:7]}")

    def wait_until(self, look: Callable[[], _T | None]) -> _T:
        """The first true answer of `look`, unless the execution is abandoned before."""
        return waiting.wait_until(self.execution, look)
