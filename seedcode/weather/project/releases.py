"""What the deployment pipeline recorded of its last release: the history of a pipeline, which nobody can write."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

RELEASED = "RELEASED"
"""The variable that the pipeline exports: JSON with `package`, `version` and `model`, the digest of the file."""
NOT_YET = "PipelineNotFoundException"  # a project's first training may start before its deployment pipeline is there


class Found(NamedTuple):
    """A version by its ARN. The digest is that of the released file, empty if there was no release."""

    package: str
    version: str
    where: str
    digest: str = ""


def in_production(codepipeline: Any, pipeline: str) -> Found | None:
    """What the newest execution released that reached the end of the deployment pipeline, if there is one."""
    if not pipeline:
        return None
    try:
        found = (exported(codepipeline, pipeline, execution) for execution in succeeded(codepipeline, pipeline))
        return next(filter(None, found), None)
    except ClientError as error:
        if error.response["Error"]["Code"] != NOT_YET:
            raise
    return None


def succeeded(codepipeline: Any, pipeline: str) -> Iterator[str]:
    """Newest first. A roll back of a stage deploys again what an earlier one of them deployed."""
    for page in codepipeline.get_paginator("list_pipeline_executions").paginate(pipelineName=pipeline):
        for execution in page["pipelineExecutionSummaries"]:
            if execution["status"] == "Succeeded" and execution.get("executionType") != "ROLLBACK":
                yield execution["pipelineExecutionId"]


def exported(codepipeline: Any, pipeline: str, execution: str) -> Found | None:
    """None for an execution that recorded nothing, or in a way that is not known here."""
    pages = codepipeline.get_paginator("list_action_executions").paginate(
        pipelineName=pipeline, filter={"pipelineExecutionId": execution}
    )
    for page in pages:
        for action in page["actionExecutionDetails"]:
            text = action.get("output", {}).get("outputVariables", {}).get(RELEASED)
            if text:
                return parsed(text)
    return None


def parsed(text: str) -> Found | None:
    try:
        document = json.loads(text)
        return Found(str(document["package"]), str(document["version"]), "production", str(document["model"]))
    except (ValueError, KeyError, TypeError):
        return None
