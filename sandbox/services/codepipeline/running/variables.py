"""`#{namespace.name}` in the configuration of an action: CodePipeline user guide, "Working with variables"."""

import re
from typing import Any

from sandbox.api.identifiers import arn
from sandbox.services.codepipeline.running.records import ActionError

Record = dict[str, Any]

_REFERENCE = re.compile(r"#\{([A-Za-z0-9@\-_]+)\.([A-Za-z0-9@\-_]+)\}")


def resolved(configuration: dict[str, str], execution: Record) -> dict[str, str]:
    """The configuration with every reference filled in; an ActionError for one that nothing stands behind."""
    known = {
        **execution["namespaces"],
        "variables": execution["variables"],
        "codepipeline": {
            "PipelineExecutionId": execution["id"],
            "PipelineName": execution["pipeline"],
            "PipelineArn": arn("codepipeline", execution["pipeline"]),
        },
    }

    def value(found: re.Match[str]) -> str:
        namespace, name = found.groups()
        if name not in known.get(namespace, {}):
            raise ActionError(f"An action variable could not be resolved: {found[0]}", "InvalidVariableReference")
        return known[namespace][name]

    return {key: _REFERENCE.sub(value, text) for key, text in configuration.items()}
