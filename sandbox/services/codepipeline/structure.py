"""Whether a pipeline could run: stages, actions, artefact wiring and what the pipeline's type allows."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.services.codepipeline.actions.providers import MODES, PROVIDERS

Declaration = dict[str, Any]


def check(pipeline: Declaration) -> None:
    """Refuse a structure that CodePipeline refuses, with the first reason, and one that cannot run here."""
    for code, problem in _problems(pipeline):
        raise ServiceError(code, problem)
    _refuse_what_is_not_run(pipeline)


def _refuse_what_is_not_run(pipeline: Declaration) -> None:
    """What AWS has and the sandbox would pass over in silence."""
    for stage in pipeline["stages"]:
        judged = stage.get("onFailure", {})
        if {"beforeEntry", "onSuccess"} & stage.keys() or "conditions" in judged or judged.get("result") == "RETRY":
            raise not_emulated(f"CodePipeline conditions and retries, as in stage {stage['name']},")
    for action in actions_of(pipeline):
        mode = action.get("configuration", {}).get("ActionMode", MODES[0])
        if mode not in MODES:
            raise not_emulated(f"CodePipeline CloudFormation action mode {mode}")
        if action.get("region"):
            raise not_emulated("CodePipeline actions in a region of their own")


def actions_of(pipeline: Declaration) -> Iterator[Declaration]:
    return (action for stage in pipeline["stages"] for action in stage["actions"])


def _problems(pipeline: Declaration) -> Iterator[tuple[str, str]]:
    """The code of AWS's API and the reason."""
    whole, single = "InvalidStructureException", "InvalidActionDeclarationException"
    yield from ((whole, problem) for problem in _stage_problems(pipeline))
    yield from ((whole, problem) for problem in _type_problems(pipeline))
    for action in actions_of(pipeline):
        yield from ((single, problem) for problem in _action_problems(action))
    yield from ((whole, problem) for problem in _wiring_problems(pipeline))
    yield from ((whole, problem) for problem in _trigger_problems(pipeline))


def _stage_problems(pipeline: Declaration) -> Iterator[str]:
    stages = pipeline["stages"]
    if len(stages) < 2:
        yield f"Pipeline has only {len(stages)} stage(s). There should be a minimum of 2 stages in a pipeline"
    if ("artifactStore" in pipeline) == ("artifactStores" in pipeline):
        yield "Exactly one of artifactStore and artifactStores must be specified"
    yield from _repeated("Stage name", (stage["name"] for stage in stages))
    for stage in stages:
        yield from _content_problems(stage, is_first=stage is stages[0])
    namespaces = (action["namespace"] for action in actions_of(pipeline) if "namespace" in action)
    yield from _repeated("Variable namespace", namespaces)


def _content_problems(stage: Declaration, *, is_first: bool) -> Iterator[str]:
    if not stage["actions"]:
        yield f"Stage {stage['name']} has no actions"
    yield from _repeated(f"Action name in stage {stage['name']}", (each["name"] for each in stage["actions"]))
    for action in stage["actions"]:
        if (action["actionTypeId"]["category"] == "Source") != is_first:
            yield f"Source actions belong in the first stage and nowhere else: {stage['name']}/{action['name']}"


def _type_problems(pipeline: Declaration) -> Iterator[str]:
    new = pipeline.get("variables") or pipeline.get("triggers")
    queued = pipeline.get("executionMode", "SUPERSEDED") != "SUPERSEDED"
    if pipeline.get("pipelineType", "V1") == "V1" and (new or queued):
        yield "Variables, triggers, conditions and execution modes other than SUPERSEDED need pipeline type V2"


def _action_problems(action: Declaration) -> Iterator[str]:
    kind = action["actionTypeId"]
    provider = PROVIDERS.get((kind["category"], kind["provider"]))
    if provider is None or (kind["owner"], kind["version"]) != ("AWS", "1"):
        named = "/".join(kind[part] for part in ("category", "owner", "provider", "version"))
        raise ServiceError("SandboxNotImplemented", f"CodePipeline action {named} is not emulated by the sandbox", 501)
    for name, allowed in (("inputArtifacts", provider.inputs), ("outputArtifacts", provider.outputs)):
        if not allowed[0] <= len(action.get(name, [])) <= allowed[1]:
            yield f"Action {action['name']} must have {allowed[0]} to {allowed[1]} {name}"
    keys = action.get("configuration", {}).keys()
    if missing := provider.required - keys:
        yield f"Action configuration for action '{action['name']}' is missing required configuration {sorted(missing)}"
    if unknown := keys - provider.required - provider.optional:
        yield f"Action configuration for action '{action['name']}' contains unknown configuration {sorted(unknown)}"
    yield from _reference_problems(action)


def _reference_problems(action: Declaration) -> Iterator[str]:
    """Artifacts that the configuration names must be inputs of the action, and only an approval expires."""
    if "timeoutInMinutes" in action and action["actionTypeId"]["category"] != "Approval":
        yield f"Action {action['name']} cannot have timeoutInMinutes, which is for manual approvals only"
    inputs = {artifact["name"] for artifact in action.get("inputArtifacts", [])}
    configuration = action.get("configuration", {})
    named = {configuration.get(key, "").split("::")[0] for key in ("TemplatePath", "TemplateConfiguration")}
    primary = configuration.get("PrimarySource")
    if len(inputs) > 1 and action["actionTypeId"]["provider"] == "CodeBuild" and not primary:
        yield f"Action {action['name']} has several input artifacts and needs PrimarySource"
    for name in (named | {primary or ""}) - {""} - inputs:
        yield f"Action {action['name']} refers to {name}, which is not one of its input artifacts"


def _wiring_problems(pipeline: Declaration) -> Iterator[str]:
    made = [artifact["name"] for action in actions_of(pipeline) for artifact in action.get("outputArtifacts", [])]
    yield from _repeated("Output artifact name", made)
    ready: set[str] = set()
    for stage in pipeline["stages"]:
        waves: dict[int, list[Declaration]] = {}
        for action in stage["actions"]:
            waves.setdefault(action.get("runOrder", 1), []).append(action)
        for _, wave in sorted(waves.items()):
            for action in wave:
                for name in {artifact["name"] for artifact in action.get("inputArtifacts", [])} - ready:
                    yield f"Input artifact {name} of action {action['name']} is not the output of an earlier action"
            ready |= {artifact["name"] for action in wave for artifact in action.get("outputArtifacts", [])}


def _trigger_problems(pipeline: Declaration) -> Iterator[str]:
    connected = {
        action["name"]
        for action in actions_of(pipeline)
        if action["actionTypeId"]["provider"] == "CodeStarSourceConnection"
    }
    for trigger in pipeline.get("triggers", []):
        name = trigger["gitConfiguration"]["sourceActionName"]
        if name not in connected:
            yield f"Trigger names {name}, which is not a source action with a connection"


def _repeated(what: str, names: Any) -> Iterator[str]:
    yield from (f"{what} {name} is not unique" for name, times in Counter(names).items() if times > 1)
