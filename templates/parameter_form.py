"""The form that a person fills in: parameters with labels, in sections, and the rules between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from troposphere import AWSHelperFn, Parameter


@dataclass(frozen=True)
class Field:
    """One parameter and its label. It is optional when it may be left empty."""

    parameter: Parameter
    label: str

    @property
    def name(self) -> str:
        return str(self.parameter.title)

    @property
    def optional(self) -> bool:
        return self.parameter.properties.get("Default") == ""


@dataclass(frozen=True)
class Section:
    """A parameter group: fields under one heading."""

    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Condition:
    """A choice made at launch, named so that resources can depend on it."""

    name: str
    expression: AWSHelperFn


@dataclass(frozen=True)
class Rule:
    """A combination of values that cannot work, with the message that CloudFormation shows."""

    name: str
    when: AWSHelperFn
    must: AWSHelperFn
    otherwise: str

    def as_template(self) -> dict[str, Any]:
        return {"RuleCondition": self.when, "Assertions": [{"Assert": self.must, "AssertDescription": self.otherwise}]}


@dataclass(frozen=True)
class ParameterForm:
    """All parameters of a template, with the conditions and rules over their values."""

    sections: tuple[Section, ...]
    conditions: tuple[Condition, ...] = ()
    rules: tuple[Rule, ...] = ()

    @property
    def fields(self) -> list[Field]:
        return [field for section in self.sections for field in section.fields]

    def metadata(self) -> dict[str, Any]:
        """Order and labels for the console, and for Studio which parameters may be left out."""
        return _interface(self.sections) | _studio_rules(self.fields)


NO_FORM = ParameterForm(sections=())


def _interface(sections: Sequence[Section]) -> dict[str, Any]:
    groups = [
        {"Label": {"default": section.title}, "Parameters": [field.name for field in section.fields]}
        for section in sections
    ]
    labels = {field.name: {"default": field.label} for section in sections for field in section.fields}
    return {"AWS::CloudFormation::Interface": {"ParameterGroups": groups, "ParameterLabels": labels}}


def _studio_rules(fields: Sequence[Field]) -> dict[str, Any]:
    """In the form of AWS's own templates for Studio, as no document describes it.

    aws-samples/sagemaker-custom-project-templates, s3_templates/sample-templates: build-train-codepipeline.yaml
    """
    optional = {field.name: {"Optional": True} for field in fields if field.optional}
    return {"SagemakerTemplateParameterRules": optional} if optional else {}
