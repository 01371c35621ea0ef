"""The members of CloudFormation's answers as recorded: empty texts are left out, some empty lists are not."""

from collections.abc import Mapping
from operator import itemgetter
from typing import Any

from sandbox.api.types import Answer, Request
from sandbox.cloudformation import change_sets, property_values, template_summaries
from sandbox.cloudformation.engine_api import find_stack

# Members whose empty text says something.
_VALUES = frozenset({"ParameterValue", "OutputValue", "Value", "DefaultValue", "TemplateBody"})
_ONLY_IF_ANY = ("Capabilities", "Parameters", "Outputs")


def DescribeStacks(_request: Request, answer: Answer) -> Answer:
    return {**_told(answer), "Stacks": [_stack(stack) for stack in answer.get("Stacks", [])]}


def ListStacks(_request: Request, answer: Answer) -> Answer:
    summaries = []
    for summary in answer.get("StackSummaries", []):
        record: Mapping[str, Any] = find_stack(summary["StackId"]) or {}
        further = {**_times(record), "TemplateDescription": _description(record)}
        summary.pop("LastUpdatedTime", None)
        summaries.append({**_told(summary), **_told(further)})
    return {**_told(answer), "StackSummaries": summaries}


def DescribeStackEvents(_request: Request, answer: Answer) -> Answer:
    events = [_told(event) | {"PhysicalResourceId": event["PhysicalResourceId"]} for event in answer["StackEvents"]]
    return {**_told(answer), "StackEvents": events}


def DescribeStackResource(_request: Request, answer: Answer) -> Answer:
    """AWS CLI Reference, describe-stack-resource: a resource without metadata has an empty object as text."""
    return {"StackResourceDetail": {"Metadata": "{}", **_told(answer["StackResourceDetail"])}}


def DescribeStackResources(_request: Request, answer: Answer) -> Answer:
    """Recorded in the order of their logical ids."""
    resources = [_told(resource) for resource in answer.get("StackResources", [])]
    return {"StackResources": sorted(resources, key=lambda resource: resource["LogicalResourceId"])}


def ListStackResources(_request: Request, answer: Answer) -> Answer:
    resources = [_told(resource) for resource in answer.get("StackResourceSummaries", [])]
    ordered = sorted(resources, key=lambda resource: resource["LogicalResourceId"])
    return {**_told(answer), "StackResourceSummaries": ordered}


def GetTemplateSummary(request: Request, answer: Answer) -> Answer:
    return _capabilities(answer) | template_summaries.summary(template_summaries.of_request(request))


def ValidateTemplate(request: Request, answer: Answer) -> Answer:
    return _capabilities(answer) | template_summaries.validated(template_summaries.of_request(request))


def _capabilities(answer: Answer) -> Answer:
    return {name: value for name, value in answer.items() if name.startswith("Capabilities")}


def ListChangeSets(_request: Request, answer: Answer) -> Answer:
    """API Reference, ListChangeSets: the active ones; one that was executed is none of them."""
    active = [each for each in answer.get("Summaries", []) if not each["ExecutionStatus"].startswith("EXECUTE_")]
    return {**_told(answer), "Summaries": [{**_told(each), "IncludeNestedStacks": False} for each in active]}


def DescribeChangeSet(request: Request, answer: Answer) -> Answer:
    _, found = change_sets.find(answer["ChangeSetId"])
    record: Mapping[str, Any] = found or {}
    told = _only_if_any(_told(answer), ("Parameters", "Tags"))
    if "Parameters" in told:
        told["Parameters"] = [_parameter(each, record) for each in told["Parameters"]]
    told["Changes"] = _changes(answer, record) if request.get("IncludePropertyValues") else answer.get("Changes", [])
    return {
        "Capabilities": [],
        "NotificationARNs": [],
        "RollbackConfiguration": {},
        "IncludeNestedStacks": False,
        **told,
    }


def _told(members: Answer) -> Answer:
    """The members without empty texts."""
    return {name: value for name, value in members.items() if value != "" or name in _VALUES}


def _only_if_any(members: Answer, names: tuple[str, ...]) -> Answer:
    return {name: value for name, value in members.items() if value or name not in names}


def _stack(stack: Answer) -> Answer:
    record: Mapping[str, Any] = find_stack(stack["StackId"]) or {}
    told = _only_if_any(_told(stack), _ONLY_IF_ANY)
    for name, change in (("Parameters", _parameter), ("Outputs", lambda output, _: _told(output))):
        if name in told:
            told[name] = [change(each, record) for each in told[name]]
    # By name: AWS promises no order of them, and a client that relied on the template's would fail there.
    told |= {"Outputs": sorted(told["Outputs"], key=itemgetter("OutputKey"))} if "Outputs" in told else {}
    told.pop("LastUpdatedTime", None)
    further = {"Description": _description(record), **_times(record)}
    further |= {name: record.get(name, "") for name in ("ChangeSetId", "RoleARN")}
    return {"NotificationARNs": [], "RollbackConfiguration": {}, **told, **_told(further)}


def _times(record: Mapping[str, Any]) -> Answer:
    """A stack that never changed has the time of its creation for the engine, and none for AWS."""
    changed = record.get("LastUpdatedTime", "")
    is_new = changed == record.get("CreationTime")
    return {"LastUpdatedTime": "" if is_new else changed, "DeletionTime": record.get("DeletionTime", "")}


def _description(record: Mapping[str, Any]) -> str:
    template = record.get("_template") or {}
    return str(template.get("Description", "") if template else record.get("Description", ""))


def _parameter(parameter: Answer, record: Mapping[str, Any]) -> Answer:
    """Recorded: a parameter from the parameter store has its key as value, and the value it was resolved to."""
    resolved = record.get("_resolved_params", {}).get(parameter["ParameterKey"], {})
    if resolved.get("NoEcho"):
        return {**parameter, "ParameterValue": "****"}
    if "SsmName" not in resolved:
        return parameter
    return {**parameter, "ParameterValue": resolved["SsmName"], "ResolvedValue": resolved["Value"]}


def _changes(answer: Answer, record: Mapping[str, Any]) -> list[Answer]:
    contexts = record.get("_property_values", {})
    return [property_values.with_values(change, contexts) for change in answer.get("Changes", [])]
