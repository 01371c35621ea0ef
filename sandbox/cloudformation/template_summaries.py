"""What CloudFormation says of a template: API Reference, GetTemplateSummary and ValidateTemplate."""

import json
from typing import Any

from ministack.services.cloudformation import handlers

from sandbox.api.errors import ServiceError
from sandbox.api.types import Request
from sandbox.cloudformation.engine_api import find_stack
from sandbox.cloudformation.template import parsing
from sandbox.cloudformation.template.installation import check
from sandbox.cloudformation.template.resource_schemas import schemas

Template = dict[str, Any]
Members = dict[str, Any]


def of_request(request: Request) -> Template:
    """The template that a request gives or whose stack it names, as AWS takes it.

    Raises:
        ServiceError: AWS takes no such template.

    """
    body, _ = handlers._resolve_template(request)
    stack: Any = find_stack(request.get("StackName", "")) or {}
    template = parsing.parse(body or stack["_template_body"])
    try:
        check(template)
    except ValueError as refused:
        raise ServiceError("ValidationError", str(refused)) from refused
    return template


def validated(template: Template) -> Members:
    """What ValidateTemplate says besides capabilities."""
    return {
        **_described(template),
        "Parameters": [_declared(name, each) for name, each in template.get("Parameters", {}).items()],
    }


def _described(template: Template) -> Members:
    return {"Description": template.get("Description")}


def _declared(name: str, definition: Members) -> Members:
    return {
        "ParameterKey": name,
        "DefaultValue": definition.get("Default"),
        "NoEcho": str(definition.get("NoEcho", "false")).lower() == "true",
        "Description": definition.get("Description"),
    }


def summary(template: Template) -> Members:
    """What GetTemplateSummary says besides capabilities."""
    parameters = template.get("Parameters", {})
    types = [definition["Type"] for definition in template.get("Resources", {}).values()]
    return {
        **_described(template),
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
