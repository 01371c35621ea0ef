"""What production runs: what `prepare` exported in the newest execution that reached the end of the pipeline.

Nobody can write into that history, and it takes no permission in the stage's account.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from deployment.choices import Choices
from deployment.machines import instances
from deployment.registry import ModelVersion
from deployment.settings import EndpointType, Project

EXPORTED = "RELEASED"


@dataclass(frozen=True)
class Released:
    """What a release puts into production, in the words of the message about it."""

    package: str
    version: str
    model: str
    data: str
    image: str
    machines: str
    traffic: str

    def text(self) -> str:
        """One line, to be exported."""
        return json.dumps(asdict(self), separators=(",", ":"))


def released(project: Project, choices: Choices, model: ModelVersion) -> Released:
    return Released(
        package=model.arn,
        version=str(model.version),
        model=model.digest,
        data=model.properties.get("data-digest", "unknown"),
        image=model.container["Image"],
        machines=machines(project, choices),
        traffic=project.traffic.value,
    )


def machines(project: Project, choices: Choices) -> str:
    if project.endpoint_type is EndpointType.SERVERLESS:
        return f"serverless {choices.serverless.memory_megabytes} MB"
    return f"{instances(project.traffic, choices, 'production')} x {choices.instance_type}"


def in_production(pipeline: Any, name: str) -> Released | None:
    """None before the first execution that succeeded, and for one that exported nothing."""
    for execution in succeeded(pipeline, name):
        found = exported(pipeline, name, execution)
        if EXPORTED in found:
            return parsed(found[EXPORTED])
    return None


def succeeded(pipeline: Any, name: str) -> Iterator[str]:
    """Newest first. A roll back of a stage deploys what an earlier one of them has deployed."""
    for page in pipeline.get_paginator("list_pipeline_executions").paginate(pipelineName=name):
        for execution in page["pipelineExecutionSummaries"]:
            if execution["status"] == "Succeeded" and execution.get("executionType") != "ROLLBACK":
                yield execution["pipelineExecutionId"]


def exported(pipeline: Any, name: str, execution: str) -> Mapping[str, str]:
    """The variables of all actions of an execution."""
    pages = pipeline.get_paginator("list_action_executions").paginate(
        pipelineName=name, filter={"pipelineExecutionId": execution}
    )
    actions = [action for page in pages for action in page["actionExecutionDetails"]]
    return {
        variable: value
        for action in actions
        for variable, value in action.get("output", {}).get("outputVariables", {}).items()
    }


def parsed(text: str) -> Released | None:
    """None for what another version of this code exported."""
    try:
        document = json.loads(text)
        return Released(**{field.name: str(document[field.name]) for field in fields(Released)})
    except (ValueError, KeyError, TypeError):
        return None
