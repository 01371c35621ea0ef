"""Defects of pipelines: production without an approval, under other roles, by other means."""

from collections.abc import Iterator
from typing import Any

from scripts.gate.model.template import Body
from scripts.gate.mutation.edits import REMOVED, Edit, Path, of_type

PIPELINE = "AWS::CodePipeline::Pipeline"
ADMIN = "arn:aws:iam::333333333333:role/OrganizationAccountAccessRole"


def approval_removed(body: Body) -> Iterator[Edit]:
    for path, stages in _stages(body):
        for number, stage in enumerate(stages):
            if stage["Name"] == "Approve":
                yield Edit((*path, number), REMOVED)


def approval_after_production(body: Body) -> Iterator[Edit]:
    for path, stages in _stages(body):
        names = [stage["Name"] for stage in stages]
        if "Approve" in names:
            rest = [stage for stage in stages if stage["Name"] != "Approve"]
            yield Edit(path, [*rest, stages[names.index("Approve")]])


def approval_by_a_build(body: Body) -> Iterator[Edit]:
    """A build that approves instead of a person."""
    for path, stages in _stages(body):
        for number, stage in enumerate(stages):
            if stage["Name"] == "Approve":
                action = next(other["Actions"][0] for other in stages if other["Name"] == "Prepare")
                yield Edit((*path, number, "Actions"), [action])


def production_before_staging(body: Body) -> Iterator[Edit]:
    for path, stages in _stages(body):
        if len(stages) > 4:
            yield Edit(path, [*stages[:2], stages[4], stages[3], stages[2]])


def staging_removed(body: Body) -> Iterator[Edit]:
    for path, stages in _stages(body):
        for number, stage in enumerate(stages):
            if stage["Name"] == "Staging":
                yield Edit((*path, number), REMOVED)


def action_under_another_role(body: Body) -> Iterator[Edit]:
    for path, action in _deployments(body):
        yield Edit((*path, "RoleArn"), ADMIN, "RoleArn")
        yield Edit((*path, "RoleArn"), REMOVED, "RoleArn removed")
        if "RoleArn" in action["Configuration"]:
            yield Edit((*path, "Configuration", "RoleArn"), ADMIN, "Configuration.RoleArn")


def action_of_the_other_stage(body: Body) -> Iterator[Edit]:
    """Staging changes production's stack."""
    for path, action in _deployments(body):
        name = action["Configuration"]["StackName"]["Fn::Sub"]
        if name.endswith("-staging"):
            other = {"Fn::Sub": name.replace("-staging", "-production")}
            yield Edit((*path, "Configuration", "StackName"), other)


def change_without_a_change_set(body: Body) -> Iterator[Edit]:
    for path, _ in _deployments(body):
        for mode in ("CREATE_UPDATE", "REPLACE_ON_FAILURE"):
            yield Edit((*path, "Configuration", "ActionMode"), mode, mode)


def values_overridden(body: Body) -> Iterator[Edit]:
    for path, _ in _deployments(body):
        yield Edit((*path, "Configuration", "ParameterOverrides"), '{"ModelDigest": "0"}')


def template_of_the_repository(body: Body) -> Iterator[Edit]:
    """The stack is made from what the repository holds, not from what was prepared."""
    for path, action in _deployments(body):
        if "TemplatePath" in action["Configuration"]:
            yield Edit((*path, "Configuration", "TemplatePath"), "Source::endpoint.json")
            yield Edit((*path, "Configuration", "TemplateConfiguration"), "Source::staging.json", "parameters")


def action_of_another_owner(body: Body) -> Iterator[Edit]:
    for path, stages in _stages(body):
        for number, stage in enumerate(stages):
            kind = stage["Actions"][0].get("ActionTypeId", {})
            if kind.get("Category") == "Build":
                where = (*path, number, "Actions", 0, "ActionTypeId")
                yield Edit(where, {**kind, "Owner": "Custom", "Provider": "Jenkins"}, "Jenkins")
                yield Edit(where, {**kind, "Category": "Invoke", "Provider": "Lambda"}, "Lambda")


def approval_without_a_message(body: Body) -> Iterator[Edit]:
    for path, stages in _stages(body):
        for number, stage in enumerate(stages):
            if stage["Name"] == "Approve":
                yield Edit((*path, number, "Actions", 0, "Configuration", "NotificationArn"), REMOVED)


def source_polled(body: Body) -> Iterator[Edit]:
    """Every branch push would start it, by another way than the one that is watched."""
    for path, stages in _stages(body):
        for branch in (1, 2):
            where = (*path, 0, "Actions", 0, "Fn::If", branch, "Configuration")
            configuration = stages[0]["Actions"][0]["Fn::If"][branch]["Configuration"]
            name = next(name for name in ("DetectChanges", "PollForSourceChanges") if name in configuration)
            yield Edit((*where, name), "true", name)


def _stages(body: Body) -> Iterator[tuple[Path, list[Any]]]:
    for path, pipeline in of_type(body, PIPELINE):
        yield (*path, "Properties", "Stages"), pipeline["Properties"]["Stages"]


def _deployments(body: Body) -> Iterator[tuple[Path, dict[str, Any]]]:
    for path, stages in _stages(body):
        for number, stage in enumerate(stages):
            for place, action in enumerate(stage["Actions"]):
                if action.get("ActionTypeId", {}).get("Provider") == "CloudFormation":
                    yield (*path, number, "Actions", place), action


OPERATORS = (
    "approval_removed",
    "approval_after_production",
    "approval_by_a_build",
    "production_before_staging",
    "staging_removed",
    "action_under_another_role",
    "action_of_the_other_stage",
    "change_without_a_change_set",
    "values_overridden",
    "template_of_the_repository",
    "action_of_another_owner",
    "approval_without_a_message",
    "source_polled",
)
