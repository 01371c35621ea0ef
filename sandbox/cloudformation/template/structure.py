"""The sections of a template and what each of their members may hold: User Guide, "Template sections".

The messages are AWS's where an answer or a report holds it: cfn-lint's issues 99, 160 and 2004, troposphere's 426,
aws-samples/startup-kit-templates' 45.
"""

import re
from collections.abc import Mapping
from typing import Any

from sandbox.api.errors import not_emulated
from sandbox.cloudformation.template.format_errors import NAME, TemplateFormatError, check_name
from sandbox.cloudformation.template.parameter_types import PARAMETER_TYPES
from sandbox.cloudformation.template.resource_definitions import check_resource
from sandbox.cloudformation.template.values import function_of

Section = Mapping[str, Any]

_SECTIONS = frozenset({
    *("AWSTemplateFormatVersion", "Description", "Metadata", "Parameters", "Mappings", "Conditions", "Transform"),
    *("Resources", "Outputs", "Rules", "Hooks"),
})  # fmt: skip
_PARAMETER = frozenset({
    *("Type", "Default", "NoEcho", "AllowedPattern", "AllowedValues", "MaxLength", "MinLength", "MaxValue", "MinValue"),
    *("Description", "ConstraintDescription"),
})  # fmt: skip
_OUTPUT = frozenset({"Value", "Description", "Export", "Condition"})
_MAPPING_KEY = re.compile(r"[A-Za-z0-9.-]+")
_EXPORT_NAME = re.compile(r"[A-Za-z0-9:-]+")
_FORMAT_VERSION = "2010-09-09"


def check(template: Section) -> None:
    """Refuse a template whose sections are not as AWS requires them.

    Raises:
        ValueError: AWS's sentence.
        ServiceError: a section that the sandbox does not act on.

    """
    _check_header(template)
    _check_transform(template)
    for name, check_member in _MEMBERS.items():
        for member, definition in _section(template, name).items():
            check_member(member, definition)
    if not template.get("Resources"):
        raise TemplateFormatError("At least one Resources member must be defined.")


def _check_header(template: Section) -> None:
    unknown = sorted(set(template) - _SECTIONS)
    if unknown:
        raise ValueError(f"Invalid template property or properties [{', '.join(unknown)}]")
    if template.get("AWSTemplateFormatVersion", _FORMAT_VERSION) != _FORMAT_VERSION:
        raise TemplateFormatError("unsupported value for AWSTemplateFormatVersion.")
    if not isinstance(template.get("Description", ""), str):
        raise TemplateFormatError("every Description member must be a string.")


def _check_transform(template: Section) -> None:
    """The sandbox runs no macros; AWS's own sentence comes first where a transform has no name."""
    declared = template.get("Transform") or []
    transforms = declared if isinstance(declared, list) else [declared]
    names = [transform.get("Name") if isinstance(transform, dict) else transform for transform in transforms]
    if not all(isinstance(name, str) for name in names):
        raise ValueError("Key Name of transform definition must be a string.")
    if declared:
        raise not_emulated("Transform of a template")
    if template.get("Hooks"):
        raise not_emulated("Hooks of a template")


def _section(template: Section, name: str) -> Section:
    members = template.get(name)
    if members is None and name not in template:
        return {}
    if not isinstance(members, dict):
        raise TemplateFormatError(f"[/{name}] section must be an object.")
    return members


def _check_parameter(name: str, definition: Any) -> None:
    check_name("Parameter", name)
    if not isinstance(definition, dict) or not isinstance(definition.get("Type"), str):
        raise TemplateFormatError("Every Parameters object must contain a Type member.")
    for unknown in sorted(set(definition) - _PARAMETER):
        raise ValueError(f"Invalid template parameter property '{unknown}'")
    if definition["Type"] not in PARAMETER_TYPES:
        raise TemplateFormatError(f"Unrecognized parameter type: {definition['Type']}")
    if isinstance(definition.get("Default", ""), (dict, list)) or definition.get("Default", "") is None:
        raise TemplateFormatError("Every Default member must be a string.")


def _check_mapping(name: str, keys: Any) -> None:
    check_name("Mappings", name)
    if not isinstance(keys, dict):
        raise TemplateFormatError(f"Every Mappings member {name} must be a map")
    for key, attributes in keys.items():
        if not _MAPPING_KEY.fullmatch(key):
            problem = f"Mappings element name '{key}' must be non-empty and can contain only alphanumerics, '-' or '.'"
            raise TemplateFormatError(problem)
        if not isinstance(attributes, dict):
            raise TemplateFormatError(f"Every Mappings member {key} must be a map")
        for attribute, value in attributes.items():
            _check_mapped(attribute, value)


def _check_mapped(attribute: str, value: Any) -> None:
    if not NAME.fullmatch(attribute):
        raise TemplateFormatError(f"Mappings attribute name '{attribute}' must contain only alphanumeric characters.")
    if value is None or isinstance(value, dict):
        raise TemplateFormatError("Every Mappings attribute must be a String or a List.")


def _check_output(name: str, definition: Any) -> None:
    check_name("Output", name)
    if not isinstance(definition, dict) or definition.get("Value") is None:
        raise TemplateFormatError("Every Outputs member must contain a Value object")
    for unknown in sorted(set(definition) - _OUTPUT):
        raise ValueError(f"Invalid template output property '{unknown}'")
    if isinstance(definition["Value"], (dict, list)) and not function_of(definition["Value"]):
        raise TemplateFormatError("The Value field of every Outputs member must evaluate to a String.")
    if not isinstance(definition.get("Condition", ""), str):
        raise TemplateFormatError("Every Condition member must be a string.")
    if "Export" in definition:
        _check_export(name, definition["Export"])


def _check_export(output: str, export: Any) -> None:
    name = export.get("Name") if isinstance(export, dict) else None
    if function_of(name) is None and not (isinstance(name, str) and _EXPORT_NAME.fullmatch(name)):
        raise TemplateFormatError(
            f"Output {output} is malformed. The Name field of every Export member must be specified and consist only "
            "of alphanumeric characters, colons, or hyphens."
        )


def _check_condition(_name: str, definition: Any) -> None:
    if not isinstance(definition, dict) or len(definition) != 1:
        raise TemplateFormatError("Conditions can only be boolean operations on parameters and other conditions")


_MEMBERS = {
    "Parameters": _check_parameter,
    "Mappings": _check_mapping,
    "Conditions": _check_condition,
    "Resources": check_resource,
    "Outputs": _check_output,
}
