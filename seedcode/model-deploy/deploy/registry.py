"""Which version of the model is deployed, and whether its file is still the one that was registered."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlparse

from deploy.settings import NEWEST_APPROVED, DeployError

CHUNK = 1 << 20
DEPLOYED = ("Image", "ModelDataUrl", "Environment")
# Fields of a package's container that change nothing about how it is served.
DESCRIPTIVE = (
    *("ContainerHostname", "Framework", "FrameworkVersion", "ImageDigest"),
    *("ModelDataETag", "ModelInput", "NearestModelName"),
)


@dataclass(frozen=True)
class ModelVersion:
    arn: str
    version: int
    group: str
    status: str
    container: dict[str, Any]
    properties: dict[str, str]
    metrics_uri: str

    @property
    def account(self) -> str:
        return self.arn.split(":")[4]

    @property
    def model_uri(self) -> str:
        return self.container["ModelDataUrl"]


def describe(sagemaker: Any, arn: str) -> ModelVersion:
    found = sagemaker.describe_model_package(ModelPackageName=arn)
    statistics = found.get("ModelMetrics", {}).get("ModelQuality", {}).get("Statistics", {})
    return ModelVersion(
        arn=found["ModelPackageArn"],
        version=found["ModelPackageVersion"],
        group=found["ModelPackageGroupName"],
        status=found["ModelApprovalStatus"],
        container=container_of(found),
        properties=found.get("CustomerMetadataProperties", {}),
        metrics_uri=statistics.get("S3Uri", ""),
    )


def container_of(found: dict[str, Any]) -> dict[str, Any]:
    """Image, file and variables of the version's only container; any other field is refused by name."""
    containers = found["InferenceSpecification"]["Containers"]
    version = f"version {found['ModelPackageVersion']} of {found['ModelPackageGroupName']}"
    if len(containers) != 1:
        raise DeployError(f"{version} has {len(containers)} containers: this repository deploys models of one")
    unknown = sorted(containers[0].keys() - {*DEPLOYED, *DESCRIPTIVE})
    missing = [name for name in DEPLOYED[:2] if not containers[0].get(name)]
    if unknown or missing:
        problem = f"no {' and no '.join(missing)}" if missing else f"a container with {', '.join(unknown)}"
        raise DeployError(f"{version} has {problem}: this repository deploys an image with a model file and variables")
    return {name: containers[0][name] for name in DEPLOYED if containers[0].get(name)}


def approved(sagemaker: Any, group: str) -> Iterator[str]:
    """The ARNs of the approved versions, newest first."""
    pages = sagemaker.get_paginator("list_model_packages").paginate(
        ModelPackageGroupName=group,
        ModelApprovalStatus="Approved",
        SortBy="CreationTime",
        SortOrder="Descending",
    )
    for page in pages:
        yield from (package["ModelPackageArn"] for package in page["ModelPackageSummaryList"])


def resolve(sagemaker: Any, group: str, arn: str) -> ModelVersion:
    """The requested version; the newest approved one if none was, or if that one was rejected."""
    if arn != NEWEST_APPROVED:
        requested = describe(sagemaker, arn)
        if requested.group != group:
            raise DeployError(f"{arn} belongs to the group {requested.group}, this project deploys {group}")
        if requested.status == "Approved":
            return requested
        if requested.status != "Rejected":
            raise DeployError(f"version {requested.version} of {group} is {requested.status}: approve it first")
    last = next(approved(sagemaker, group), None)
    if last is None:
        raise DeployError(f"the model package group {group} has no approved version: approve one first")
    return describe(sagemaker, last)


def previous(sagemaker: Any, current: ModelVersion) -> ModelVersion | None:
    """The newest approved version besides this one: what the endpoints most likely answer with today."""
    arn = next((arn for arn in approved(sagemaker, current.group) if arn != current.arn), None)
    return describe(sagemaker, arn) if arn else None


def open_object(s3: Any, uri: str, owner: str) -> Any:
    parts = urlparse(uri)
    return s3.get_object(Bucket=parts.netloc, Key=parts.path.lstrip("/"), ExpectedBucketOwner=owner)["Body"]


def check_digest(s3: Any, model: ModelVersion) -> str:
    """The SHA-256 of the model's file, if it is the one that was recorded when the version was registered."""
    expected = model.properties.get("model_sha256")
    if not expected:
        raise DeployError(f"version {model.version} records no model_sha256: register it with the digest of its file")
    digest = hashlib.sha256()
    body = open_object(s3, model.model_uri, model.account)
    while chunk := body.read(CHUNK):
        digest.update(chunk)
    if digest.hexdigest() != expected:
        raise DeployError(
            f"{model.model_uri} is not the file that was registered as version {model.version}: "
            f"its SHA-256 is {digest.hexdigest()}, the registry says {expected}. "
            "Find out who replaced it; then restore its earlier version in the bucket, or train another model"
        )
    return expected


def read_json(s3: Any, uri: str, owner: str) -> Any:
    return json.loads(open_object(s3, uri, owner).read())
