"""The project's roles in the stages' accounts: a custom resource for each stage, made at launch, removed with it."""

from typing import Any

from troposphere import AWSObject, PropsDictType, Ref, Sub

from templates import names, parameters
from templates.arns import arn
from templates.blocks.stages import STAGES, Stage
from templates.project import Project

FIFTEEN_MINUTES = 15 * 60
"""As long as a function may run (Lambda developer guide, "Configure Lambda function timeout")."""


class StageRoles(AWSObject):
    """A custom resource of the account's function for stages, which asks a stage's account for a stack of roles."""

    resource_type = "Custom::StageRoles"
    props: PropsDictType = {  # noqa: RUF012 - declared this way by troposphere
        "ServiceToken": (Sub, True),
        "ServiceTimeout": (int, True),
        "Stage": (str, True),
        "Account": (str, True),
        "ProjectId": (str, True),
        "ProjectName": (str, True),
        "TemplateUrl": (Sub, True),
    }


def stage_roles(project: Project, template_key: str) -> list[StageRoles]:
    """`template_key` is where the asset bucket has the template that this version of the product was made with."""
    return [_of_stage(project, stage, template_key) for stage in STAGES]


def _of_stage(project: Project, stage: Stage, template_key: str) -> StageRoles:
    properties: dict[str, Any] = {
        "ServiceToken": arn("lambda", f"function:{names.STAGES}"),
        "ServiceTimeout": FIFTEEN_MINUTES + 60,
        "Stage": stage.name,
        "Account": Ref(stage.account),
        "ProjectId": Ref(project.identifier),
        "ProjectName": Ref(project.name),
        "TemplateUrl": _url(template_key),
    }
    return StageRoles(names.logical_id(stage.name, "roles"), **properties)


def _url(key: str) -> Sub:
    return Sub(f"https://${{{parameters.ASSET_BUCKET.title}}}.s3.${{AWS::Region}}.${{AWS::URLSuffix}}/{key}")
