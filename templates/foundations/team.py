"""`team`: the Studio role and the approver of one team, in every account where it has projects.

A platform team deploys it once for each team, with the parameters of an account; nothing publishes it.
"""

from troposphere import GetAtt, Output, Template

from templates.foundations.blocks import approver, studio_team
from templates.parameter_form import Field, ParameterForm, Section
from templates.parameters import team_of
from templates.product import Foundation, assemble

TEAM = team_of("Name of the team, as people choose it when they launch a project.")
FORM = ParameterForm(
    sections=(Section("Team", (Field(TEAM, "Team"),)), approver.SECTION), conditions=approver.CONDITIONS
)


def build() -> Template:
    studio, approver_role = studio_team.studio_role(TEAM), approver.team_approver(TEAM)
    outputs = [
        Output("StudioRoleArn", Description="The role for the user profiles of the team.", Value=GetAtt(studio, "Arn")),
        Output(
            "ApproverRoleArn",
            Description="The role to assume to approve the team's models.",
            Value=GetAtt(approver_role, "Arn"),
        ),
    ]
    parts = [studio, studio_team.role_setting(TEAM, studio), approver_role]
    return assemble("The Studio role and the approver of one team.", FORM, parts, outputs)


TEAM_ROLES = Foundation(name="team", build=build)
