"""The event of every branch that a push or a commit made, moved or deleted."""

from sandbox.api import events
from sandbox.api.identifiers import arn
from sandbox.api.store import Store
from sandbox.services.codecommit.git import Repository

STORE = Store()


def announce(name: str, before: dict[str, str]) -> None:
    """Emit one event for each branch that differs from `before`."""
    after = Repository(name).branches()
    for branch in sorted(before.keys() | after.keys()):
        old, new = before.get(branch), after.get(branch)
        if old != new:
            _emit(name, branch, old, new)


def _emit(name: str, branch: str, old: str | None, new: str | None) -> None:
    happened = "referenceCreated" if old is None else "referenceDeleted" if new is None else "referenceUpdated"
    detail = {
        "event": happened,
        "repositoryName": name,
        "repositoryId": STORE.here("repositories")[name]["repositoryId"],
        "referenceType": "branch",
        "referenceName": branch,
        "referenceFullName": f"refs/heads/{branch}",
    }
    commits = {"commitId": new, "oldCommitId": old}
    known = {key: value for key, value in commits.items() if value}
    events.emit("aws.codecommit", "CodeCommit Repository State Change", detail | known, arn("codecommit", name))
