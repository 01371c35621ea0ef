"""`studio-user-profile`: a person in a Studio domain, who works with the Studio role of a team.

All people of a team have one role. Who launched a project may update it, and for Service Catalog that is the role: with
a role for each person nobody could take over a colleague's project, and the launch role would have to make roles that
people act as. Private spaces are kept apart by SageMaker's own condition keys, which know the user profile.
"""

from troposphere import GetAtt, Output, Ref, Sub, Tags, Template, sagemaker

from templates import names
from templates.blocks.teams import studio_role_of
from templates.parameter_form import Field, ParameterForm, Section
from templates.parameters import team_of, text
from templates.product import Product, SeedKeys, assemble

DOMAIN = text(
    "DomainId",
    "The domain, as in the output DomainId of a studio-domain.",
    "^d-(-*[a-z0-9]){1,61}$",
    "The id of a domain, such as d-abcdefghijkl.",
)
PERSON = text(
    "UserName",
    "Name of the person in the domain. It cannot be changed later.",
    "^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$",
    "1 to 63 letters, digits and hyphens, a letter or digit at both ends.",
)
TEAM = team_of("The team whose projects the person works on. Your platform team has set it up in this account.")
FORM = ParameterForm(
    sections=(Section("Person", (Field(DOMAIN, "Domain"), Field(PERSON, "User name"), Field(TEAM, "Team"))),)
)
ROLE = f"{{{{resolve:ssm:{names.TEAMS}${{{TEAM.title}}}}}}}"
"""A dynamic reference: a team without a Studio role in this account has no such parameter, and the launch fails."""


def build(_: SeedKeys) -> Template:
    profile = sagemaker.UserProfile(
        "UserProfile",
        DomainId=Ref(DOMAIN),
        UserProfileName=Ref(PERSON),
        UserSettings=sagemaker.UserSettings(ExecutionRole=Sub(ROLE)),
        Tags=Tags({names.STUDIO_TAG: Ref(DOMAIN), names.TEAM_TAG: Ref(TEAM)}),
    )
    command = "aws sagemaker create-presigned-domain-url --domain-id ${DomainId} --user-profile-name ${UserName}"
    outputs = [
        Output("UserProfileArn", Description="The ARN of the profile.", Value=GetAtt(profile, "UserProfileArn")),
        Output("ExecutionRoleArn", Description="The role that the person acts as.", Value=studio_role_of(TEAM)),
        Output("OpenStudio", Description="Prints an address that opens Studio as this person.", Value=Sub(command)),
    ]
    return assemble(STUDIO_USER_PROFILE.description, FORM, [profile], outputs)


STUDIO_USER_PROFILE = Product(
    name="studio-user-profile",
    version="1.0.0.dev",
    title="Studio user profile",
    description="A person in a SageMaker Studio domain, who reaches the projects of one team.",
    seeds=(),
    build=build,
)
