"""`publisher`: the role that publishes, made once in the hub by its administrator."""

from troposphere import GetAtt, Output, Template

from templates import parameters
from templates.foundations.blocks.publisher import publisher
from templates.parameter_form import Form, Question, Section
from templates.product import Foundation, assemble

FORM = Form(
    sections=(
        Section(
            "Catalog",
            (Question(parameters.ORGANIZATION, "Organisation"), Question(parameters.ASSET_SUFFIX, "Suffix of buckets")),
        ),
    )
)


def build() -> Template:
    role = publisher()
    output = Output(
        "PublisherRoleArn", Description="The role to assume to publish the catalog.", Value=GetAtt(role, "Arn")
    )
    return assemble("Who publishes the MLOps catalog.", FORM, [role], [output])


PUBLISHER = Foundation(name="publisher", build=build)
