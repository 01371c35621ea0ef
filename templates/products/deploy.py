"""`deploy`: approved models of an existing group go to staging, are tested, and after an approval go to production."""

from troposphere import Template

from templates import names, parameters
from templates.blocks import consent, deployment_builds, source
from templates.blocks.console import HOSTS
from templates.blocks.deployment import REPOSITORY, Archives, deployment
from templates.blocks.model_discovery import group_parameter, models_of_group
from templates.blocks.outputs import deployment_outputs, project_outputs
from templates.blocks.project_resources import project_resources
from templates.blocks.releases import protect_releases
from templates.blocks.stage_provision import stage_roles
from templates.blocks.stages import STAGE_TEMPLATE, STAGES
from templates.parameter_form import Field, ParameterForm, Section
from templates.product import Product, SeedKeys, assemble
from templates.project import Project

SEED = "model-deploy"
GROUP = group_parameter("are deployed")
FORM = ParameterForm(
    sections=(
        parameters.PROJECT_SECTION,
        Section("Deployment", (Field(GROUP, "Model package group"), *deployment_builds.FIELDS)),
        Section("Consent", (consent.MONITOR_FIELD,)),
        Section("Code", (*source.FIELDS, Field(REPOSITORY, "Existing repository for deployment"))),
        parameters.ACCOUNT_SECTION,
    ),
    conditions=(*parameters.ACCOUNT_CONDITIONS, *source.CONDITIONS),
    rules=(*source.rules(REPOSITORY), deployment_builds.SERVERLESS_MOVES_AT_ONCE),
)


def build(seed_keys: SeedKeys) -> Template:
    project = Project()
    resources = project_resources(project, consent.captured_with_consent, protect_releases, stages=STAGES)
    provisioned = stage_roles(project, seed_keys[STAGE_TEMPLATE])
    archives = Archives(seed_keys[SEED], seed_keys[names.RELEASE_CODE])
    deployment_part = deployment(project, resources, models_of_group(GROUP), archives, provisioned)
    return assemble(
        DEPLOY.description,
        FORM,
        [resources, provisioned, deployment_part],
        [*project_outputs(resources), *deployment_outputs(project, deployment_part)],
        HOSTS,
    )


DEPLOY = Product(
    name="deploy",
    version="1.1.0.dev",
    title="Deploy",
    description="Deploys an approved model to staging, tests it, and after a second approval to production.",
    seeds=(SEED,),
    build=build,
    code=(names.RELEASE_CODE,),
    templates=(STAGE_TEMPLATE,),
)
