"""The launch role has all that CloudFormation's handlers need for a launch, and nothing beyond it."""

from collections.abc import Iterator

from scripts.proofs.handlers import HANDLERS, actions_on, needed_at
from scripts.proofs.launch_calls import calls_of_launch
from scripts.proofs.requests import Call, Context, Family
from scripts.proofs.roles import LAUNCH, catalog_role
from scripts.proofs.statement import Question, Statement
from scripts.proofs.world.accounts import DEVELOPMENT, REGION
from scripts.proofs.world.launches import VICTIM
from scripts.proofs.world.stacks import Resource
from scripts.proofs.world.world import World
from templates.names import PREFIX

PLACE = f"{REGION}:{DEVELOPMENT}"
TYPES = {
    "AWS::CodeBuild::Project": ("codebuild", "project"),
    "AWS::CodeCommit::Repository": ("codecommit", "repository"),
    "AWS::CodePipeline::Pipeline": ("codepipeline", "pipeline"),
    "AWS::Events::Rule": ("events", "rule-on-default-event-bus"),
    "AWS::IAM::Role": ("iam", "role"),
    "AWS::KMS::Key": ("kms", "key"),
    "AWS::S3::Bucket": ("s3", "bucket"),
    "AWS::SQS::Queue": ("sqs", "queue"),
    "AWS::SSM::Parameter": ("ssm", "parameter"),
    "AWS::SageMaker::CodeRepository": ("sagemaker", "code-repository"),
    "AWS::SageMaker::ModelPackageGroup": ("sagemaker", "model-package-group"),
    "AWS::Scheduler::Schedule": ("scheduler", "schedule"),
}
"""How the Service Authorization Reference calls a resource of each type."""
BY_SERVICE_CATALOG = {"ssm:getparameters", "sagemaker:getmodelpackagegrouppolicy"}
"""Read by Service Catalog or CloudFormation itself: values of the form, and what an update compares with."""
FOREIGN = {
    "codebuild": f"arn:aws:codebuild:{PLACE}:project/payroll",
    "codecommit": f"arn:aws:codecommit:{PLACE}:payroll",
    "codepipeline": f"arn:aws:codepipeline:{PLACE}:payroll",
    "events": f"arn:aws:events:{PLACE}:rule/payroll",
    "iam": f"arn:aws:iam::{DEVELOPMENT}:role/payroll",
    "s3": f"arn:aws:s3:::sagemaker-{REGION}-{DEVELOPMENT}",
    "sqs": f"arn:aws:sqs:{PLACE}:payroll",
    "ssm": f"arn:aws:ssm:{PLACE}:parameter/{PREFIX}/permissions-boundary",
    "scheduler": f"arn:aws:scheduler:{PLACE}:schedule/default/payroll",
}
"""Things of the account that are no project's; the bucket is the one that SageMaker makes for Studio."""


def families(question: Question) -> Iterator[Family]:
    world, launch = question.world, [catalog_role(LAUNCH)]
    yield Family(launch, [*calls_of_launch(world, VICTIM)], allowed=True)
    yield Family(launch, [*_not_needed(world)])
    yield Family(launch, [*_of_others(world)])


def _needed(world: World) -> set[str]:
    """By the launches of all products: they share the role."""
    kinds = {resource.kind for launch in world.launches for resource in world.resources(launch.identifier)}
    return {action.lower() for kind in kinds for handler in HANDLERS for action in needed_at(handler, kind)}


def _not_needed(world: World) -> Iterator[Call]:
    """Every action of a service on a resource of the project that no handler takes, under the best conditions."""
    needed = _needed(world) | BY_SERVICE_CATALOG
    seen: set[str] = set()
    for resource in world.resources(VICTIM, *TYPES):
        for action in actions_on(*TYPES[resource.kind]):
            if action not in needed | seen:
                seen.add(action)
                yield Call(action, resource.arn, _helpful(resource))


def _of_others(world: World) -> Iterator[Call]:
    """Every action that is needed, on a thing of the same kind that is no project's."""
    kinds = {service: kind for kind, (service, _) in TYPES.items() if service in FOREIGN}
    needed = _needed(world) | BY_SERVICE_CATALOG
    for service, arn in FOREIGN.items():
        granted = [action for action in actions_on(*TYPES[kinds[service]]) if action in needed]
        shared = arn.endswith("-boundary")
        yield from (Call(action, arn) for action in granted if not (shared and action == "ssm:getparameters"))


def _helpful(resource: Resource) -> Context:
    """Values that conditions of the role's statements may be met by."""
    tags = {"aws:RequestTag/sagemaker:project-id": VICTIM, "aws:ResourceTag/sagemaker:project-id": VICTIM}
    boundary = f"arn:aws:iam::{DEVELOPMENT}:policy/{PREFIX}/{PREFIX}-boundary"
    if resource.kind == "AWS::IAM::Role":
        return tags | {"iam:PermissionsBoundary": boundary, "iam:PassedToService": "lambda.amazonaws.com"}
    return tags


STATEMENT = Statement(
    name="launch-role",
    sentence="The launch role can do all that a launch, an update and a deletion take, and nothing else to anything.",
    families=families,
    assumptions=(5, 40),
)
