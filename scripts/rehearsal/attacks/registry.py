"""Attacks on the model registry: approvals, and what an approver relies on."""

import json

from scripts.rehearsal.attacks.attack import Attack
from scripts.rehearsal.attacks.scene import Scene, Session

IMAGE = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"


def approve(session: Session, scene: Scene) -> object:
    return _update(session, scene, ModelApprovalStatus="Approved")


def change_digest(session: Session, scene: Scene) -> object:
    return _update(session, scene, CustomerMetadataProperties={"model_sha256": "0" * 64})


def remove_policy(session: Session, scene: Scene) -> object:
    """Then nothing refuses the approval."""
    session.client("sagemaker").delete_model_package_group_policy(ModelPackageGroupName=scene.target.group)
    return approve(session, scene)


def replace_policy(session: Session, scene: Scene) -> object:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": scene.target.project.account},
        "Action": "sagemaker:DescribeModelPackage",
        "Resource": scene.target.arn(session, "sagemaker", f"model-package/{scene.target.group}/*"),
    }
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    client = session.client("sagemaker")
    return client.put_model_package_group_policy(ModelPackageGroupName=scene.target.group, ResourcePolicy=document)


def delete_version(session: Session, scene: Scene) -> object:
    return session.client("sagemaker").delete_model_package(ModelPackageName=scene.target.version())


def register(session: Session, scene: Scene) -> object:
    return _register(session, scene, "PendingManualApproval")


def register_approved(session: Session, scene: Scene) -> object:
    return _register(session, scene, "Approved")


def retag_group(session: Session, scene: Scene) -> object:
    arn = scene.target.arn(session, "sagemaker", f"model-package-group/{scene.target.group}")
    tags = [{"Key": "sagemaker:project-id", "Value": scene.own["build"].identifier}]
    return session.client("sagemaker").add_tags(ResourceArn=arn, Tags=tags)


def describe_version(session: Session, scene: Scene) -> object:
    return session.client("sagemaker").describe_model_package(ModelPackageName=scene.target.version())["CreationTime"]


def list_versions(session: Session, scene: Scene) -> object:
    return session.client("sagemaker").list_model_packages(ModelPackageGroupName=scene.target.group)


def become_approver(session: Session, scene: Scene) -> object:
    role = scene.target.project.outputs["ApproverRoleArn"]
    return session.assume(role, {}).client("sts").get_caller_identity()["Arn"]


def _update(session: Session, scene: Scene, **changes: object) -> object:
    return session.client("sagemaker").update_model_package(ModelPackageArn=scene.target.version(), **changes)


def _register(session: Session, scene: Scene, status: str) -> object:
    model = f"s3://{scene.own['build'].bucket}/models/forged/model.tar.gz"
    specification = {
        "Containers": [{"Image": IMAGE, "ModelDataUrl": model}],
        "SupportedContentTypes": ["text/csv"],
        "SupportedResponseMIMETypes": ["text/csv"],
    }
    return session.client("sagemaker").create_model_package(
        ModelPackageGroupName=scene.target.group, ModelApprovalStatus=status, InferenceSpecification=specification
    )


CODE_ROLES = ("build", "job", "prepare", "test")
PEOPLE_AND_CODE = ("colleague", *CODE_ROLES)
ATTACKS = (
    Attack(6, "a colleague approves the model", "colleague", approve),
    Attack(6, "a colleague removes the group's policy and approves the model", "colleague", remove_policy),
    Attack(6, "a colleague replaces the group's policy", "colleague", replace_policy),
    Attack(6, "a colleague changes the digest that the model was registered with", "colleague", change_digest),
    Attack(6, "a colleague deletes a version", "colleague", delete_version),
    Attack(6, "a colleague registers a version", "colleague", register),
    Attack(6, "a colleague registers an approved version", "colleague", register_approved),
    Attack(6, "a colleague gives the group the tag of another project", "colleague", retag_group),
    Attack(6, "a job of another project approves the model", "job", approve),
    Attack(6, "a job of another project changes the digest", "job", change_digest),
    Attack(6, "a job of another project registers a version", "job", register),
    Attack(6, "a build of another project removes the group's policy", "build", remove_policy),
    *(Attack(7, f"{name} of another project describes a version", name, describe_version) for name in CODE_ROLES),
    *(Attack(7, f"{name} of another project lists the versions", name, list_versions) for name in CODE_ROLES),
    *(Attack(16, f"the approver's role is assumed by: {name}", name, become_approver) for name in PEOPLE_AND_CODE),
)
