"""`build-train`: push, test, train, evaluate, register; also on a schedule or on new data."""

from troposphere import Template

from templates import parameters
from templates.blocks import build_on_push, consent, examples, source, training, triggers
from templates.blocks.console import HOSTS
from templates.blocks.model_discovery import publish_location
from templates.blocks.outputs import project_outputs, training_outputs
from templates.blocks.project_resources import project_resources
from templates.blocks.registry import model_package_group
from templates.parameter_form import Field, ParameterForm, Section
from templates.product import Product, SeedKeys, assemble
from templates.project import Project

FORM = ParameterForm(
    sections=(
        parameters.PROJECT_SECTION,
        Section("Training", (*examples.FIELDS, *triggers.FIELDS)),
        Section("Consent", (consent.FIELD, consent.MONITOR_FIELD)),
        Section("Code", (*source.FIELDS, Field(build_on_push.REPOSITORY, "Existing repository for training"))),
        parameters.ACCOUNT_SECTION_WITHOUT_STAGES,
    ),
    conditions=(*parameters.ACCOUNT_CONDITIONS_WITHOUT_STAGES, *source.CONDITIONS, *triggers.CONDITIONS),
    rules=(*source.rules(build_on_push.REPOSITORY), examples.NEEDS_IMAGE),
)


def build(seed_keys: SeedKeys) -> Template:
    project = Project()
    resources = project_resources(project, consent.only_with_consent)
    group = model_package_group(project)
    training_part = training.training(project, resources, group, examples.chosen_archive())
    return assemble(
        BUILD_TRAIN.description,
        FORM,
        [resources, group, publish_location(project, resources), training_part],
        [*project_outputs(resources), *training_outputs(project, resources, training_part, group)],
        {**HOSTS, **examples.archives(seed_keys)},
    )


BUILD_TRAIN = Product(
    name="build-train",
    version="1.1.0.dev",
    title="Build and train",
    description="Trains, evaluates and registers a model at every push, and optionally on a schedule or on new data.",
    seeds=examples.EXAMPLES,
    build=build,
)
