"""`build-train-deploy`: training and deployment in one project: what training registers is deployed once approved."""

from troposphere import Equals, GetAtt, Ref, Sub, Template, sagemaker

from templates import names, parameters
from templates.blocks import build_on_push, champions, consent, deployment_builds, examples, source, training, triggers
from templates.blocks.console import HOSTS
from templates.blocks.deployment import REPOSITORY, Archives, deployment
from templates.blocks.grants import storage
from templates.blocks.grants.models import describe_packages, read_packages
from templates.blocks.model_discovery import RELEASED, publish_location
from templates.blocks.models import Models
from templates.blocks.outputs import deployment_outputs, project_outputs, training_outputs
from templates.blocks.project_resources import ProjectResources, project_resources
from templates.blocks.registry import model_package_group
from templates.blocks.releases import protect_releases
from templates.blocks.stage_provision import stage_roles
from templates.blocks.stages import STAGE_TEMPLATE, STAGES
from templates.parameter_form import Field, ParameterForm, Rule, Section
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
CONSENTS = (consent.only_with_consent, consent.captured_with_consent)
FORM = ParameterForm(
    sections=(
        parameters.PROJECT_SECTION,
        Section("Training", (*examples.FIELDS, *triggers.FIELDS)),
        Section("Deployment", deployment_builds.FIELDS),
        Section("Consent", (consent.FIELD, consent.MONITOR_FIELD)),
        Section(
            "Code",
            (
                *source.FIELDS,
                Field(build_on_push.REPOSITORY, "Existing repository for training"),
                Field(REPOSITORY, "Existing repository for deployment"),
            ),
        ),
        parameters.ACCOUNT_SECTION,
    ),
    conditions=(*parameters.ACCOUNT_CONDITIONS, *source.CONDITIONS, *triggers.CONDITIONS),
    rules=(
        *source.rules(build_on_push.REPOSITORY),
        *source.rules(REPOSITORY),
        examples.NEEDS_IMAGE,
        deployment_builds.SERVERLESS_MOVES_AT_ONCE,
        SERVERLESS_NEEDS_OWN_IMAGE,
    ),
)


def build(seed_keys: SeedKeys) -> Template:
    project = Project()
    resources = project_resources(project, *CONSENTS, protect_releases, stages=STAGES)
    provisioned = stage_roles(project, seed_keys[STAGE_TEMPLATE])
    group = model_package_group(project)
    released = champions.releases_of(project.long_name(names.DEPLOYMENT_PART))
    training_part = training.training(project, resources, group, examples.chosen_archive(), released)
    archives = Archives(seed_keys[deploy.SEED], seed_keys[names.RELEASE_CODE])
    deployment_part = deployment(project, resources, _models(project, resources, group), archives, provisioned)
    return assemble(
        BUILD_TRAIN_DEPLOY.description,
        FORM,
        [resources, group, publish_location(project, resources), training_part, provisioned, deployment_part],
        [
            *project_outputs(resources),
            *training_outputs(project, resources, training_part, group),
            *deployment_outputs(project, deployment_part),
        ],
        {**HOSTS, **examples.archives(seed_keys)},
    )


def _models(project: Project, resources: ProjectResources, group: sagemaker.ModelPackageGroup) -> Models:
    versions = project.sagemaker_arn("model-package", "/*")
    packages = read_packages(GetAtt(group, "ModelPackageGroupArn"), versions)
    grants = [storage.read_objects(resources.bucket, *RELEASED), packages]
    return Models(
        group_name=Sub(project.model_package_group),
        project=Ref(project.identifier),
        bucket=Ref(resources.bucket),
        describe=describe_packages(versions),
        read=grants,
    )


BUILD_TRAIN_DEPLOY = Product(
    name="build-train-deploy",
    version="1.1.0.dev",
    title="Build, train and deploy",
    description="Trains a model at every push, and deploys what a person approves to staging and production.",
    seeds=(*examples.EXAMPLES, deploy.SEED),
    build=build,
    code=(names.RELEASE_CODE,),
    templates=(STAGE_TEMPLATE,),
)
