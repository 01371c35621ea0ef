"""The two builds of a deployment: one prepares templates and parameters, one tests the endpoint."""

from typing import Any

from troposphere import Equals, GetAtt, Ref, Sub

from templates import names, parameters
from templates.blocks import buildspecs
from templates.blocks.build import Build, Instructions, build
from templates.blocks.grants import delivery, storage
from templates.blocks.models import Models
from templates.blocks.project_resources import ProjectResources
from templates.blocks.stages import STAGES, Stage, stage_roles
from templates.parameter_form import Field, Rule
from templates.project import Project

PART = names.DEPLOYMENT_PART
ENDPOINT_TYPE = parameters.choice(
    "EndpointType", "How clients call the model.", ("real-time", "serverless", "asynchronous")
)
TRAFFIC = parameters.choice(
    "Traffic", "How requests move to a new model.", ("all-at-once", "canary", "linear", "rolling")
)
FIELDS = (Field(ENDPOINT_TYPE, "Endpoint type"), Field(TRAFFIC, "Traffic shifting"))
SERVERLESS_MOVES_AT_ONCE = Rule(
    "ServerlessMovesAtOnce",
    when=Equals(Ref(ENDPOINT_TYPE), "serverless"),
    must=Equals(Ref(TRAFFIC), "all-at-once"),
    otherwise="A serverless endpoint cannot shift traffic gradually: choose all-at-once for Traffic.",
)


def prepare(project: Project, resources: ProjectResources, models: Models) -> Build:
    """Finds the version to deploy, and writes an endpoint template and each stage's parameters."""
    grants = [
        *models.read,
        storage.write_artifacts(resources.bucket),
        delivery.stop_executions(project.long_name(PART)),
    ]
    instructions = Instructions(buildspecs.PREPARE, _environment(project, resources, models), grants)
    return build(project, names.PREPARE_BUILD, resources.bucket, resources.key, instructions)


def test(project: Project, resources: ProjectResources, models: Models) -> Build:
    """Calls the endpoint under the test role of the stage's account; checks that the version is still approved."""
    grants = [models.describe, delivery.assume(*stage_roles(project, names.STAGE_TEST))]
    instructions = Instructions(buildspecs.TEST, _environment(project, resources, models), grants)
    return build(project, names.TEST_BUILD, resources.bucket, resources.key, instructions)


def _environment(project: Project, resources: ProjectResources, models: Models) -> dict[str, Any]:
    return {
        "MODEL_PACKAGE_GROUP_NAME": models.group_name,
        "PIPELINE_NAME": Sub(project.long_name(PART)),
        "ENDPOINT_TYPE": Ref(ENDPOINT_TYPE),
        "TRAFFIC": Ref(TRAFFIC),
        "ARTIFACT_BUCKET": Ref(resources.bucket),
        "KMS_KEY_ARN": GetAtt(resources.key, "Arn"),
        **{name: value for stage in STAGES for name, value in _of_stage(project, resources, stage).items()},
    }


def _of_stage(project: Project, resources: ProjectResources, stage: Stage) -> dict[str, Any]:
    """What differs between stages, under names that begin with the stage's: `STAGING_ACCOUNT`, `PRODUCTION_ACCOUNT`."""
    values = {
        "ACCOUNT": Ref(stage.account),
        "ENDPOINT": Sub(project.endpoint_name(stage.name)),
        "EXECUTION_ROLE_ARN": stage.role(project, names.STAGE_ENDPOINT),
        "TEST_ROLE_ARN": stage.role(project, names.STAGE_TEST),
        "PLACE": Sub(f"s3://${{{resources.bucket.title}}}/{names.ENDPOINT_PREFIX}{stage.name}"),
    }
    return {f"{stage.name.upper()}_{name}": value for name, value in values.items()}
