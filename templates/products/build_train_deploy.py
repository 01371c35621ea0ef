"""`build-train-deploy`: both halves, wired: what the one registers and a person approves, the other deploys."""

from troposphere import Equals, GetAtt, Ref, Sub, Template, sagemaker

from templates import conditions, names, parameters
from templates.blocks import deployment_builds, examples, source, training, triggers
from templates.blocks.deployment import REPOSITORY, deployment
from templates.blocks.deployment_builds import Models
from templates.blocks.grants import storage
from templates.blocks.grants.models import describe_packages, read_packages
from templates.blocks.model_discovery import offer
from templates.blocks.outputs import deployment_outputs, project_outputs, training_outputs
from templates.blocks.project_resources import Shared, shared
from templates.blocks.registry import model_package_group
from templates.console import HOSTS
from templates.parameter_form import Form, Question, Rule, Section
from templates.product import Product, SeedKeys, assemble
from templates.products import deploy
from templates.project import Project

# SageMaker AI Developer Guide, "Serverless Inference: Troubleshooting": a container must not need root. The image that
# serves the other examples writes below /opt/ml and installs the model's code when it starts.
SERVERLESS_NEEDS_OWN_IMAGE = Rule(
    "ServerlessNeedsOwnImage",
    when=Equals(Ref(deployment_builds.ENDPOINT_TYPE), "serverless"),
    must=Equals(Ref(examples.EXAMPLE), examples.OWN_IMAGE),
    otherwise=f"A serverless endpoint can serve only the {examples.OWN_IMAGE} example, which has an image of its own.",
)
FORM = Form(
    sections=(
        parameters.PROJECT_SECTION,
        Section("Training", (*examples.QUESTIONS, *triggers.QUESTIONS)),
        Section("Deployment", deployment_builds.QUESTIONS),
        Section(
            "Code",
            (
                *source.QUESTIONS,
                Question(training.REPOSITORY, "Existing repository for training"),
                Question(REPOSITORY, "Existing repository for deployment"),
            ),
        ),
        parameters.ACCOUNT_SECTION,
    ),
    conditions=(*conditions.ACCOUNT, *source.CONDITIONS, *triggers.CONDITIONS),
    rules=(
        *source.rules(training.REPOSITORY),
        *source.rules(REPOSITORY),
        examples.NEEDS_IMAGE,
        deployment_builds.SERVERLESS_MOVES_AT_ONCE,
        SERVERLESS_NEEDS_OWN_IMAGE,
    ),
)


def build(seed_keys: SeedKeys) -> Template:
    project = Project()
    common = shared(project)
    group = model_package_group(project)
    trains = training.training(project, common, group, examples.chosen_archive())
    deploys = deployment(project, common, _models(project, common, group), seed_keys[deploy.SEED])
    return assemble(
        BUILD_TRAIN_DEPLOY.description,
        FORM,
        [common, group, offer(project, common), trains, deploys],
        [
            *project_outputs(common),
            *training_outputs(project, common, trains, group),
            *deployment_outputs(project, deploys),
        ],
        {**HOSTS, **examples.archives(seed_keys)},
    )


def _models(project: Project, shared: Shared, group: sagemaker.ModelPackageGroup) -> Models:
    versions = project.sagemaker_arn("model-package", "/*")
    packages = read_packages(GetAtt(group, "ModelPackageGroupArn"), versions)
    grants = [storage.read_objects(shared.bucket, names.EXECUTION_PREFIX), packages]
    return Models(Sub(project.model_package_group), describe_packages(versions), grants)


BUILD_TRAIN_DEPLOY = Product(
    name="build-train-deploy",
    version="1.0.0.dev",
    title="Build, train and deploy",
    description="Trains a model at every push, and takes what a person approves to staging and production.",
    seeds=(*examples.EXAMPLES, deploy.SEED),
    build=build,
)
