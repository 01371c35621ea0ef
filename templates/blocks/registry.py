"""The project's model package group."""

from troposphere import Sub, sagemaker

from templates import names
from templates.arns import role_arn
from templates.blocks.retention import RETAINED
from templates.policy import Statement, deny, document, with_principal
from templates.project import Project


def model_package_group(project: Project) -> sagemaker.ModelPackageGroup:
    """Only the approver changes approval statuses. Stages need no access: they deploy the version's image and file."""
    statements = _only_the_approver_approves(project.sagemaker_arn("model-package", "/*"))
    return sagemaker.ModelPackageGroup(
        "ModelPackageGroup",
        ModelPackageGroupName=Sub(project.model_package_group),
        ModelPackageGroupDescription=Sub(f"Models of project {project.model_package_group}"),
        ModelPackageGroupPolicy=document(statements),
        Tags=project.tags,
        **RETAINED,
    )


def _only_the_approver_approves(versions: Sub) -> list[Statement]:
    """A Studio role often has every SageMaker action, so the group's own policy denies it approvals."""
    others = {"ArnNotEquals": {"aws:PrincipalArn": role_arn(names.APPROVER)}}
    changes_status = others | {"Null": {"sagemaker:ModelApprovalStatus": "false"}}
    approves = others | {"StringEquals": {"sagemaker:ModelApprovalStatus": "Approved"}}
    return [
        with_principal({"AWS": "*"}, deny(["sagemaker:UpdateModelPackage"], [versions], changes_status)),
        with_principal({"AWS": "*"}, deny(["sagemaker:CreateModelPackage"], [versions], approves)),
    ]
