"""Rolling a stage back: CodePipeline User Guide, "Configuring stage rollback"."""

from sandbox.services.codepipeline.state.declaration import StageDeclaration
from sandbox.services.codepipeline.state.execution import Execution, ExecutionTrigger
from sandbox.services.codepipeline.state.tables import EXECUTIONS, executions_of, find_pipeline


def add_rollback(target: Execution, failed: Execution, stage: str, trigger: ExecutionTrigger) -> Execution:
    """A new execution of one stage with all that `target` went through it with; it takes the place of `failed`."""
    rollback = Execution(
        declaration=target.declaration,
        trigger=trigger,
        variables=target.variables,
        sequence=failed.sequence,
        rollback_target=target.id,
        position=target.stage_index(stage),
        artifacts=target.artifacts,
        namespaces=target.namespaces,
        revisions=target.revisions,
    )
    EXECUTIONS.here()[rollback.id] = rollback
    return rollback


def add_automatic_rollback(failed: Execution, stage: StageDeclaration) -> Execution | None:
    """The rollback of a failed execution, if the stage declares it and an execution can be its target."""
    name, is_declared = stage["name"], stage.get("onFailure", {}).get("result") == "ROLLBACK"
    if not is_declared or failed.rollback_target:
        return None
    target = _last_success(failed.pipeline, name)
    trigger: ExecutionTrigger = {"triggerType": "AutomatedRollback", "triggerDetail": failed.id}
    return add_rollback(target, failed, name, trigger) if target else None


def can_be_target(execution: Execution, stage: str) -> bool:
    """Whether it went through the stage in the pipeline's current version, and is no rollback itself."""
    version = find_pipeline(execution.pipeline).declaration["version"]
    is_current = execution.declaration["version"] == version
    return execution.succeeded_in(stage) and is_current and not execution.rollback_target


def _last_success(pipeline: str, stage: str) -> Execution | None:
    targets = [execution for execution in executions_of(pipeline) if can_be_target(execution, stage)]
    return max(targets, key=lambda execution: execution.stages[stage].last_update, default=None)
