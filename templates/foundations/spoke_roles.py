"""`spoke-roles`: the launch role, what no project's role may exceed, and the people of the catalog. In one region."""

from troposphere import GetAtt, Output, Ref, Template

from templates import parameters
from templates.foundations.blocks.boundary import boundary
from templates.foundations.blocks.launch_role import launch_policy, launch_role
from templates.foundations.blocks.people import approver, reader
from templates.foundations.blocks.seeding_roles import seeding_build_role, seeding_function_role
from templates.parameter_form import Form, Question, Section
from templates.product import Foundation, assemble

FORM = Form(
    sections=(
        Section(
            "Catalog",
            (
                Question(parameters.ORGANIZATION, "Organisation"),
                Question(parameters.HUB_ACCOUNT, "Hub"),
                Question(parameters.ASSET_SUFFIX, "Suffix of buckets"),
            ),
        ),
    )
)


def build() -> Template:
    limit, policy, approves = boundary(), launch_policy(), approver()
    launch = launch_role(policy)
    reads = reader(str(parameters.HUB_ACCOUNT.title), str(parameters.ORGANIZATION.title))
    outputs = [
        Output("BoundaryArn", Description="What no project's role may exceed.", Value=Ref(limit)),
        Output("LaunchRoleArn", Description="What projects are launched with.", Value=GetAtt(launch, "Arn")),
        Output("ApproverRoleArn", Description="The role to assume to approve a model.", Value=GetAtt(approves, "Arn")),
        Output("ReaderRoleArn", Description="What the hub checks this account with.", Value=GetAtt(reads, "Arn")),
    ]
    parts = [limit, policy, launch, approves, reads, seeding_function_role(), seeding_build_role()]
    return assemble("The roles of the MLOps catalog in this account.", FORM, parts, outputs)


SPOKE_ROLES = Foundation(name="spoke-roles", build=build)
