"""`publisher`: the role that publishes, created once in the hub by its administrator."""

from troposphere import GetAtt, Output, Template

from templates.foundations.blocks.catalog_parameters import HUB_SECTION
from templates.foundations.blocks.publisher import publisher
from templates.parameter_form import ParameterForm
from templates.product import Foundation, assemble

FORM = ParameterForm(sections=(HUB_SECTION,))


def build() -> Template:
    role = publisher()
    output = Output(
        "PublisherRoleArn", Description="The role to assume to publish the catalog.", Value=GetAtt(role, "Arn")
    )
    return assemble("The role that publishes the MLOps catalog.", FORM, [role], [output])


PUBLISHER = Foundation(name="publisher", build=build)
