"""Where pipelines, executions and tags are kept, and how operations find them."""

from ministack.core.responses import get_account_id

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import arn
from sandbox.api.store import Store, Table
from sandbox.services.codepipeline.state.execution import Execution
from sandbox.services.codepipeline.state.pipeline import Pipeline

STORE = Store()
PIPELINES: Table[Pipeline] = Table(STORE, "pipelines")
EXECUTIONS: Table[Execution] = Table(STORE, "executions")
TAGS: Table[dict[str, str]] = Table(STORE, "tags")


def find_pipeline(name: str) -> Pipeline:
    if name not in PIPELINES.here():
        problem = f"Account '{get_account_id()}' does not have a pipeline with name '{name}'"
        raise ServiceError("PipelineNotFoundException", problem)
    return PIPELINES.here()[name]


def executions_of(pipeline: str) -> list[Execution]:
    """The executions of a pipeline, oldest first."""
    return [execution for execution in list(EXECUTIONS.here().values()) if execution.pipeline == pipeline]


def find_execution(pipeline: str, identifier: str) -> Execution:
    find_pipeline(pipeline)
    execution = EXECUTIONS.here().get(identifier)
    if execution is None or execution.pipeline != pipeline:
        problem = f"{arn('codepipeline', pipeline)} has no execution {identifier}"
        raise ServiceError("PipelineExecutionNotFoundException", problem)
    return execution


def latest_execution_in(pipeline: str, stage: str) -> Execution | None:
    """The execution that entered a stage last."""
    inside = [execution for execution in executions_of(pipeline) if stage in execution.stages]
    return max(inside, key=lambda execution: execution.stages[stage].started, default=None)
