"""`deploy`: approved, staging, tested, approved by a person, production. For a group that already has models."""

from troposphere import Template

from templates import conditions, parameters
from templates.blocks import deployment_builds, source
from templates.blocks.deployment import REPOSITORY, deployment
from templates.blocks.model_discovery import offered
from templates.blocks.outputs import deployment_outputs, project_outputs
from templates.blocks.project_resources import shared
from templates.console import HOSTS
from templates.parameter_form import Form, Question, Section
from templates.product import Product, SeedKeys, assemble
from templates.project import Project

SEED = "model-deploy"
GROUP = parameters.text(
    "ModelPackageGroupName",
    "The model package group whose approved models are deployed: the one of a project that trains.",
    "^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$",
    "The name of a model package group: letters, digits and hyphens.",
)
FORM = Form(
    sections=(
        parameters.PROJECT_SECTION,
        Section("Deployment", (Question(GROUP, "Model package group"), *deployment_builds.QUESTIONS)),
        Section("Code", (*source.QUESTIONS, Question(REPOSITORY, "Existing repository for deployment"))),
        parameters.ACCOUNT_SECTION,
    ),
    conditions=(*conditions.ACCOUNT, *source.CONDITIONS),
    rules=(*source.rules(REPOSITORY), deployment_builds.SERVERLESS_MOVES_AT_ONCE),
)


def build(seed_keys: SeedKeys) -> Template:
    project = Project()
    common = shared(project)
    half = deployment(project, common, offered(GROUP), seed_keys[SEED])
    return assemble(
        DEPLOY.description,
        FORM,
        [common, half],
        [*project_outputs(common), *deployment_outputs(project, half)],
        HOSTS,
    )


DEPLOY = Product(
    name="deploy",
    version="1.0.0.dev",
    title="Deploy",
    description="Takes an approved model to staging, tests it, and after a person's approval to production.",
    seeds=(SEED,),
    build=build,
)
