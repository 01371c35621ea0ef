"""The builds of a deployment: one prepares templates and parameters, one confirms them, one tests the endpoint."""

from typing import Any

from troposphere import Equals, GetAtt, Join, Ref, Sub, s3

from templates import names, parameters
from templates.arns import bucket_arn
from templates.blocks import buildspecs, releases
from templates.blocks.build import Build, Instructions, build
from templates.blocks.console import PAGES, with_links
from templates.blocks.grants import delivery, storage
from templates.blocks.models import Models
from templates.blocks.project_resources import ProjectResources
from templates.blocks.stages import STAGES, stage_roles
from templates.parameter_form import Field, Rule
from templates.policy import Statement, allow
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
NETWORKS = {
    "staging": (parameters.STAGING_SUBNETS, parameters.STAGING_SECURITY_GROUPS),
    "production": (parameters.PRODUCTION_SUBNETS, parameters.PRODUCTION_SECURITY_GROUPS),
}


def prepare(project: Project, resources: ProjectResources, models: Models, code_key: str) -> Build:
    """Finds the version to deploy, copies its file, and writes an endpoint template and each stage's parameters."""
    grants = [
        _read_code(code_key),
        *models.read,
        *releases.write_releases(resources.bucket),
        storage.write_artifacts(resources.bucket),
        delivery.stop_executions(project.long_name(PART)),
    ]
    environment = _project(resources) | _models(project, models) | _stages(project, resources.bucket)
    instructions = Instructions(buildspecs.prepare(code_key), environment, grants)
    return build(project, names.PREPARE_BUILD, resources.bucket, resources.key, instructions)


def confirm(project: Project, resources: ProjectResources, models: Models, code_key: str) -> Build:
    """Checks that the version is still approved and that its copy is still what was approved."""
    grants = [_read_code(code_key), models.describe, releases.read_releases(resources.bucket)]
    instructions = Instructions(buildspecs.confirm(code_key), _project(resources), grants)
    return build(project, names.CONFIRM_BUILD, resources.bucket, resources.key, instructions)


def test(project: Project, resources: ProjectResources) -> Build:
    """Calls the endpoint under the test role of the stage's account."""
    environment = {
        "KMS_KEY_ARN": GetAtt(resources.key, "Arn"),
        "ENDPOINT_TYPE": Ref(ENDPOINT_TYPE),
        **_endpoints(project, resources.bucket),
        **{f"{stage.name.upper()}_TEST_ROLE_ARN": stage.role(project, names.STAGE_TEST) for stage in STAGES},
    }
    grants = [delivery.assume(*stage_roles(project, names.STAGE_TEST))]
    instructions = Instructions(buildspecs.TEST, environment, grants)
    return build(project, names.TEST_BUILD, resources.bucket, resources.key, instructions)


def _read_code(key: str) -> Statement:
    """That one archive of the hub, whose key is in the build's own commands."""
    archive = bucket_arn(f"${{{parameters.ASSET_BUCKET.title}}}/{key}")
    own = {"StringEquals": {"aws:ResourceOrgID": Ref(parameters.OWN_ORGANIZATION)}}
    return allow(["s3:GetObject"], [archive], own)


def _project(resources: ProjectResources) -> dict[str, Any]:
    return {
        "ASSET_BUCKET": Ref(parameters.ASSET_BUCKET),
        "ARTIFACT_BUCKET": Ref(resources.bucket),
        "KMS_KEY_ARN": GetAtt(resources.key, "Arn"),
        "ENDPOINT_TYPE": Ref(ENDPOINT_TYPE),
        "TRAFFIC": Ref(TRAFFIC),
        "CONSOLE": with_links(PAGES),
    }


def _models(project: Project, models: Models) -> dict[str, Any]:
    return {
        "MODEL_PACKAGE_GROUP_NAME": models.group_name,
        "MODELS_PROJECT": models.project,
        "MODELS_BUCKET": models.bucket,
        "PIPELINE_NAME": Sub(project.long_name(PART)),
    }


def _stages(project: Project, bucket: s3.Bucket) -> dict[str, Any]:
    """Where and as whom the model runs in each stage."""
    variables = _endpoints(project, bucket)
    for stage in STAGES:
        subnets, groups = NETWORKS[stage.name]
        variables |= {
            f"{stage.name.upper()}_EXECUTION_ROLE_ARN": stage.role(project, names.STAGE_ENDPOINT),
            f"{stage.name.upper()}_SUBNETS": Join(",", Ref(subnets)),
            f"{stage.name.upper()}_SECURITY_GROUPS": Join(",", Ref(groups)),
        }
    return variables


def _endpoints(project: Project, bucket: s3.Bucket) -> dict[str, Any]:
    """The name of each stage's endpoint, and where it reads and writes."""
    variables: dict[str, Any] = {}
    for stage in STAGES:
        place = f"s3://${{{bucket.title}}}/{names.ENDPOINT_PREFIX}{stage.name}"
        variables |= {
            f"{stage.name.upper()}_ENDPOINT": Sub(project.endpoint_name(stage.name)),
            f"{stage.name.upper()}_PLACE": Sub(place),
        }
    return variables
