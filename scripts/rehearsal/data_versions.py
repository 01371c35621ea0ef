"""New data, the same data again, and the data of a rejected model. Every method is one step."""

from scripts.errors import UnfinishedError
from scripts.rehearsal.project import KEPT_HINT, RehearsedProject
from scripts.rehearsal.roles import Execution

# What the training repository's build exports: `started <execution> for the data <digest>` or `not started: <reason>`.
STARTED, NOT_STARTED = "started ", "not started: "


class DataVersions:
    """The data scientist uploads files; with `TrainOnNewData` an upload starts a build."""

    def __init__(self, project: RehearsedProject) -> None:
        self.project = project
        self.people = project.people
        self._known: frozenset[str] = frozenset()

    def wait_for_builds(self) -> str:
        """The first build uploads the example data, which starts another; a queued one would train on the next file."""
        pipeline = self.project.output("BuildPipelineName")
        finished = [self.project.finished(pipeline, execution) for execution in self._builds()]
        return f"{len(finished)} executions of {pipeline} are finished"

    def upload(self) -> str:
        """A file of the data without its last row: other data."""
        folder, file = self.project.output("DataUri"), self._file()
        *rows, _ = self.people.scientist.read(file).splitlines(keepends=True)
        self._write(file, b"".join(rows))
        return f"{file.removeprefix(folder)} with {len(rows) - 1} rows"

    def build(self) -> str:
        """The upload starts the pipeline, without a push."""
        outcome = self._outcome()
        if not outcome.startswith(STARTED):
            raise UnfinishedError(f"no training on the new data: {outcome}", hint=KEPT_HINT)
        return f"training started {outcome[outcome.rfind('for the data') :]}"

    def compare_data(self) -> str:
        """The newest version records other data than the one before it."""
        *_, earlier, last = self.project.state.versions
        if not last.data or last.data == earlier.data:
            problem = f"version {last.number} records the data of version {earlier.number}: {last.data or 'none'}"
            raise UnfinishedError(problem, hint=KEPT_HINT)
        return f"version {earlier.number} {earlier.data}, version {last.number} {last.data}"

    def upload_again(self) -> str:
        """The same file once more: nothing is trained and nothing is registered."""
        return self._not_started("nothing new")

    def reject(self) -> str:
        """The approver rejects the newest version."""
        version = self.project.state.versions[-1]
        self.people.approver.decide(version.arn, "Rejected", "rehearsing the same data again")
        return f"version {version.number} rejected"

    def upload_rejected(self) -> str:
        """The data of the rejected version: the approver does not get the same model again."""
        return self._not_started("was rejected")

    def _not_started(self, reason: str) -> str:
        group, approver = self.project.output("ModelPackageGroupName"), self.people.approver
        before, file = approver.versions(group), self._file()
        self._write(file, self.people.scientist.read(file))
        outcome = self._outcome()
        if not outcome.startswith(NOT_STARTED) or reason not in outcome:
            raise UnfinishedError(f"the same data again: {outcome}", hint=KEPT_HINT)
        if approver.versions(group) != before:
            raise UnfinishedError("the same data again changed the registry", hint=KEPT_HINT)
        return outcome

    def _file(self) -> str:
        folder = self.project.output("DataUri")
        files = self.people.scientist.files_below(folder)
        if not files:
            raise UnfinishedError(f"there is no file below {folder}", hint=KEPT_HINT)
        return files[0]

    def _write(self, file: str, content: bytes) -> None:
        self._known = frozenset(self._builds())
        self.people.scientist.write(file, content)

    def _builds(self) -> tuple[str, ...]:
        return self.people.approver.executions(self.project.output("BuildPipelineName"))

    def _outcome(self) -> str:
        """What the build that the upload started exports."""
        execution = self._finished_build()
        outcome = self.people.scientist.build_outcome(execution.log) if execution.log else ""
        if execution.status != "Succeeded" or not outcome:
            raise self.project.execution_failure(execution)
        return outcome

    def _finished_build(self) -> Execution:
        pipeline = self.project.output("BuildPipelineName")

        def started() -> str | None:
            return next((execution for execution in self._builds() if execution not in self._known), None)

        what = f"an execution of {pipeline} for the new file"
        return self.project.finished(pipeline, self.project.wait_for(what, started))
