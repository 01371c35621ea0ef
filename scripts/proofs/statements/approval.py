"""Only the approver sets an approval status, in one step or in several."""

from collections.abc import Iterator

from scripts.proofs.requests import Call, Family
from scripts.proofs.roles import APPROVER, LAUNCH, READER, catalog_role, everybody
from scripts.proofs.statement import Question, Statement
from scripts.proofs.targets import calls
from scripts.proofs.world.accounts import DEVELOPMENT, REGION
from scripts.proofs.world.launches import VICTIM
from scripts.proofs.world.people import studio_role
from scripts.proofs.world.world import TRAINER, World

STATUS = "sagemaker:ModelApprovalStatus"
STATUSES = ("Approved", "Rejected", "PendingManualApproval")
REMOVED = f"arn:aws:sagemaker:{REGION}:{DEVELOPMENT}:model-package/demo-p-removed00000/1"
"""A version in a group whose policy somebody has removed: there the policies of principals decide alone."""


def families(question: Question) -> Iterator[Family]:
    world = question.world
    approver, launch = catalog_role(APPROVER), catalog_role(LAUNCH)
    others = [arn for arn in everybody(world) if arn not in (approver, launch)]
    for group in _groups(world):
        version = f"{group.replace(':model-package-group/', ':model-package/')}/1"
        changes = [*_approvals(version), *_edits(version), *_policies(group)]
        yield Family(others, changes)
        yield Family([launch], [*_approvals(version), *_edits(version)])
        yield Family([approver], [*_policies(group), *calls(("sagemaker", "DeleteModelPackage"), version)])
        yield Family([approver], [_set_status(version, status) for status in STATUSES], allowed=True)
    yield Family([launch, catalog_role(READER), *_project_roles(world)], _approvals(REMOVED))
    yield Family([studio_role(), launch, *_project_roles(world)], [Call("sts:AssumeRole", approver)])
    pipelines = world.resources(VICTIM, "AWS::CodePipeline::Pipeline")
    approvals = [Call("codepipeline:PutApprovalResult", f"{pipeline.arn}/Approve/Approve") for pipeline in pipelines]
    yield Family([*others, launch], approvals)
    yield Family([approver], approvals, allowed=True)


def _groups(world: World) -> list[str]:
    kind = "AWS::SageMaker::ModelPackageGroup"
    return [group.arn for owner in (VICTIM, TRAINER.identifier) for group in world.resources(owner, kind)]


def _project_roles(world: World) -> list[str]:
    return [role for launch in world.launches for role in world.roles(launch.identifier)]


def _set_status(version: str, status: str) -> Call:
    return Call("sagemaker:UpdateModelPackage", version, {STATUS: status})


def _approvals(version: str) -> list[Call]:
    created = Call("sagemaker:CreateModelPackage", version, {STATUS: "Approved"})
    return [*[_set_status(version, status) for status in STATUSES], created]


def _edits(version: str) -> list[Call]:
    """What would change or remove a version that is approved already."""
    return calls(("sagemaker", "UpdateModelPackage DeleteModelPackage"), version)


def _policies(group: str) -> list[Call]:
    """The first of two steps: take off what refuses the second."""
    return calls(("sagemaker", "PutModelPackageGroupPolicy DeleteModelPackageGroupPolicy"), group)


STATEMENT = Statement(
    name="approval",
    sentence="Nobody but the approver sets a model version's status or approves a deployment, also not in two steps.",
    families=families,
    assumptions=(4,),
)
