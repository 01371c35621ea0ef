"""`stage-roles`: the roles of one project in one stage's account. A launch asks for this stack, no StackSet deploys it.

It has no parameters: its name says for which stage, development account and project the roles are.
"""

from troposphere import GetAtt, Output, Template

from templates.blocks.stages import STAGE_TEMPLATE
from templates.foundations.blocks import stage_roles
from templates.foundations.blocks.stage_identity import IS_PRODUCTION
from templates.parameter_form import ParameterForm
from templates.product import Foundation, assemble

FORM = ParameterForm(sections=(), conditions=(IS_PRODUCTION,))


def build() -> Template:
    roles = [
        stage_roles.deploy(),
        stage_roles.cloudformation(),
        stage_roles.endpoint(),
        stage_roles.endpoint_test(),
    ]
    outputs = [
        Output(f"{role.title}Arn", Description="A role of the project.", Value=GetAtt(role, "Arn")) for role in roles
    ]
    return assemble("The roles of one project of the MLOps catalog in the account of a stage.", FORM, roles, outputs)


STAGE_ROLES = Foundation(name=STAGE_TEMPLATE, build=build)
