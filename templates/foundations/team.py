"""`team`: the Studio role and the approver of one team, in every account where it has projects.

A platform team deploys it once for each team, with the parameters of an account; nothing publishes it.
"""

from troposphere import GetAtt, Output, Template

from templates import names
from templates.foundations.blocks import approver, studio_team
from templates.parameter_form import Field, ParameterForm, Section
from templates.parameters import text
from templates.product import Foundation, assemble

TEAM = text(
    "Team",
    "Name of the team, as people choose it when they launch a project.",
    f"^(?!{names.NONE}$){names.TEAM}$",
    "2 to 20 lower-case letters and digits, the first of them a letter, and not none.",
)
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
    return assemble("The Studio role and the approver of one team.", FORM, [studio, approver_role], outputs)


TEAM_ROLES = Foundation(name="team", build=build)
