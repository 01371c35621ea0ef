"""The form that a person fills in: parameters with labels, in sections, and the rules between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from troposphere import AWSHelperFn, Parameter


@dataclass(frozen=True)
class Question:
    """One parameter with the label that a person sees. It is optional when it may be left empty."""

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
    """Questions that belong together."""

    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Condition:
    """A choice made at launch, named so that resources can depend on it."""

    name: str
    expression: AWSHelperFn


@dataclass(frozen=True)
class Rule:
    """A combination of answers that cannot work, with the sentence that says so."""

    name: str
    when: AWSHelperFn
    must: AWSHelperFn
    otherwise: str

    def as_template(self) -> dict[str, Any]:
        return {"RuleCondition": self.when, "Assertions": [{"Assert": self.must, "AssertDescription": self.otherwise}]}


@dataclass(frozen=True)
class Form:
    """Everything that is asked, and what follows from the answers."""

    sections: tuple[Section, ...]
    conditions: tuple[Condition, ...] = ()
    rules: tuple[Rule, ...] = ()

    @property
    def questions(self) -> list[Question]:
        return [question for section in self.sections for question in section.questions]

    def metadata(self) -> dict[str, Any]:
        """Order and labels for the console, and for Studio which answers may be left out."""
        return _interface(self.sections) | _studio_rules(self.questions)


NO_FORM = Form(sections=())


def _interface(sections: Sequence[Section]) -> dict[str, Any]:
    groups = [
        {"Label": {"default": section.title}, "Parameters": [question.name for question in section.questions]}
        for section in sections
    ]
    labels = {question.name: {"default": question.label} for section in sections for question in section.questions}
    return {"AWS::CloudFormation::Interface": {"ParameterGroups": groups, "ParameterLabels": labels}}


def _studio_rules(questions: Sequence[Question]) -> dict[str, Any]:
    """In the form of AWS's own templates for Studio, as no document tells it.

    aws-samples/sagemaker-custom-project-templates, s3_templates/sample-templates: build-train-codepipeline.yaml
    """
    optional = {question.name: {"Optional": True} for question in questions if question.optional}
    return {"SagemakerTemplateParameterRules": optional} if optional else {}
