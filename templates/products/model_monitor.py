"""`model-monitor`: compares what a model is asked and answers with what it was tested on, on a schedule."""

from troposphere import Template

from templates import parameters
from templates.blocks import captured, monitoring, source
from templates.blocks.console import HOSTS
from templates.blocks.model_discovery import group_parameter, models_of_group
from templates.blocks.outputs import monitoring_outputs, project_outputs
from templates.blocks.project_resources import project_resources
from templates.parameter_form import Field, ParameterForm, Section
from templates.product import Product, SeedKeys, assemble
from templates.project import Project

SEED = "model-monitor"
GROUP = group_parameter("are monitored")
FORM = ParameterForm(
    sections=(
        parameters.PROJECT_SECTION,
        Section("Monitor", (Field(GROUP, "Model package group"), *monitoring.FIELDS)),
        Section("Code", (*source.FIELDS, Field(monitoring.REPOSITORY, "Existing repository for the monitor"))),
        parameters.ACCOUNT_SECTION_WITHOUT_STAGES,
    ),
    conditions=(*parameters.ACCOUNT_CONDITIONS_WITHOUT_STAGES, *source.CONDITIONS, *monitoring.CONDITIONS),
    rules=(*source.rules(monitoring.REPOSITORY), captured.PREFIX_NEEDS_BUCKET, monitoring.RETRAINING_NEEDS_SCHEDULE),
)


def build(seed_keys: SeedKeys) -> Template:
    project = Project()
    resources = project_resources(project)
    part = monitoring.monitoring(project, resources, models_of_group(GROUP), seed_keys[SEED])
    return assemble(
        MODEL_MONITOR.description,
        FORM,
        [resources, part],
        [*project_outputs(resources), *monitoring_outputs(resources, part)],
        HOSTS,
    )


MODEL_MONITOR = Product(
    name="model-monitor",
    version="1.0.0.dev",
    title="Model monitor",
    description="Watches a model for drift, loss of quality and bias on a schedule, and can ask for a new training.",
    seeds=(SEED,),
    build=build,
)
