"""Only the approver sets an approval status, in one step or in several."""

from collections.abc import Iterator

from scripts.proofs.requests import Call, Family
from scripts.proofs.roles import LAUNCH, READER, approver_of, catalog_role, everybody
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
    world, launch = question.world, catalog_role(LAUNCH)
    for identifier in (VICTIM, TRAINER.identifier):
        for group in world.resources(identifier, "AWS::SageMaker::ModelPackageGroup"):
            yield from _of_group(world, identifier, group.arn)
    code = [launch, catalog_role(READER), *_project_roles(world)]
    yield Family(code, _approvals(REMOVED))
    approver, action = approver_of(world, VICTIM)
    yield Family([studio_role(), *code], [Call("sts:AssumeRole", approver)])
    pipelines = world.resources(VICTIM, "AWS::CodePipeline::Pipeline")
    approvals = [Call("codepipeline:PutApprovalResult", f"{pipeline.arn}/Approve/{action}") for pipeline in pipelines]
    yield Family([arn for arn in everybody(world) if arn != approver], approvals)
    yield Family([approver], approvals, allowed=True)


def _of_group(world: World, identifier: str, group: str) -> Iterator[Family]:
    """The launch role makes the group and its policy; what it may do to them is the statement about that role."""
    (approver, _), launch = approver_of(world, identifier), catalog_role(LAUNCH)
    version = f"{group.replace(':model-package-group/', ':model-package/')}/1"
    others = [arn for arn in everybody(world) if arn not in (approver, launch)]
    yield Family(others, [*_approvals(version), *_edits(version), *_policies(group)])
    yield Family([launch], [*_approvals(version), *_edits(version)])
    yield Family([approver], [*_policies(group), *calls(("sagemaker", "DeleteModelPackage"), version)])
    yield Family([approver], [_set_status(version, status) for status in STATUSES], allowed=True)


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
