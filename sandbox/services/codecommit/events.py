"""The events of branches: CodeCommit User Guide, "Monitoring CodeCommit events in EventBridge"."""

from sandbox.api import events
from sandbox.api.identifiers import arn
from sandbox.services.codecommit.git import Repository
from sandbox.services.codecommit.tables import find_repository


def emit_branch_events(name: str, before: dict[str, str]) -> None:
    """Emit one event for each branch that was made, moved or deleted since it was as in `before`."""
    after = Repository(name).branches()
    for branch in sorted(before.keys() | after.keys()):
        old, new = before.get(branch), after.get(branch)
        if old != new:
            _emit(name, branch, old, new)


def _emit(name: str, branch: str, old: str | None, new: str | None) -> None:
    event = "referenceCreated" if old is None else "referenceDeleted" if new is None else "referenceUpdated"
    detail = {
        "event": event,
        "repositoryName": name,
        "repositoryId": find_repository(name)["repositoryId"],
        "referenceType": "branch",
        "referenceName": branch,
        "referenceFullName": f"refs/heads/{branch}",
    }
    commits = {"commitId": new, "oldCommitId": old}
    detail |= {key: value for key, value in commits.items() if value}
    events.emit("aws.codecommit", "CodeCommit Repository State Change", detail, arn("codecommit", name))
