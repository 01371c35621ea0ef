"""`#{namespace.name}` in the configuration of an action: CodePipeline User Guide, "Working with variables"."""

import re

from sandbox.api.identifiers import arn
from sandbox.services.codepipeline.actions.action import ActionError
from sandbox.services.codepipeline.state.execution import Execution

_REFERENCE = re.compile(r"#\{([A-Za-z0-9@\-_]+)\.([A-Za-z0-9@\-_]+)\}")


def resolve_variables(configuration: dict[str, str], execution: Execution) -> dict[str, str]:
    """The configuration with every reference replaced by its value.

    Raises:
        ActionError: InvalidVariableReference, for a reference without a value.

    """
    namespaces = {
        **execution.namespaces,
        "variables": execution.variables,
        "codepipeline": {
            "PipelineExecutionId": execution.id,
            "PipelineName": execution.pipeline,
            "PipelineArn": arn("codepipeline", execution.pipeline),
        },
    }

    def value(reference: re.Match[str]) -> str:
        namespace, name = reference.groups()
        if name not in namespaces.get(namespace, {}):
            raise ActionError(f"An action variable could not be resolved: {reference[0]}", "InvalidVariableReference")
        return namespaces[namespace][name]

    return {key: _REFERENCE.sub(value, text) for key, text in configuration.items()}
