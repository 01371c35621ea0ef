"""A pipeline changes production after staging and a person's approval, under the roles of the stage, and rolls back."""

from collections.abc import Iterator, Mapping
from typing import Any

from scripts.gate.model.template import Problem, Resource, Template
from scripts.gate.model.values import branches, text, texts
from templates import names

MODES = ("CHANGE_SET_REPLACE", "CHANGE_SET_EXECUTE")
STAGES = ("Staging", "Production")
KNOWN = (
    ("Source", "CodeCommit"),
    ("Source", "CodeStarSourceConnection"),
    ("Build", "CodeBuild"),
    ("Deploy", "CloudFormation"),
    ("Approval", "Manual"),
)


def check(template: Template) -> Iterator[Problem]:
    for pipeline in template.of_type("AWS::CodePipeline::Pipeline"):
        stages = [stage for found in branches(pipeline.properties.get("Stages", [])) for stage in found]
        for problem in (*_settings(pipeline), *_order(stages)):
            yield Problem(pipeline.name, problem)
        sources = {text(output.get("Name")) for action in _actions(stages[0]) for output in action["OutputArtifacts"]}
        for stage in stages:
            for action in _actions(stage):
                for problem in (
                    *_prepared(action, sources),
                    *_kind(action),
                    *_deployment(text(stage.get("Name")), action),
                ):
                    yield Problem(pipeline.name, f"{text(stage.get('Name'))}/{text(action.get('Name'))} {problem}")


def _settings(pipeline: Resource) -> Iterator[str]:
    if (text(pipeline.properties.get("PipelineType")), text(pipeline.properties.get("ExecutionMode"))) != (
        "V2",
        "QUEUED",
    ):
        yield "may overtake itself: set type V2 and mode QUEUED"
    if pipeline.properties.get("DisableInboundStageTransitions"):
        yield "starts with a closed transition: take it out"


def _order(stages: list[Mapping[str, Any]]) -> Iterator[str]:
    """Production comes after Staging and an approval; whatever deploys rolls back when it fails."""
    order = [text(stage.get("Name")) for stage in stages]
    deploying = [stage for stage in stages if any(_provider(action) == "CloudFormation" for action in _actions(stage))]
    gates = [order.index(text(stage.get("Name"))) for stage in stages if _is_gate(stage)]
    for stage in deploying:
        name = text(stage.get("Name"))
        if name not in STAGES:
            yield f"changes something in stage {name}: only Staging and Production do"
        if stage.get("OnFailure", {}).get("Result") != "ROLLBACK":
            yield f"leaves a failed change in {name}: set OnFailure to ROLLBACK"
        if name == "Production" and not _behind(order, gates):
            yield "changes Production without an approval after Staging: put the approval between them"


def _behind(order: list[str], gates: list[int]) -> bool:
    first, last = (order.index(name) if name in order else -1 for name in STAGES)
    return first >= 0 and any(first < gate < last for gate in gates)


def _is_gate(stage: Mapping[str, Any]) -> bool:
    return [_provider(action) for action in _actions(stage)] == ["Manual"]


def _actions(stage: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    listed = [entry for found in branches(stage.get("Actions", [])) for entry in found]
    return [action for entry in listed for action in branches(entry)]


def _provider(action: Mapping[str, Any]) -> str:
    return text(action.get("ActionTypeId", {}).get("Provider"))


def _kind(action: Mapping[str, Any]) -> Iterator[str]:
    kind = action.get("ActionTypeId", {})
    if (text(kind.get("Category")), _provider(action)) not in KNOWN or text(kind.get("Owner")) != "AWS":
        yield f"is a {_provider(action)} of {text(kind.get('Owner'))}: only known actions of AWS run"
    configuration = action.get("Configuration", {})
    polls = [
        text(configuration.get(name)) for name in ("PollForSourceChanges", "DetectChanges") if name in configuration
    ]
    if text(kind.get("Category")) == "Source" and polls != ["false"]:
        yield "starts the pipeline by itself: events and triggers do, for the one branch"
    if _provider(action) == "Manual" and not texts(configuration.get("NotificationArn")):
        yield "waits without a message: set NotificationArn"


def _prepared(action: Mapping[str, Any], sources: set[str]) -> Iterator[str]:
    """Templates and parameters come from a build of the catalog, and not from the repository itself."""
    configuration = action.get("Configuration", {})
    for name in ("TemplatePath", "TemplateConfiguration"):
        if text(configuration.get(name)).partition("::")[0] in sources:
            yield f"takes its {name} from the repository: take what was prepared"


def _deployment(stage: str, action: Mapping[str, Any]) -> Iterator[str]:
    if _provider(action) != "CloudFormation":
        return
    configuration, own = action.get("Configuration", {}), f"-{stage.lower()}"
    if text(configuration.get("ActionMode")) not in MODES:
        yield f"has the mode {text(configuration.get('ActionMode'))}: change by a change set that is executed as it is"
    if not text(configuration.get("StackName")).endswith(own):
        yield f"changes a stack whose name does not end in {own}: each stage has its own"
    if "ParameterOverrides" in configuration:
        yield "overrides what was prepared and approved: take ParameterOverrides out"
    yield from _stage_roles(stage, texts(action.get("RoleArn")), texts(configuration.get("RoleArn")))


def _stage_roles(stage: str, acting: tuple[str, ...], passed: tuple[str, ...]) -> Iterator[str]:
    roles = [*acting, *passed]
    if not acting or any(f":role{names.PATH}" not in role or "*" in role for role in roles):
        yield "runs under no role of the stage's account: set RoleArn to it"
    if any(other.lower() in role.lower() for other in STAGES if other != stage for role in roles):
        yield "runs under a role of the other stage: each stage has its own"
