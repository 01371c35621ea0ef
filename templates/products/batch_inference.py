"""`batch-inference`: the latest approved model of a group predicts for new files, on a schedule or on arrival."""

from troposphere import Template

from templates import parameters
from templates.blocks import batch, source
from templates.blocks.console import HOSTS
from templates.blocks.model_discovery import group_parameter, models_of_group
from templates.blocks.outputs import batch_outputs, project_outputs
from templates.blocks.project_resources import project_resources
from templates.parameter_form import Field, ParameterForm, Section
from templates.product import Product, SeedKeys, assemble
from templates.project import Project

SEED = "batch-inference"
GROUP = group_parameter("predict")
FORM = ParameterForm(
    sections=(
        parameters.PROJECT_SECTION,
        Section("Batch inference", (Field(GROUP, "Model package group"), *batch.FIELDS)),
        Section("Code", (*source.FIELDS, Field(batch.REPOSITORY, "Existing repository for batch inference"))),
        parameters.ACCOUNT_SECTION_WITHOUT_STAGES,
    ),
    conditions=(*parameters.ACCOUNT_CONDITIONS_WITHOUT_STAGES, *source.CONDITIONS, *batch.CONDITIONS),
    rules=(*source.rules(batch.REPOSITORY), batch.SOMETHING_STARTS_RUNS),
)


def build(seed_keys: SeedKeys) -> Template:
    project = Project()
    resources = project_resources(project, batch.protect_results)
    part = batch.batch(project, resources, models_of_group(GROUP), seed_keys[SEED])
    return assemble(
        BATCH_INFERENCE.description,
        FORM,
        [resources, part],
        [*project_outputs(resources), *batch_outputs(project, resources, part)],
        HOSTS,
    )


BATCH_INFERENCE = Product(
    name="batch-inference",
    version="1.0.0.dev",
    title="Batch inference",
    description="Predicts for new files with the latest approved model, on a schedule or when they arrive.",
    seeds=(SEED,),
    build=build,
)
