"""`build-train`: push, test, train, evaluate, register; also on a schedule or on new data."""

from troposphere import Template

from templates import conditions, parameters
from templates.blocks import examples, source, training, triggers
from templates.blocks.model_discovery import offer
from templates.blocks.outputs import project_outputs, training_outputs
from templates.blocks.project_resources import shared
from templates.blocks.registry import model_package_group
from templates.console import HOSTS
from templates.parameter_form import Form, Question, Section
from templates.product import Product, SeedKeys, assemble
from templates.project import Project

FORM = Form(
    sections=(
        parameters.PROJECT_SECTION,
        Section("Training", (*examples.QUESTIONS, *triggers.QUESTIONS)),
        Section("Code", (*source.QUESTIONS, Question(training.REPOSITORY, "Existing repository for training"))),
        parameters.ACCOUNT_SECTION,
    ),
    conditions=(*conditions.ACCOUNT, *source.CONDITIONS, *triggers.CONDITIONS),
    rules=(*source.rules(training.REPOSITORY), examples.NEEDS_IMAGE),
)


def build(seed_keys: SeedKeys) -> Template:
    project = Project()
    common = shared(project)
    group = model_package_group(project)
    half = training.training(project, common, group, examples.chosen_archive())
    return assemble(
        BUILD_TRAIN.description,
        FORM,
        [common, group, offer(project, common), half],
        [*project_outputs(common), *training_outputs(project, common, half, group)],
        {**HOSTS, **examples.archives(seed_keys)},
    )


BUILD_TRAIN = Product(
    name="build-train",
    version="1.0.0.dev",
    title="Build and train",
    description="Trains, evaluates and registers a model at every push, and on a schedule or on new data if you like.",
    seeds=examples.EXAMPLES,
    build=build,
)
