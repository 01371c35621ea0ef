"""Reports and messages that a registered model comes with. Every method is one step."""

from collections.abc import Callable

from scripts.errors import UnfinishedError
from scripts.rehearsal.project import KEPT_HINT, RehearsedProject
from scripts.rehearsal.roles import ModelVersion

HTML = b"<html"


class Reviews:
    """Each person reads under their own role, with AWS's policies for it and no others."""

    def __init__(self, project: RehearsedProject) -> None:
        self.project = project

    def read_report(self) -> str:
        """The data scientist reads the report of the training."""
        return self._open(self.project.people.scientist.read)

    def open_report(self) -> str:
        """The approver opens the report that the model version links to."""
        return self._open(self.project.people.approver.read)

    def notify_approver(self) -> str:
        """A message names the version that waits, its quality and its report."""
        version, group = self._candidate(), self.project.output("ModelPackageGroupName")
        words = f"Version {version.number} of the models of project {group} waits"
        message = self.project.message(words, version.arn)
        if version.report not in message:
            problem = f"the message about version {version.number} does not link its report:\n{message}"
            raise UnfinishedError(problem, hint=KEPT_HINT)
        return message.partition("\n")[0].removeprefix("message: ")

    def _open(self, read: Callable[[str], bytes]) -> str:
        address = self._candidate().report
        page = read(address)
        if HTML not in page[:1000].lower():
            raise UnfinishedError(f"{address} is not a report", hint=KEPT_HINT)
        return f"{address.rpartition('/')[2]}, {len(page) // 1000} kB"

    def _candidate(self) -> ModelVersion:
        version = self.project.state.candidate
        if version is None:
            raise UnfinishedError("no version is registered", hint=KEPT_HINT)
        return version
