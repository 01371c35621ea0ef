"""Whether a pipeline could run: stages, actions, artifacts and what the pipeline's type allows."""

from collections import Counter
from collections.abc import Iterable, Iterator

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.services.codepipeline.actions import find_action
from sandbox.services.codepipeline.actions.action import Action
from sandbox.services.codepipeline.state.declaration import (
    ActionDeclaration,
    PipelineDeclaration,
    StageDeclaration,
    actions_of,
    input_names,
    output_names,
)


def check(pipeline: PipelineDeclaration) -> None:
    """Refuse a structure that CodePipeline refuses, with the first reason, and one that cannot run here."""
    for code, problem in _problems(pipeline):
        raise ServiceError(code, problem)
    for feature in _unsupported(pipeline):
        raise not_emulated(feature)


def _unsupported(pipeline: PipelineDeclaration) -> Iterator[str]:
    """What AWS accepts and the sandbox would ignore."""
    for stage in pipeline["stages"]:
        on_failure = stage.get("onFailure", {})
        conditions = {"beforeEntry", "onSuccess"} & stage.keys() or "conditions" in on_failure
        if conditions or on_failure.get("result") == "RETRY":
            yield f"CodePipeline conditions and retries, as in stage {stage['name']},"
    for action in actions_of(pipeline):
        yield from _supported_action(action).unsupported(action)
        if action.get("region"):
            yield "CodePipeline actions in a region of their own"


def _problems(pipeline: PipelineDeclaration) -> Iterator[tuple[str, str]]:
    """The code of AWS's API and the reason."""
    whole, single = "InvalidStructureException", "InvalidActionDeclarationException"
    yield from ((whole, problem) for problem in _stage_problems(pipeline))
    yield from ((whole, problem) for problem in _type_problems(pipeline))
    for action in actions_of(pipeline):
        yield from ((single, problem) for problem in _action_problems(action))
    yield from ((whole, problem) for problem in _wiring_problems(pipeline))
    yield from ((whole, problem) for problem in _trigger_problems(pipeline))


def _stage_problems(pipeline: PipelineDeclaration) -> Iterator[str]:
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


def _content_problems(stage: StageDeclaration, *, is_first: bool) -> Iterator[str]:
    if not stage["actions"]:
        yield f"Stage {stage['name']} has no actions"
    yield from _repeated(f"Action name in stage {stage['name']}", (action["name"] for action in stage["actions"]))
    for action in stage["actions"]:
        if (action["actionTypeId"]["category"] == "Source") != is_first:
            yield f"Source actions belong in the first stage and nowhere else: {stage['name']}/{action['name']}"


def _type_problems(pipeline: PipelineDeclaration) -> Iterator[str]:
    new = pipeline.get("variables") or pipeline.get("triggers")
    queued = pipeline.get("executionMode", "SUPERSEDED") != "SUPERSEDED"
    if pipeline.get("pipelineType", "V1") == "V1" and (new or queued):
        yield "Variables, triggers, conditions and execution modes other than SUPERSEDED need pipeline type V2"


def _action_problems(declared: ActionDeclaration) -> Iterator[str]:
    action, name = _supported_action(declared), declared["name"]
    artifacts = {"inputArtifacts": input_names(declared), "outputArtifacts": output_names(declared)}
    for member, (low, high) in (("inputArtifacts", action.inputs), ("outputArtifacts", action.outputs)):
        if not low <= len(artifacts[member]) <= high:
            yield f"Action {name} must have {low} to {high} {member}"
    keys = declared.get("configuration", {}).keys()
    if missing := action.required - keys:
        yield f"Action configuration for action '{name}' is missing required configuration {sorted(missing)}"
    if unknown := keys - action.required - action.optional:
        yield f"Action configuration for action '{name}' contains unknown configuration {sorted(unknown)}"
    if "timeoutInMinutes" in declared and action.category != "Approval":
        yield f"Action {name} cannot have timeoutInMinutes, which is for manual approvals only"
    yield from action.problems(declared)
    yield from _reference_problems(action, declared)


def _supported_action(declared: ActionDeclaration) -> Action:
    type_id = declared["actionTypeId"]
    action = find_action(type_id)
    if action is None:
        shown = "/".join((type_id["category"], type_id["owner"], type_id["provider"], type_id["version"]))
        raise not_emulated(f"CodePipeline action {shown}")
    return action


def _reference_problems(action: Action, declared: ActionDeclaration) -> Iterator[str]:
    """Artifacts that the configuration refers to must be inputs of the action."""
    configuration = declared.get("configuration", {})
    for key in action.artifact_keys:
        artifact = configuration.get(key, "").split("::")[0]
        if artifact and artifact not in input_names(declared):
            yield f"Action {declared['name']} refers to {artifact}, which is not one of its input artifacts"


def _wiring_problems(pipeline: PipelineDeclaration) -> Iterator[str]:
    yield from _repeated(
        "Output artifact name", (name for action in actions_of(pipeline) for name in output_names(action))
    )
    ready: set[str] = set()
    for stage in pipeline["stages"]:
        by_order: dict[int, list[ActionDeclaration]] = {}
        for action in stage["actions"]:
            by_order.setdefault(action.get("runOrder", 1), []).append(action)
        for _, same_order in sorted(by_order.items()):
            for action in same_order:
                for name in set(input_names(action)) - ready:
                    yield f"Input artifact {name} of action {action['name']} is not the output of an earlier action"
            ready |= {name for action in same_order for name in output_names(action)}


def _trigger_problems(pipeline: PipelineDeclaration) -> Iterator[str]:
    connected = {
        action["name"]
        for action in actions_of(pipeline)
        if action["actionTypeId"]["provider"] == "CodeStarSourceConnection"
    }
    for trigger in pipeline.get("triggers", []):
        name = trigger["gitConfiguration"]["sourceActionName"]
        if name not in connected:
            yield f"Trigger names {name}, which is not a source action with a connection"


def _repeated(noun: str, names: Iterable[str]) -> Iterator[str]:
    yield from (f"{noun} {name} is not unique" for name, times in Counter(names).items() if times > 1)
