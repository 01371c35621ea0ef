"""One project of a rehearsal: what is known of it, and how its pipelines and messages are waited for."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from scripts.errors import UnfinishedError
from scripts.launch import LaunchedProject, LaunchRequest
from scripts.rehearsal.availability import AvailabilityProbe
from scripts.rehearsal.roles import Execution, Log, ModelVersion, People, Training

Answer = TypeVar("Answer")
FINISHED = {"Succeeded", "Failed", "Stopped", "Cancelled", "Superseded"}
KEPT_HINT = "the project is kept; fix the cause in its repository and push again"
START_SECONDS = 180.0
"""How long an event may take to start something."""
WORK_SECONDS = 3600.0
"""How long a build, a training or a deployment may take."""


@dataclass
class ProjectState:
    """What is known so far; the report shows it. `execution` is the newest one of the deploy pipeline."""

    project: LaunchedProject
    commit: str = ""
    trainings: list[Training] = field(default_factory=list)
    versions: list[ModelVersion] = field(default_factory=list)
    candidate: ModelVersion | None = None
    approved: list[ModelVersion] = field(default_factory=list)
    execution: str = ""
    probe: AvailabilityProbe | None = None


class RehearsedProject:
    """A step that does not finish raises UnfinishedError with the first reason."""

    def __init__(self, people: People) -> None:
        self.people = people
        self._state: ProjectState | None = None

    @property
    def launched(self) -> bool:
        return self._state is not None

    @property
    def state(self) -> ProjectState:
        if self._state is None:
            raise UnfinishedError("no project was launched", hint="see why above")
        return self._state

    def output(self, name: str) -> str:
        """An output of the project's stack."""
        return self.state.project.outputs[name]

    def launch(self, request: LaunchRequest) -> str:
        """A data scientist creates the project."""
        self._state = ProjectState(self.people.scientist.create_project(request))
        self.people.inbox.open(self.output("TopicArn"))
        return f"{self.state.project.name} · {self.state.project.identifier}"

    def wait_for(self, what: str, probe: Callable[[], Answer | None], seconds: float = START_SECONDS) -> Answer:
        """What `probe` returns once it is not None. Raises UnfinishedError after `seconds`."""
        answer = self.people.poll(probe, seconds)
        if answer is None:
            problem = f"{what} did not appear within {seconds:.0f} s"
            raise UnfinishedError(problem, hint="the project is kept: look at its pipelines")
        return answer

    def execution_for_commit(self, pipeline: str, commit: str) -> str:
        """The execution that the push of a commit starts."""
        what = f"an execution of {pipeline} for commit {commit[:7]}"
        return self.wait_for(what, lambda: self.people.approver.execution_for_commit(pipeline, commit))

    def finished(self, pipeline: str, execution: str, stage: str = "", seconds: float = WORK_SECONDS) -> Execution:
        """An execution when it is finished, or when it has reached a stage."""

        def reached() -> Execution | None:
            found = self.people.approver.execution(pipeline, execution)
            return found if found.status in FINISHED or stage in found.stages else None

        return self.wait_for(f"the end of {pipeline}", reached, seconds)

    def message(self, *words: str) -> str:
        """A message with all of these words, once it has arrived."""
        return self.wait_for(f"a message with `{words[0]}`", lambda: self.people.inbox.take(*words))

    def execution_failure(self, execution: Execution) -> UnfinishedError:
        """The pipeline's first reason, and the end of the log if a build failed."""
        return self.failure(execution.reason or f"the execution is {execution.status}", execution.log)

    def failure(self, reason: str, log: Log | None) -> UnfinishedError:
        """A reason with the last lines of a log below it."""
        lines = self.people.development.last_lines(log) if log else ()
        return UnfinishedError("\n".join([reason, *(f"  | {line}" for line in lines)]), hint=KEPT_HINT)
