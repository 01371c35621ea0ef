"""AWS CodeBuild: a build of a project, on the pipeline's artifacts."""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sandbox.api import loopback
from sandbox.api.types import Answer, Request
from sandbox.services.codepipeline.actions.action import Action, ActionError
from sandbox.services.codepipeline.actions.context import ActionContext
from sandbox.services.codepipeline.state.declaration import ActionDeclaration, output_names
from sandbox.services.codepipeline.state.execution import Artifact


def _run(context: ActionContext) -> str:
    """Starts and follows the build under the action's role; the build itself reads and writes under its own."""
    outputs = [context.new_artifact(name) for name in output_names(context.action)]
    with loopback.acting_as(context.credentials()):
        client = loopback.client("codebuild")
        started = _start_build(
            client,
            projectName=context.configuration["ProjectName"],
            environmentVariablesOverride=json.loads(context.configuration.get("EnvironmentVariables", "[]")),
            **_source_overrides(context.inputs()),
            **_artifact_overrides(outputs),
        )
        context.run.external_id, context.run.external_url = started["id"], started["logs"].get("deepLink", "")

        def ended_build() -> Answer | None:
            build = client.batch_get_builds(ids=[started["id"]])["builds"][0]
            return build if build["buildComplete"] else None

        build = context.wait_until(ended_build)
    exported = build.get("exportedEnvironmentVariables", [])
    context.run.variables = {variable["name"]: variable["value"] for variable in exported}
    if build["buildStatus"] != "SUCCEEDED":
        raise ActionError(_failure_message(build))
    context.run.outputs = {artifact.name: artifact for artifact in outputs}
    return ""


def _start_build(client: Any, **request: Any) -> Answer:
    """The sentence of a limit is recorded in github.com/aws-samples/aws-secure-environment-accelerator, issue 982."""
    try:
        return client.start_build(**request)["build"]
    except client.exceptions.AccountLimitExceededException as error:
        details = error.response["Error"]
        origin = f"Service: AWSCodeBuild; Status Code: 400; Error Code: {details['Code']}"
        raise ActionError(f"Error calling startBuild: {details['Message']} ({origin})") from error


def _source_overrides(inputs: list[Artifact]) -> Request:
    primary, *others = inputs
    secondary = [
        {"type": "S3", "location": f"{artifact.bucket}/{artifact.key}", "sourceIdentifier": artifact.name}
        for artifact in others
    ]
    return {
        "sourceTypeOverride": "S3",
        "sourceLocationOverride": f"{primary.bucket}/{primary.key}",
        "secondarySourcesOverride": secondary,
    }


def _artifact_overrides(outputs: list[Artifact]) -> Request:
    """One output is the primary artifact; several are the secondary ones, by their names."""
    if len(outputs) == 1:
        return {"artifactsOverride": _build_artifact(outputs[0])}
    secondary = [_build_artifact(artifact) | {"artifactIdentifier": artifact.name} for artifact in outputs]
    return {"artifactsOverride": {"type": "NO_ARTIFACTS"}, "secondaryArtifactsOverride": secondary}


def _build_artifact(artifact: Artifact) -> Request:
    path, _, name = artifact.key.rpartition("/")
    location = {"location": artifact.bucket, "path": path, "name": name, "namespaceType": "NONE"}
    return {"type": "S3", "packaging": "ZIP", **location}


def _failure_message(build: Answer) -> str:
    """AWS's sentence for a failed build."""
    message = f"Build terminated with state: {build['buildStatus']}"
    for phase in build["phases"]:
        if phase.get("phaseStatus", "SUCCEEDED") != "SUCCEEDED":
            context = phase["contexts"][0]
            return (
                f"{message}. Phase: {phase['phaseType']}, Code: {context['statusCode']}, Message: {context['message']}"
            )
    return message


def _problems(action: ActionDeclaration) -> Iterable[str]:
    if len(action.get("inputArtifacts", [])) > 1 and "PrimarySource" not in action.get("configuration", {}):
        yield f"Action {action['name']} has several input artifacts and needs PrimarySource"


BUILD = Action(
    category="Build",
    provider="CodeBuild",
    inputs=(1, 5),
    outputs=(0, 5),
    required=frozenset({"ProjectName"}),
    optional=frozenset({
        "PrimarySource", "BatchEnabled", "CombineArtifacts", "EnvironmentVariables", "BuildspecOverride",
    }),
    artifact_keys=("PrimarySource",),
    problems=_problems,
    run=_run,
)  # fmt: skip
TEST = replace(BUILD, category="Test")
