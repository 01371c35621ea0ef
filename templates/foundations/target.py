"""`target`: the roles of a staging or production account that projects deploy models to."""

from troposphere import GetAtt, Output, Template

from templates.foundations.blocks import target_roles
from templates.foundations.blocks.catalog_parameters import TARGET_SECTION
from templates.foundations.blocks.cleanup import cleanup_role
from templates.parameter_form import ParameterForm
from templates.product import Foundation, assemble

FORM = ParameterForm(sections=(TARGET_SECTION,))


def build() -> Template:
    roles = [
        target_roles.deploy(),
        target_roles.cloudformation(),
        target_roles.endpoint(),
        target_roles.endpoint_test(),
        cleanup_role(),
    ]
    outputs = [
        Output(f"{role.title}Arn", Description=f"ARN of role {role.properties['RoleName']}.", Value=GetAtt(role, "Arn"))
        for role in roles
    ]
    return assemble("Lets projects of the MLOps catalog deploy models to this account.", FORM, roles, outputs)


TARGET = Foundation(name="target", build=build)
