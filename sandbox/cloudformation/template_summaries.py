"""What CloudFormation says of a template: API Reference, GetTemplateSummary and ValidateTemplate."""

import json
from collections.abc import Callable
from typing import Any

from ministack.services.cloudformation import handlers

from sandbox.api.types import HttpAnswer
from sandbox.cloudformation import query_protocol
from sandbox.cloudformation.engine_api import HANDLERS, Handler, Parameters, answer, error, find_stack, parameter
from sandbox.cloudformation.template import parsing
from sandbox.cloudformation.template.installation import check
from sandbox.cloudformation.template.resource_schemas import schemas

Template = dict[str, Any]
Members = dict[str, Any]


def _template(parameters: Parameters) -> Template:
    body, _ = handlers._resolve_template(parameters)
    stack: Any = find_stack(parameter(parameters, "StackName")) or {}
    return parsing.parse(body or stack["_template_body"])


def _described(operation: str, describe: Handler, members: Callable[[Template], Members]) -> Handler:
    """The engine refuses what it refuses; the answer is made anew."""

    def handle(parameters: Parameters) -> HttpAnswer:
        checked = describe(parameters)
        if checked[0] != 200:
            return checked
        template = _template(parameters)
        try:
            check(template)
        except ValueError as refused:
            return error("ValidationError", str(refused))
        told = {"Description": template.get("Description"), **members(template)}
        return answer(operation, query_protocol.write(told) + handlers._capabilities_xml(template))

    return handle


def _validated(template: Template) -> Members:
    return {"Parameters": [_declared(name, each) for name, each in template.get("Parameters", {}).items()]}


def _declared(name: str, definition: Members) -> Members:
    return {
        "ParameterKey": name,
        "DefaultValue": definition.get("Default"),
        "NoEcho": str(definition.get("NoEcho", "false")).lower() == "true",
        "Description": definition.get("Description"),
    }


def _summary(template: Template) -> Members:
    parameters = template.get("Parameters", {})
    types = [definition["Type"] for definition in template.get("Resources", {}).values()]
    return {
        "Parameters": [_declared(name, each) | _constrained(each) for name, each in parameters.items()],
        "ResourceTypes": sorted(set(types)),
        "ResourceIdentifierSummaries": _identified(template),
        "Version": template.get("AWSTemplateFormatVersion"),
        "Metadata": json.dumps(template["Metadata"]) if "Metadata" in template else None,
    }


def _constrained(definition: Members) -> Members:
    allowed = definition.get("AllowedValues")
    constraints = {"AllowedValues": allowed} if allowed else {}
    return {"ParameterType": definition["Type"], "ParameterConstraints": constraints}


def _identified(template: Template) -> list[Members]:
    """Types that can be imported, with what identifies one and the resources of the template that have it."""
    found: dict[str, list[str]] = {}
    for name, definition in template.get("Resources", {}).items():
        if definition["Type"] in schemas():
            found.setdefault(definition["Type"], []).append(name)
    return [
        {
            "ResourceType": type_name,
            "LogicalResourceIds": sorted(names),
            "ResourceIdentifiers": schemas()[type_name]["identifiers"],
        }
        for type_name, names in sorted(found.items())
    ]


def install() -> None:
    for operation, members in (("GetTemplateSummary", _summary), ("ValidateTemplate", _validated)):
        HANDLERS[operation] = _described(operation, HANDLERS[operation], members)
