"""`target`: lets launches make the roles of their projects in a staging or production account, within a boundary."""

from troposphere import GetAtt, Output, Template

from templates.foundations.blocks import stage_provision
from templates.foundations.blocks.catalog_parameters import TARGET_SECTION
from templates.foundations.blocks.cleanup import cleanup_role
from templates.parameter_form import ParameterForm
from templates.product import Foundation, assemble

FORM = ParameterForm(sections=(TARGET_SECTION,))


def build() -> Template:
    roles = [stage_provision.provisioner(), stage_provision.cloudformation(), cleanup_role()]
    outputs = [
        Output(f"{role.title}Arn", Description=f"ARN of role {role.properties['RoleName']}.", Value=GetAtt(role, "Arn"))
        for role in roles
    ]
    return assemble(
        "Lets projects of the MLOps catalog deploy models to this account.",
        FORM,
        [stage_provision.boundary(), *roles],
        outputs,
    )


TARGET = Foundation(name="target", build=build)
