"""Before production: the version is still approved, and the copy of its file is still the one that was approved."""

from pathlib import Path
from typing import Any

from deployment import registry
from deployment.consent import consent_needed, owner_of
from deployment.copies import Copies
from deployment.repository import read_object
from deployment.settings import ReleaseError

APPROVED = "Approved"


def confirm(sagemaker: Any, copies: Copies, folder: Path, stage: str) -> str:
    """Days may have passed at the gate since `prepare` decided on the version in the folder."""
    prepared = (read_object(folder, f"{stage}.json") or {}).get("Parameters", {})
    if not {"ModelPackageArn", "ModelDigest"} <= prepared.keys():
        raise ReleaseError(f"{stage}.json: missing, or without the version that was prepared")
    version = described(sagemaker, copies.project_id, prepared["ModelPackageArn"])
    if version.status != APPROVED:
        raise ReleaseError(
            f"version {version.version} of {version.group} is {version.status} by now: it does not go to {stage}. "
            "Its rejection has started an execution that brings the last approved version back"
        )
    if version.digest != prepared["ModelDigest"]:
        raise ReleaseError(
            f"version {version.version} of {version.group} has another model_sha256 in the registry than the one that "
            f"was prepared: it does not go to {stage}. Find out who changed it"
        )
    copies.verify(version.digest)
    return f"version {version.version} of {version.group} is still approved, and its copy is the registered file"


def described(sagemaker: Any, own: str, arn: str) -> registry.ModelVersion:
    """The owner of the models may have withdrawn the consent at the gate, too."""
    with consent_needed(own, owner_of(arn.split("/")[1]), arn):
        return registry.describe(sagemaker, arn)
