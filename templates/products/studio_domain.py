"""`studio-domain`: a Studio domain for the people of an account, launched by its platform team."""

from troposphere import GetAtt, Output, Ref, Sub, Template

from templates import parameters
from templates.blocks import studio_domain as studio
from templates.parameter_form import ParameterForm, Section
from templates.product import Product, SeedKeys, assemble

FORM = ParameterForm(
    sections=(
        Section("Domain", studio.FIELDS),
        Section("Idle shutdown", studio.IDLE_FIELDS),
        parameters.account_section(
            parameters.PERMISSIONS_BOUNDARY, *[field.parameter for field in parameters.STUDIO_NETWORK]
        ),
    ),
    conditions=(studio.HAS_TEMPLATES,),
    rules=(*studio.idle_rules(), studio.NETWORK_IS_SET),
)
ENABLE_PROJECTS = (
    "Run this once in the account: no template can enable SageMaker projects, and without them Studio shows none."
)


def build(_: SeedKeys) -> Template:
    made = studio.studio_domain()
    enable = Sub("aws sagemaker enable-sagemaker-servicecatalog-portfolio --region ${AWS::Region}")
    outputs = [
        Output("DomainId", Description="Enter it when you launch a studio-user-profile.", Value=Ref(made.domain)),
        Output("DomainArn", Description="The ARN of the domain.", Value=GetAtt(made.domain, "DomainArn")),
        Output("StudioUrl", Description="The address of the domain.", Value=GetAtt(made.domain, "Url")),
        Output(
            "KeyArn", Description="The key that encrypts people's spaces.", Value=GetAtt(made.encryption.key, "Arn")
        ),
        Output("EnableProjects", Description=ENABLE_PROJECTS, Value=enable),
    ]
    return assemble(STUDIO_DOMAIN.description, FORM, made, outputs)


STUDIO_DOMAIN = Product(
    name="studio-domain",
    version="1.0.0.dev",
    title="Studio domain",
    description="A SageMaker Studio domain in the account's network, under its own key, whose idle apps are shut down.",
    seeds=(),
    build=build,
)
