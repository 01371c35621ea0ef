"""`step-functions-workflow`: train, save the model, configure the endpoint and deploy it as joined state machines."""

from troposphere import Template

from templates import parameters
from templates.blocks import build_on_push, consent, source, triggers
from templates.blocks.console import HOSTS
from templates.blocks.model_discovery import publish_location
from templates.blocks.outputs import project_outputs, workflow_outputs
from templates.blocks.project_resources import project_resources
from templates.blocks.registry import model_package_group
from templates.blocks.workflow import workflow
from templates.parameter_form import Field, ParameterForm, Section
from templates.product import Product, SeedKeys, assemble
from templates.project import Project

SEED = "bigmart"
FORM = ParameterForm(
    sections=(
        parameters.PROJECT_SECTION,
        Section("Training", triggers.FIELDS),
        Section("Consent", (consent.FIELD, consent.MONITOR_FIELD)),
        Section("Code", (*source.FIELDS, Field(build_on_push.REPOSITORY, "Existing repository for the workflow"))),
        parameters.ACCOUNT_SECTION_WITHOUT_STAGES,
    ),
    conditions=(*parameters.ACCOUNT_CONDITIONS_WITHOUT_STAGES, *source.CONDITIONS, *triggers.CONDITIONS),
    rules=source.rules(build_on_push.REPOSITORY),
)


def build(seed_keys: SeedKeys) -> Template:
    project = Project()
    resources = project_resources(project, consent.only_with_consent)
    group = model_package_group(project)
    machines = workflow(project, resources, group, seed_keys[SEED])
    return assemble(
        STEP_FUNCTIONS_WORKFLOW.description,
        FORM,
        [resources, group, publish_location(project, resources), machines],
        [*project_outputs(resources), *workflow_outputs(project, resources, machines, group)],
        HOSTS,
    )


STEP_FUNCTIONS_WORKFLOW = Product(
    name="step-functions-workflow",
    version="1.0.0.dev",
    title="Step Functions workflow",
    description="Trains, registers and deploys a model to an endpoint as state machines that a JSON file defines.",
    seeds=(SEED,),
    build=build,
)
