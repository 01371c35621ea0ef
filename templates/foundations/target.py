"""`target`: what a staging or production account needs, so that projects can deploy models to it."""

from troposphere import GetAtt, Output, Template

from templates import parameters
from templates.foundations.blocks import target_roles
from templates.parameter_form import Form, Question, Section
from templates.product import Foundation, assemble

FORM = Form(sections=(Section("Catalog", (Question(parameters.ORGANIZATION, "Organisation"),)),))


def build() -> Template:
    roles = [
        target_roles.deploy(),
        target_roles.cloudformation(),
        target_roles.endpoint(),
        target_roles.endpoint_test(),
        target_roles.cleanup_function(),
    ]
    outputs = [
        Output(f"{role.title}Arn", Description=f"ARN of role {role.properties['RoleName']}.", Value=GetAtt(role, "Arn"))
        for role in roles
    ]
    return assemble("Lets projects of the MLOps catalog deploy models to this account.", FORM, roles, outputs)


TARGET = Foundation(name="target", build=build)
