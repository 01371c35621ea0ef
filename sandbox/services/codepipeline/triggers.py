"""What starts an execution, and what a push to a connected repository starts by itself."""

from fnmatch import fnmatchcase
from typing import Any

from ministack.core.responses import request_scope

from sandbox.api.errors import ServiceError
from sandbox.api.store import Record
from sandbox.services.codepipeline.pipelines import STORE, of_pipeline, record_of
from sandbox.services.codepipeline.running import execution as running
from sandbox.services.codepipeline.running import records
from sandbox.services.codepipeline.running.execution import Pipeline
from sandbox.services.codepipeline.structure import actions_of
from sandbox.world import accounts

Request = dict[str, Any]


def pipeline(name: str) -> Pipeline:
    """A pipeline as its executions see it."""

    def add(execution: Record) -> None:
        STORE.here("executions")[execution["id"]] = execution

    return Pipeline(lambda: of_pipeline(name), add, lambda: record_of(name)["declaration"]["version"])


def start(record: Record, trigger: Record, variables: dict[str, str], revisions: dict[str, str]) -> Record:
    """Begin an execution of a pipeline as it is declared now."""
    declaration = record["declaration"]
    given = _variables(declaration, variables)
    made = records.execution(declaration, given, trigger, 1 + len(of_pipeline(declaration["name"])))
    made["overrides"] = revisions
    among = pipeline(declaration["name"])
    among.add(made)
    running.begin(among, made)
    return made


def pushed(repository: str, branch: str, commit: str) -> None:
    """Start every pipeline, of whichever account, that follows that branch through a connection."""
    for account, record in _everywhere():
        for action in actions_of(record["declaration"]):
            if _follows(record["declaration"], action, repository, branch):
                trigger = {"triggerType": "WebhookV2", "triggerDetail": action["configuration"]["ConnectionArn"]}
                with request_scope(account, accounts.REGION):
                    start(record, trigger, {}, {action["name"]: commit})


def _everywhere() -> list[tuple[str, Record]]:
    with request_scope(accounts.HUB, accounts.REGION):
        return list(STORE.everywhere("pipelines"))


def _follows(declaration: Record, action: Record, repository: str, branch: str) -> bool:
    """A declared trigger decides; without one, DetectChanges does."""
    configuration = action.get("configuration", {})
    if configuration.get("FullRepositoryId") != repository:
        return False
    triggers = [each["gitConfiguration"] for each in declaration.get("triggers", [])]
    mine = [each for each in triggers if each["sourceActionName"] == action["name"]]
    if not mine:
        return branch == configuration["BranchName"] and configuration.get("DetectChanges", "true") != "false"
    filters = [each.get("branches", {}) for trigger in mine for each in trigger.get("push", [])]
    return any(_matches(each, branch) for each in filters)


def _matches(criteria: Record, branch: str) -> bool:
    included = any(fnmatchcase(branch, pattern) for pattern in criteria.get("includes", []))
    return included and not any(fnmatchcase(branch, pattern) for pattern in criteria.get("excludes", []))


def _variables(declaration: Record, given: dict[str, str]) -> dict[str, str]:
    declared = {each["name"]: each.get("defaultValue") for each in declaration.get("variables", [])}
    if unknown := given.keys() - declared:
        raise ServiceError("ValidationException", f"Pipeline variables are not declared: {', '.join(sorted(unknown))}")
    known = declared | given
    if missing := [name for name, value in known.items() if value is None]:
        raise ServiceError("ValidationException", f"Pipeline variables have no value: {', '.join(missing)}")
    return known
