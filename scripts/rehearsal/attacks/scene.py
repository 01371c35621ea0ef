"""Where attacks happen: the attacked project, the attacker's own ones, and the sessions that the attacker has."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from scripts.launch import LaunchedProject
from templates import names


class NotYetError(Exception):
    """The attacked project has nothing of the kind yet."""


class Session(Protocol):
    """Credentials of one person or role, in one region."""

    @property
    def region(self) -> str: ...
    def client(self, service: str) -> Any: ...
    def assume(self, role: str, tags: Mapping[str, str]) -> "Session": ...


@dataclass(frozen=True)
class Target:
    """A project as an attacker knows it: names follow from its name and id, the rest a member of its team gave away.

    `stages` are the numbers of the stages' accounts. `find` is the key of an object below a prefix of the bucket,
    `version` the ARN of a model version, `job` the name of a training job; each raises NotYetError while there is none.
    """

    project: LaunchedProject
    stages: Mapping[str, str]
    find: Callable[[str], str]
    version: Callable[[], str]
    job: Callable[[], str]

    @property
    def identifier(self) -> str:
        return self.project.identifier

    @property
    def bucket(self) -> str:
        return self.project.outputs["Bucket"]

    @property
    def group(self) -> str:
        """The model package group. Raises NotYetError when the project only deploys."""
        return self._output("ModelPackageGroupName")

    @property
    def endpoint(self) -> str:
        """The endpoint in production. Raises NotYetError when the project only trains."""
        return self._output("ProductionEndpoint")

    def long_name(self, part: str) -> str:
        """The name of a repository, a pipeline or the build of the training."""
        return f"sagemaker-{self.project.name}-{self.identifier}-{part}"

    def build_name(self, part: str) -> str:
        """The name of a build of a deployment, which AWS's own policies for Studio do not start."""
        return f"{names.PREFIX}-{self.project.name}-{self.identifier}-{part}"

    def role(self, part: str) -> str:
        """The ARN of a role of the project."""
        return self._role(self.project.account, f"sagemaker-{self.identifier}-{part}")

    def stage_role(self, stage: str, part: str) -> str:
        """The ARN of a role of the project in a stage's account. Raises NotYetError when the project only trains."""
        self._output("DeployPipelineName")
        return self._role(self.stages[stage], f"sagemaker-{self.identifier}-{stage}-{part}")

    def arn(self, session: Session, service: str, resource: str) -> str:
        """The ARN of a resource in the project's account."""
        return f"arn:{self.partition}:{service}:{session.region}:{self.project.account}:{resource}"

    @property
    def partition(self) -> str:
        return self.project.outputs["KeyArn"].split(":")[1]

    def _output(self, name: str) -> str:
        if name not in self.project.outputs:
            raise NotYetError
        return self.project.outputs[name]

    def _role(self, account: str, name: str) -> str:
        return f"arn:{self.partition}:iam::{account}:role{names.PATH}{name}"


@dataclass(frozen=True)
class Scene:
    """`own` are the attacker's projects by their half, `build` and `deploy`; `assets` is the hub's bucket."""

    target: Target
    own: Mapping[str, Target]
    assets: str
    sessions: Mapping[str, Session] = field(default_factory=dict)
