"""`spoke-roles`: launch roles, permissions boundary, approver, reader and seeding roles. In one region."""

from troposphere import GetAtt, Output, Ref, Template

from templates.foundations.blocks import approver
from templates.foundations.blocks.boundary import boundary
from templates.foundations.blocks.catalog_parameters import SPOKE_SECTION
from templates.foundations.blocks.launch_role import launch_policy, launch_role
from templates.foundations.blocks.people import reader
from templates.foundations.blocks.seeding_roles import seeding_build_role, seeding_function_role
from templates.foundations.blocks.stage_function import stages_function_role
from templates.foundations.blocks.studio_launch_role import studio_launch_role
from templates.parameter_form import ParameterForm
from templates.product import Foundation, assemble

FORM = ParameterForm(sections=(SPOKE_SECTION, approver.SECTION), conditions=approver.CONDITIONS)


def build() -> Template:
    boundary_policy, policy = boundary(), launch_policy()
    launch, approver_role, reader_role = launch_role(policy), approver.account_approver(), reader()
    outputs = [
        Output(
            "BoundaryArn", Description="Permissions boundary of every role of a project.", Value=Ref(boundary_policy)
        ),
        Output("LaunchRoleArn", Description="The role that launches projects.", Value=GetAtt(launch, "Arn")),
        Output(
            "ApproverRoleArn",
            Description="The role to assume to approve a model.",
            Value=GetAtt(approver_role, "Arn"),
        ),
        Output(
            "ReaderRoleArn",
            Description="The role with which the hub verifies this account.",
            Value=GetAtt(reader_role, "Arn"),
        ),
    ]
    functions = [seeding_function_role(), seeding_build_role(), stages_function_role()]
    parts = [boundary_policy, policy, launch, studio_launch_role(), approver_role, reader_role, *functions]
    return assemble("The roles of the MLOps catalog in this account.", FORM, parts, outputs)


SPOKE_ROLES = Foundation(name="spoke-roles", build=build)
