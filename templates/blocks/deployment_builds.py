"""The two builds of the deploying half: one prepares what is deployed, one calls what was deployed."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from troposphere import Equals, GetAtt, Ref, Sub

from templates import names, parameters
from templates.blocks import buildspecs
from templates.blocks.build import Build, Instructions, build
from templates.blocks.grants import delivery, storage
from templates.blocks.project_resources import Shared
from templates.parameter_form import Question, Rule
from templates.policy import Statement
from templates.project import Project
from templates.stages import stage_roles

WHAT = "deploy"
ENDPOINT_TYPE = parameters.choice("EndpointType", "How the model answers.", ("real-time", "serverless", "asynchronous"))
TRAFFIC = parameters.choice(
    "Traffic", "How requests move to a new model.", ("all-at-once", "canary", "linear", "rolling")
)
QUESTIONS = (Question(ENDPOINT_TYPE, "Endpoint type"), Question(TRAFFIC, "Traffic shifting"))
SERVERLESS_MOVES_AT_ONCE = Rule(
    "ServerlessMovesAtOnce",
    when=Equals(Ref(ENDPOINT_TYPE), "serverless"),
    must=Equals(Ref(TRAFFIC), "all-at-once"),
    otherwise="A serverless endpoint cannot shift traffic bit by bit: choose all-at-once for Traffic.",
)


class Models(NamedTuple):
    """What is deployed: the name of a model package group, and what describing a package, and finding it, takes."""

    group_name: Any
    may_describe: Statement
    may_read: Sequence[Statement]


def prepare(project: Project, shared: Shared, models: Models) -> Build:
    """Looks the decided version up and writes one endpoint template and one file of parameters for each stage."""
    grants = [
        *models.may_read,
        storage.hand_on_artifacts(shared.bucket),
        delivery.stop_executions(project.long_name(WHAT)),
    ]
    instructions = Instructions(buildspecs.PREPARE, _environment(project, shared, models), grants)
    return build(project, "prepare", shared.bucket, shared.key, instructions)


def test(project: Project, shared: Shared, models: Models) -> Build:
    """Calls the endpoint in the stage's account, as the role that is there for it; asks whether a version may go on."""
    grants = [models.may_describe, delivery.assume(*stage_roles(names.ENDPOINT_TEST))]
    instructions = Instructions(buildspecs.TEST, _environment(project, shared, models), grants)
    return build(project, "test", shared.bucket, shared.key, instructions)


def _environment(project: Project, shared: Shared, models: Models) -> dict[str, Any]:
    return {
        "MODEL_PACKAGE_GROUP_NAME": models.group_name,
        "PIPELINE_NAME": Sub(project.long_name(WHAT)),
        "ENDPOINT_TYPE": Ref(ENDPOINT_TYPE),
        "TRAFFIC": Ref(TRAFFIC),
        "STAGING_ACCOUNT": Ref(parameters.STAGING_ACCOUNT),
        "PRODUCTION_ACCOUNT": Ref(parameters.PRODUCTION_ACCOUNT),
        "STAGING_ENDPOINT": Sub(project.endpoint_name("staging")),
        "PRODUCTION_ENDPOINT": Sub(project.endpoint_name("production")),
        "ARTIFACT_BUCKET": Ref(shared.bucket),
        "KMS_KEY_ARN": GetAtt(shared.key, "Arn"),
    }
