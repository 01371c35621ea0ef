"""From a push to an endpoint through state machines, and a failure that is repaired and continued. Steps of a story."""

from pathlib import Path

from scripts.errors import UnfinishedError
from scripts.rehearsal.edits import without_column
from scripts.rehearsal.model_delivery import ModelDelivery
from scripts.rehearsal.project import KEPT_HINT, WORK_SECONDS, RehearsedProject
from scripts.rehearsal.reviews import Reviews
from scripts.rehearsal.roles import ModelVersion, WorkflowRun
from scripts.rehearsal.training_run import TrainingRun

# What the build of the repository exports.
STARTED, CONTINUED = "started ", "continued "
ENDED = {"SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"}
COLUMN = "Item_MRP"


class WorkflowSteps:
    """The joined state machine of a project. `folder` is for the clone of its repository."""

    def __init__(self, project: RehearsedProject, folder: Path) -> None:
        self.project = project
        self.people = project.people
        self.training = TrainingRun(project, folder)
        self.reviews = Reviews(project)
        self._execution = ""
        self._known: frozenset[str] = frozenset()
        self._table = b""

    def build(self) -> str:
        """The first build defines the state machines and starts the workflow; the table it uploads starts another."""
        self.project.execution_for_commit(self._pipeline, self.project.state.commit)
        *_, first = self._builds()
        self._execution = self._named(self._outcome_of(first), STARTED)
        return f"{self._execution.rpartition(':')[2]} started"

    def register(self) -> str:
        """The jobs ran, the gate let the model through, and a version waits for its approver."""
        version = self.project.wait_for("a version of the model", self._new_version, WORK_SECONDS)
        if version.status != "PendingManualApproval":
            raise UnfinishedError(f"version {version.number} is {version.status} already", hint=KEPT_HINT)
        self.project.state.candidate = version
        self.project.state.versions.append(version)
        states = ", ".join(self._run().states)
        return f"version {version.number} waits for approval; the workflow is at: {states}"

    def approve(self) -> str:
        """Only then does the workflow go on."""
        version = self.project.state.versions[-1]
        if self._run().status != "RUNNING":
            raise UnfinishedError("the workflow did not wait for the approver", hint=KEPT_HINT)
        self.people.approver.decide(version.arn, "Approved", "rehearsing the workflow")
        self.project.state.approved.append(version)
        return f"version {version.number} approved"

    def deploy(self) -> str:
        """The endpoint is in service and has answered as the evaluation says, and the team is told."""
        run = self._ended()
        if run.status != "SUCCEEDED":
            raise UnfinishedError(f"the workflow is {run.status}: {run.reason}", hint=KEPT_HINT)
        endpoint = self.project.output("EndpointName")
        self.project.message(f"Endpoint {endpoint} of project", self.project.state.approved[-1].arn)
        return f"{endpoint} is in service after: {', '.join(run.states)}"

    def answer(self) -> str:
        """The endpoint answers a person."""
        request = ModelDelivery(self.project, self.project).sample_request()
        answer = self.people.development.invoke(self.project.output("EndpointName"), request)
        return f"{len(answer.splitlines())} answers, the first is {answer.splitlines()[0]}"

    def wait_for_builds(self) -> str:
        """The first build put a table into the bucket, which started another one."""
        pipeline = self._pipeline
        finished = [self.project.finished(pipeline, execution) for execution in self._builds()]
        return f"{len(finished)} executions of {pipeline} are finished"

    def spoil_data(self) -> str:
        """A table without one of its columns."""
        file = self._file()
        self._table = self.people.scientist.read(file)
        self._write(file, without_column(self._table, COLUMN))
        return f"{file.rpartition('/')[2]} without {COLUMN}"

    def fail(self) -> str:
        """The new data start the workflow, which fails; the notice of the state says why."""
        self._execution = self._named(self._outcome_of(self._new_build()), STARTED)
        run = self._ended()
        if run.status != "FAILED":
            raise UnfinishedError(f"a table without {COLUMN} was learnt from: {run.status}", hint=KEPT_HINT)
        notice = self.project.message("State Preprocess of the train machine failed", "DataRefused")
        self.project.message("The workflow of project", "FAILED", self._execution)
        problem = f"`{COLUMN.lower()}` is missing"
        if problem not in notice:
            raise UnfinishedError(f"the notice does not say that {problem}: {notice}", hint=KEPT_HINT)
        return problem

    def repair_data(self) -> str:
        """The column is back, with one row less than before: other data than the approved model's."""
        *rows, _ = self._table.splitlines(keepends=True)
        self._write(self._file(), b"".join(rows))
        return f"{len(rows) - 1} rows with {COLUMN}"

    def resume(self) -> str:
        """The build continues the same execution, from the state that failed."""
        outcome = self._outcome_of(self._new_build())
        if self._named(outcome, CONTINUED) != self._execution:
            raise UnfinishedError(f"another execution: {outcome}", hint=KEPT_HINT)
        run = self._run()
        if run.redrives != 1:
            raise UnfinishedError(f"the execution was continued {run.redrives} times", hint=KEPT_HINT)
        return outcome

    @property
    def _pipeline(self) -> str:
        return self.project.output("BuildPipelineName")

    def _named(self, outcome: str, word: str) -> str:
        """The execution that an outcome names."""
        if not outcome.startswith(word):
            raise UnfinishedError(f"the build did not say `{word.strip()}`: {outcome}", hint=KEPT_HINT)
        return outcome.removeprefix(word).split(": ")[0].strip()

    def _run(self) -> WorkflowRun:
        return self.people.scientist.workflow_run(self._execution)

    def _ended(self) -> WorkflowRun:
        def ended() -> WorkflowRun | None:
            run = self._run()
            return run if run.status in ENDED else None

        return self.project.wait_for("the end of the workflow", ended, WORK_SECONDS)

    def _new_version(self) -> ModelVersion | None:
        run = self._run()
        if run.status in ENDED:
            raise UnfinishedError(f"the workflow is {run.status}: {run.reason}", hint=KEPT_HINT)
        known = {version.arn for version in self.project.state.versions}
        versions = self.people.approver.versions(self.project.output("ModelPackageGroupName"))
        return next((version for version in versions if version.arn not in known), None)

    def _file(self) -> str:
        return self.people.scientist.files_below(self.project.output("DataUri"))[0]

    def _write(self, file: str, content: bytes) -> None:
        self._known = frozenset(self._builds())
        self.people.scientist.write(file, content)

    def _builds(self) -> tuple[str, ...]:
        return self.people.approver.executions(self._pipeline)

    def _new_build(self) -> str:
        def started() -> str | None:
            return next((execution for execution in self._builds() if execution not in self._known), None)

        return self.project.wait_for(f"an execution of {self._pipeline} for the new file", started)

    def _outcome_of(self, execution: str) -> str:
        found = self.project.finished(self._pipeline, execution)
        outcome = self.people.scientist.build_outcome(found.log) if found.log else ""
        if found.status != "Succeeded" or not outcome:
            raise self.project.execution_failure(found)
        return outcome
