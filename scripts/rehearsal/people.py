"""What people do with a project's files and hear of it: reports and messages. Every method is one stage."""

from collections.abc import Callable

from scripts.errors import UnfinishedError
from scripts.rehearsal.roles import ModelVersion
from scripts.rehearsal.training_run import KEPT_HINT, Play
from scripts.rehearsal.waiting import START_SECONDS, wait_for

PAGE = b"<html"


class People:
    """Each does it under a role of their own, with the policies that AWS gives it and no others."""

    def __init__(self, play: Play) -> None:
        self.play = play

    def read_report(self) -> str:
        """The data scientist looks at what came of the training."""
        return self._open(self.play.cast.scientist.read)

    def open_report(self) -> str:
        """The approver opens what the model version links to."""
        return self._open(self.play.cast.approver.read)

    def told_to_approve(self) -> str:
        """A message says which version waits, how good it is and where to look."""
        version = self._candidate()
        waits = f"Version {version.number} of the models of project {self.play.output('ModelPackageGroupName')} waits"
        message = heard(self.play, waits, version.arn)
        if version.report not in message:
            problem = f"the message about version {version.number} does not say where its report is:\n{message}"
            raise UnfinishedError(problem, hint=KEPT_HINT)
        return message.partition("\n")[0].removeprefix("message: ")

    def _open(self, read: Callable[[str], bytes]) -> str:
        address = self._candidate().report
        page = read(address)
        if PAGE not in page[:1000].lower():
            raise UnfinishedError(f"{address} is no report", hint=KEPT_HINT)
        return f"{address.rpartition('/')[2]}, {len(page) // 1000} kB"

    def _candidate(self) -> ModelVersion:
        version = self.play.notes.candidate
        if version is None:
            raise UnfinishedError("there is no version yet", hint=KEPT_HINT)
        return version


def heard(play: Play, *words: str) -> str:
    """A message with all of these words, once it has come."""
    return wait_for(f"a message with `{words[0]}`", lambda: play.cast.inbox.take(*words), START_SECONDS)
