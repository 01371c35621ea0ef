"""What comes of data that are put, put again, and put again when their model is rejected. Every method is one stage."""

from scripts.errors import UnfinishedError
from scripts.rehearsal.roles import Delivery
from scripts.rehearsal.training_run import KEPT_HINT, Play
from scripts.rehearsal.waiting import START_SECONDS, wait_for

# What the training repository's build exports: `started <execution> for the data <digest>` or `not started: <reason>`.
STARTED, NOT_STARTED = "started ", "not started: "


class DataVersions:
    """The data scientist puts files; `TrainOnNewData` says whether that starts a build by itself."""

    def __init__(self, play: Play) -> None:
        self.play = play
        self._known: frozenset[str] = frozenset()

    def wait(self) -> str:
        """A run that waits would learn the next file too: the example data, put by the first build, start one."""
        pipeline = self.play.output("BuildPipelineName")
        ended = [self.play.ended(pipeline, execution) for execution in self._builds()]
        return f"{len(ended)} runs of {pipeline} have ended"

    def put(self) -> str:
        """A file of the data, put back without its last row: other data."""
        place, file = self.play.output("DataUri"), self._file()
        *rows, _ = self.play.cast.scientist.read(file).splitlines(keepends=True)
        self._write(file, b"".join(rows))
        return f"{file.removeprefix(place)} with {len(rows) - 1} rows"

    def build(self) -> str:
        """The file starts the pipeline, without any push."""
        said = self._outcome()
        if not said.startswith(STARTED):
            raise UnfinishedError(f"the new data are not learnt: {said}", hint=KEPT_HINT)
        return f"training started {said[said.rfind('for the data') :]}"

    def learnt(self) -> str:
        """The newest version records other data than the one before it."""
        *_, earlier, last = self.play.notes.versions
        if not last.data or last.data == earlier.data:
            problem = f"version {last.number} records the data of version {earlier.number}: {last.data or 'none'}"
            raise UnfinishedError(problem, hint=KEPT_HINT)
        return f"version {earlier.number} {earlier.data}, version {last.number} {last.data}"

    def put_again(self) -> str:
        """The same file once more: nothing is learnt and nothing is registered."""
        return self._nothing_new("nothing new to learn")

    def reject(self) -> str:
        """The approver does not want the newest version."""
        version = self.play.notes.versions[-1]
        self.play.cast.approver.decide(version.arn, "Rejected", "rehearsing what comes of the same data")
        return f"version {version.number} rejected"

    def put_rejected(self) -> str:
        """The file that the rejected version was learnt from: its like is not offered to the approver."""
        return self._nothing_new("was rejected")

    def _nothing_new(self, reason: str) -> str:
        group, approver = self.play.output("ModelPackageGroupName"), self.play.cast.approver
        before, file = approver.versions(group), self._file()
        self._write(file, self.play.cast.scientist.read(file))
        said = self._outcome()
        if not said.startswith(NOT_STARTED) or reason not in said:
            raise UnfinishedError(f"the same data again: {said}", hint=KEPT_HINT)
        if approver.versions(group) != before:
            raise UnfinishedError("the same data again changed the registry", hint=KEPT_HINT)
        return said

    def _file(self) -> str:
        place = self.play.output("DataUri")
        files = self.play.cast.scientist.files_below(place)
        if not files:
            raise UnfinishedError(f"there is no file below {place}", hint=KEPT_HINT)
        return files[0]

    def _write(self, file: str, content: bytes) -> None:
        self._known = frozenset(self._builds())
        self.play.cast.scientist.write(file, content)

    def _builds(self) -> tuple[str, ...]:
        return self.play.cast.approver.deliveries(self.play.output("BuildPipelineName"))

    def _outcome(self) -> str:
        """What the build that the file started says of itself."""
        ended = self._built()
        said = self.play.cast.scientist.build_outcome(ended.log) if ended.log else ""
        if ended.status != "Succeeded" or not said:
            raise self.play.failed(ended)
        return said

    def _built(self) -> Delivery:
        pipeline = self.play.output("BuildPipelineName")

        def started() -> str | None:
            return next((execution for execution in self._builds() if execution not in self._known), None)

        what = f"a run of {pipeline} for the new file"
        return self.play.ended(pipeline, wait_for(what, started, START_SECONDS))
