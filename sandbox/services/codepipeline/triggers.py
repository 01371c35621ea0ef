"""Starts executions, also for a push to a connected repository."""

from fnmatch import fnmatchcase

from ministack.core.responses import request_scope

from sandbox.api.errors import ServiceError
from sandbox.services.codepipeline.running import execution as running
from sandbox.services.codepipeline.state.declaration import (
    ActionDeclaration,
    BranchFilter,
    PipelineDeclaration,
    actions_of,
)
from sandbox.services.codepipeline.state.execution import Execution, ExecutionTrigger
from sandbox.services.codepipeline.state.pipeline import Pipeline
from sandbox.services.codepipeline.state.tables import EXECUTIONS, PIPELINES, executions_of
from sandbox.world import accounts


def start(
    pipeline: Pipeline,
    trigger: ExecutionTrigger,
    variables: dict[str, str] | None = None,
    commits: dict[str, str] | None = None,
) -> Execution:
    """Begin an execution of a pipeline as it is declared now, with commits by source action where they are given."""
    declaration = pipeline.declaration
    execution = Execution(
        declaration=declaration,
        trigger=trigger,
        variables=_variable_values(declaration, variables or {}),
        sequence=1 + len(executions_of(declaration["name"])),
        commits=commits or {},
    )
    EXECUTIONS.here()[execution.id] = execution
    running.begin(execution)
    return execution


def start_for_push(repository: str, branch: str, commit: str) -> None:
    """Start every pipeline, of any account, that follows that branch through a connection."""
    for account, pipeline in _all_pipelines():
        for action in actions_of(pipeline.declaration):
            if _follows(pipeline.declaration, action, repository, branch):
                connection = action.get("configuration", {})["ConnectionArn"]
                with request_scope(account, accounts.REGION):
                    trigger: ExecutionTrigger = {"triggerType": "WebhookV2", "triggerDetail": connection}
                    start(pipeline, trigger, commits={action["name"]: commit})


def _all_pipelines() -> list[tuple[str, Pipeline]]:
    with request_scope(accounts.HUB, accounts.REGION):
        return list(PIPELINES.everywhere())


def _follows(declaration: PipelineDeclaration, action: ActionDeclaration, repository: str, branch: str) -> bool:
    """A declared trigger decides; without one, DetectChanges does."""
    configuration = action.get("configuration", {})
    if configuration.get("FullRepositoryId") != repository:
        return False
    triggers = [
        trigger["gitConfiguration"]
        for trigger in declaration.get("triggers", [])
        if trigger["gitConfiguration"]["sourceActionName"] == action["name"]
    ]
    if not triggers:
        return branch == configuration["BranchName"] and configuration.get("DetectChanges", "true") != "false"
    filters = [push.get("branches", {}) for trigger in triggers for push in trigger.get("push", [])]
    return any(_matches(branches, branch) for branches in filters)


def _matches(branches: BranchFilter, branch: str) -> bool:
    included = any(fnmatchcase(branch, pattern) for pattern in branches.get("includes", []))
    return included and not any(fnmatchcase(branch, pattern) for pattern in branches.get("excludes", []))


def _variable_values(declaration: PipelineDeclaration, values: dict[str, str]) -> dict[str, str]:
    variables = declaration.get("variables", [])
    names = [variable["name"] for variable in variables]
    if unknown := values.keys() - set(names):
        raise ServiceError("ValidationException", f"Pipeline variables are not declared: {', '.join(sorted(unknown))}")
    known = {variable["name"]: variable["defaultValue"] for variable in variables if "defaultValue" in variable}
    known |= values
    if missing := [name for name in names if name not in known]:
        raise ServiceError("ValidationException", f"Pipeline variables have no value: {', '.join(missing)}")
    return {name: known[name] for name in names}
