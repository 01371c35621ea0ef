"""Personas and actions: what each may do to a project, as the first evaluator answers."""

from collections.abc import Iterator

from scripts.proofs.document.tables import table
from scripts.proofs.evaluation.decision import Evaluator
from scripts.proofs.requests import Call, Request
from scripts.proofs.roles import LAUNCH, approver_of, catalog_role, publisher
from scripts.proofs.stage_targets import change_endpoint
from scripts.proofs.statements.assets import BUCKET, FIRST
from scripts.proofs.statements.boundary import BOUNDARY, NEW_ROLE
from scripts.proofs.statements.production import PATH
from scripts.proofs.targets import encrypted
from scripts.proofs.world.accounts import DEVELOPMENT, MEMBER, OUTSIDE, PRODUCTION, REGION, TEAMS
from scripts.proofs.world.launches import VICTIM
from scripts.proofs.world.people import studio_role
from scripts.proofs.world.world import World

TEAM_STUDIO = "service-role/AmazonSageMaker-ExecutionRole-team-"
THROUGH_S3 = {"kms:ViaService": f"s3.{REGION}.amazonaws.com"}
STATUS = "sagemaker:ModelApprovalStatus"


def personas_table(world: World) -> str:
    """Rows are actions on one project, columns are personas: `yes` where every request of an action is allowed."""
    evaluator, known = Evaluator(world.facts), _personas(world)
    rows = [
        (action, *(_cell(evaluator, principal, calls) for principal in known.values()))
        for action, calls in _actions(world).items()
    ]
    return table(("action", *known), rows)


def _cell(evaluator: Evaluator, principal: str, calls: list[Call]) -> str:
    """An action takes all of its requests."""
    found = [evaluator.allows(Request(principal, call.action, call.resource, call.context)) for call in calls]
    return "yes" if all(found) else "no"


def _personas(world: World) -> dict[str, str]:
    def own(part: str, account: str = DEVELOPMENT) -> str:
        return catalog_role(f"{PATH}-{VICTIM}-{part}", account)

    return {
        "default Studio role": studio_role(),
        "Studio role of the team": f"arn:aws:iam::{DEVELOPMENT}:role/{TEAM_STUDIO}{TEAMS[0]}",
        "Studio role of another team": f"arn:aws:iam::{DEVELOPMENT}:role/{TEAM_STUDIO}{TEAMS[1]}",
        "approver": approver_of(world, VICTIM)[0],
        "training code": own("execution"),
        "training build": own("build"),
        "deployment pipeline": own("deploy-pipeline"),
        "stack in production": own("production-cloudformation", PRODUCTION),
        "model in production": own("production-endpoint", PRODUCTION),
        "another project's code": catalog_role(f"{PATH}-{VICTIM}m-execution"),
        "launch role": catalog_role(LAUNCH),
        "publisher": publisher(),
        "member of the organisation": f"arn:aws:iam::{MEMBER}:role/administrator",
        "outsider": f"arn:aws:iam::{OUTSIDE}:role/administrator",
    }


def _actions(world: World) -> dict[str, list[Call]]:
    return {**dict(_on_data(world)), **dict(_on_code(world)), **dict(_on_models(world)), **dict(_on_the_catalog())}


def _on_data(world: World) -> Iterator[tuple[str, list[Call]]]:
    (bucket,) = world.resources(VICTIM, "AWS::S3::Bucket")
    (key,) = world.resources(VICTIM, "AWS::KMS::Key")
    headers = encrypted(bucket)

    def read(prefix: str) -> list[Call]:
        return [Call("s3:GetObject", f"{bucket.arn}/{prefix}x"), Call("kms:Decrypt", key.arn, THROUGH_S3)]

    def write(prefix: str) -> list[Call]:
        put = Call("s3:PutObject", f"{bucket.arn}/{prefix}x", headers)
        return [put, Call("kms:GenerateDataKey", key.arn, THROUGH_S3)]

    yield "read training data", read("data/")
    yield "write training data", write("data/")
    yield "read what an execution wrote", read("executions/1/")
    yield "write what an execution wrote", write("executions/1/")
    yield "read what production received and answered", read("endpoints/production/")
    yield "write to a pipeline's artifacts", write("sagemaker-x/")
    yield "use the key other than through S3", [Call("kms:Decrypt", key.arn)]


def _on_code(world: World) -> Iterator[tuple[str, list[Call]]]:
    (repository, *_) = world.resources(VICTIM, "AWS::CodeCommit::Repository")
    (pipeline, *_) = world.resources(VICTIM, "AWS::CodePipeline::Pipeline")
    (build, *_) = world.resources(VICTIM, "AWS::CodeBuild::Project")
    yield "push code", [Call("codecommit:GitPush", repository.arn)]
    yield "start a pipeline", [Call("codepipeline:StartPipelineExecution", pipeline.arn)]
    yield "start a build on its own", [Call("codebuild:StartBuild", build.arn)]
    yield "change a pipeline", [Call("codepipeline:UpdatePipeline", pipeline.arn)]


def _on_models(world: World) -> Iterator[tuple[str, list[Call]]]:
    (group,) = world.resources(VICTIM, "AWS::SageMaker::ModelPackageGroup")
    version = f"{group.arn.replace(':model-package-group/', ':model-package/')}/1"
    pipeline = next(
        one for one in world.resources(VICTIM, "AWS::CodePipeline::Pipeline") if one.arn.endswith("-deploy")
    )
    approval = f"{pipeline.arn}/Approve/{approver_of(world, VICTIM)[1]}"
    yield "register a version", [Call("sagemaker:CreateModelPackage", version, {STATUS: "PendingManualApproval"})]
    yield "approve a version", [Call("sagemaker:UpdateModelPackage", version, {STATUS: "Approved"})]
    yield "delete a version", [Call("sagemaker:DeleteModelPackage", version)]
    yield "change the group's policy", [Call("sagemaker:PutModelPackageGroupPolicy", group.arn)]
    yield "approve a deployment", [Call("codepipeline:PutApprovalResult", approval)]
    changes = list(change_endpoint(world.launch(VICTIM), "production"))
    yield "change what production serves", [call for call in changes if call.action.startswith("sagemaker:Update")]


def _on_the_catalog() -> Iterator[tuple[str, list[Call]]]:
    yield "make a role inside the boundary", [Call("iam:CreateRole", NEW_ROLE, {"iam:PermissionsBoundary": BOUNDARY})]
    yield "make a role without it", [Call("iam:CreateRole", NEW_ROLE)]
    yield "read a seed", [Call("s3:GetObject", f"{BUCKET}/seeds/x")]
    yield "write a new seed", [Call("s3:PutObject", f"{BUCKET}/seeds/x", FIRST)]
    yield "replace a seed", [Call("s3:PutObject", f"{BUCKET}/seeds/x")]
