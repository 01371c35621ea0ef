"""The project's place in the model registry."""

from troposphere import Sub, sagemaker

from templates import names
from templates.arns import role_arn
from templates.blocks.retention import KEPT
from templates.policy import Statement, deny, document, granted_to
from templates.project import Project


def model_package_group(project: Project) -> sagemaker.ModelPackageGroup:
    """Only the approver decides on a version. Stages deploy its image and file, and need nothing of the registry."""
    statements = _only_the_approver_decides(project.sagemaker_arn("model-package", "/*"))
    return sagemaker.ModelPackageGroup(
        "ModelPackageGroup",
        ModelPackageGroupName=Sub(project.model_package_group),
        ModelPackageGroupDescription=Sub(f"Models of project {project.model_package_group}"),
        ModelPackageGroupPolicy=document(statements),
        Tags=project.tags,
        **KEPT,
    )


def _only_the_approver_decides(versions: Sub) -> list[Statement]:
    """A Studio role often holds every SageMaker action, so the registry itself refuses to let it decide."""
    others = {"ArnNotEquals": {"aws:PrincipalArn": role_arn(names.APPROVER)}}
    decides = others | {"Null": {"sagemaker:ModelApprovalStatus": "false"}}
    approves = others | {"StringEquals": {"sagemaker:ModelApprovalStatus": "Approved"}}
    return [
        granted_to({"AWS": "*"}, deny(["sagemaker:UpdateModelPackage"], [versions], decides)),
        granted_to({"AWS": "*"}, deny(["sagemaker:CreateModelPackage"], [versions], approves)),
    ]
