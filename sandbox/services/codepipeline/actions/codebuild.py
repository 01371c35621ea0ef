"""CodeBuild actions: a build of the project, on the pipeline's artifacts."""

import json
from typing import Any

from sandbox.api import loopback
from sandbox.services.codepipeline.running.records import ActionError, wait_until
from sandbox.services.codepipeline.running.work import Work

Record = dict[str, Any]


def code_build(work: Work) -> str:
    """Starts and follows the build as the pipeline's role; the build itself reads and writes as its own."""
    client, credentials = loopback.client("codebuild"), work.credentials()
    outputs = [work.new_artifact(each["name"]) for each in work.action.get("outputArtifacts", [])]
    with loopback.acting_as(credentials):
        started = _start(
            client,
            projectName=work.configuration["ProjectName"],
            environmentVariablesOverride=json.loads(work.configuration.get("EnvironmentVariables", "[]")),
            **_sources(work),
            **_artifacts(outputs),
        )
        work.entry.update({"externalId": started["id"], "url": started["logs"].get("deepLink", "")})

        def ended() -> Record | None:
            build = client.batch_get_builds(ids=[started["id"]])["builds"][0]
            return build if build["buildComplete"] else None

        build = wait_until(work.execution, ended)
    work.entry["variables"] = {each["name"]: each["value"] for each in build.get("exportedEnvironmentVariables", [])}
    if build["buildStatus"] != "SUCCEEDED":
        raise ActionError(_failure(build))
    work.entry["outputs"] = {each["name"]: each for each in outputs}
    return ""


def _start(client: Any, **request: Any) -> Record:
    """The sentence of a limit is recorded in github.com/aws-samples/aws-secure-environment-accelerator, issue 982."""
    try:
        return client.start_build(**request)["build"]
    except client.exceptions.AccountLimitExceededException as error:
        said = error.response["Error"]
        origin = f"Service: AWSCodeBuild; Status Code: 400; Error Code: {said['Code']}"
        raise ActionError(f"Error calling startBuild: {said['Message']} ({origin})") from error


def _sources(work: Work) -> Record:
    primary, *others = [f"{each['bucket']}/{each['key']}" for each in work.inputs()]
    names = [each["name"] for each in work.inputs()][1:]
    further = [
        {"type": "S3", "location": location, "sourceIdentifier": name}
        for name, location in zip(names, others, strict=True)
    ]
    return {"sourceTypeOverride": "S3", "sourceLocationOverride": primary, "secondarySourcesOverride": further}


def _artifacts(outputs: list[Record]) -> Record:
    """One output is the primary artifact; several are the secondary ones, by their names."""
    places = [
        {"type": "S3", "location": each["bucket"], "path": each["key"].rpartition("/")[0], "packaging": "ZIP"}
        | {"name": each["key"].rpartition("/")[2], "namespaceType": "NONE"}
        for each in outputs
    ]
    if len(places) == 1:
        return {"artifactsOverride": places[0]}
    named = [place | {"artifactIdentifier": each["name"]} for place, each in zip(places, outputs, strict=True)]
    return {"artifactsOverride": {"type": "NO_ARTIFACTS"}, "secondaryArtifactsOverride": named}


def _failure(build: Record) -> str:
    """AWS's sentence for a failed build."""
    failed = next((each for each in build["phases"] if each.get("phaseStatus", "SUCCEEDED") != "SUCCEEDED"), None)
    said = f"Build terminated with state: {build['buildStatus']}"
    if failed is None:
        return said
    context = failed["contexts"][0]
    return f"{said}. Phase: {failed['phaseType']}, Code: {context['statusCode']}, Message: {context['message']}"
