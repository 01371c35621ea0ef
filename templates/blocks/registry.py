"""The project's model package group, and who may change what is in it, whatever their own policies allow."""

from troposphere import AWSHelperFn, Sub, sagemaker

from templates.arns import launch_roles, role_arn, studio_roles
from templates.blocks.consent import projects_without_consent
from templates.blocks.retention import RETAINED
from templates.blocks.teams import approver_arn, studio_roles_of_others
from templates.policy import Statement, Values, actions_of, deny, document, with_principal
from templates.project import Project

CHANGE_VERSIONS = actions_of("sagemaker", "DeleteModelPackage UpdateModelPackage")
"""Every update, of a status, metadata, a source or a card: what was approved stays what the approver saw."""
READ = actions_of(
    "sagemaker",
    """
    BatchDescribeModelPackage DescribeModelPackage DescribeModelPackageGroup GetModelPackageGroupPolicy
    ListModelPackages
    """,
)
CREATE_VERSIONS = actions_of("sagemaker", "CreateModelPackage")
NOT_WAITING = {"StringNotEquals": {"sagemaker:ModelApprovalStatus": "PendingManualApproval"}}
"""Also without a status, which a version that is cloned from another one may bring along."""
CHANGE_GROUP_POLICY = actions_of(
    "sagemaker", "DeleteModelPackageGroup DeleteModelPackageGroupPolicy PutModelPackageGroupPolicy"
)
CHANGE_GROUP = (*CHANGE_GROUP_POLICY, *actions_of("sagemaker", "AddTags DeleteTags"))
"""With these a role could take the refusals away, or change the tags that other policies name."""


def model_package_group(project: Project) -> sagemaker.ModelPackageGroup:
    """Stages need no access: they deploy the version's image and file."""
    return sagemaker.ModelPackageGroup(
        "ModelPackageGroup",
        ModelPackageGroupName=Sub(project.model_package_group),
        ModelPackageGroupDescription=Sub(f"Models of project {project.model_package_group}"),
        ModelPackageGroupPolicy=document(_denials(project)),
        Tags=project.tags,
        **RETAINED,
    )


def _denials(project: Project) -> list[Statement]:
    """A Studio role often has every SageMaker action, so the group's own policy says who keeps which.

    The project's roles register versions, the approver decides about them, a launch creates and changes the group, and
    projects that the owner has named read what they deploy. No document limits the actions in such a policy: SageMaker
    AI API Reference, PutModelPackageGroupPolicy. `aws:PrincipalTag` is in every request of a principal with tags: IAM
    User Guide, "AWS global condition context keys".
    """
    versions, group = project.sagemaker_arn("model-package", "/*"), project.sagemaker_arn("model-package-group", "")
    return [
        _deny(CHANGE_VERSIONS, [versions], _all_but(approver_arn())),
        _deny(CREATE_VERSIONS, [versions], _all_but(role_arn(project.short_name("*")))),
        _deny(CREATE_VERSIONS, [versions], NOT_WAITING),
        _deny(CHANGE_GROUP, [group], _all_but(*launch_roles())),
        _deny(READ, [group, versions], studio_roles_of_others(studio_roles())),
        _deny(READ, [group, versions], projects_without_consent(project)),
    ]


def _all_but(*roles: AWSHelperFn) -> Statement:
    return {"ArnNotLike": {"aws:PrincipalArn": list(roles)}}


def _deny(actions: Values, resources: Values, condition: Statement) -> Statement:
    return with_principal({"AWS": "*"}, deny(actions, resources, condition))
