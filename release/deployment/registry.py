"""Which version of the model is released, and what it is made of: image, file and variables, as they were approved."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from deployment.settings import NEWEST_APPROVED, ReleaseError

DEPLOYED = ("Image", "ModelDataUrl", "Environment")
# Fields of a package's container that change nothing about how it is served.
DESCRIPTIVE = (
    *("ContainerHostname", "Framework", "FrameworkVersion", "ImageDigest"),
    *("ModelDataETag", "ModelInput", "NearestModelName"),
)
IMAGE_DIGEST = re.compile(r"sha256:[0-9a-f]{64}")
FILE_DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class ModelVersion:
    """`properties` are what the registry keeps of the version's origin: data, code, verdict, digest of its file."""

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

    @property
    def digest(self) -> str:
        """SHA-256 of the version's file, as it was registered."""
        found = self.properties.get("model_sha256", "")
        if not FILE_DIGEST.fullmatch(found):
            raise ReleaseError(
                f"version {self.version} records no model_sha256 of 64 hexadecimal digits: "
                "register it with the digest of its file"
            )
        return found


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
        raise ReleaseError(f"{version} has {len(containers)} containers: the catalog deploys models of one")
    unknown = sorted(containers[0].keys() - {*DEPLOYED, *DESCRIPTIVE})
    missing = [name for name in DEPLOYED[:2] if not containers[0].get(name)]
    if unknown or missing:
        problem = f"no {' and no '.join(missing)}" if missing else f"a container with {', '.join(unknown)}"
        raise ReleaseError(f"{version} has {problem}: the catalog deploys an image with a model file and variables")
    chosen = {name: containers[0][name] for name in DEPLOYED if containers[0].get(name)}
    return chosen | {"Image": exact_image(version, chosen["Image"], containers[0].get("ImageDigest", ""))}


def exact_image(version: str, image: str, digest: str) -> str:
    """The image by the digest that the registry kept, so that a tag that was moved since changes nothing.

    API reference, ContainerDefinition, Image: `registry/repository[@digest]` besides `registry/repository[:tag]`. The
    registry may keep none, or one of another kind (ModelPackageContainerDefinition, ImageDigest, calls it an MD5 hash).
    """
    if not IMAGE_DIGEST.fullmatch(digest):
        return image
    repository, _, named = image.partition("@")
    if named and named != digest:
        raise ReleaseError(f"{version} names the image {image} and the digest {digest}: register it with one of them")
    return image if named else f"{without_tag(repository)}@{digest}"


def without_tag(repository: str) -> str:
    """A colon before the last slash is that of a port."""
    path, slash, name = repository.rpartition("/")
    return f"{path}{slash}{name.partition(':')[0]}"


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
            raise ReleaseError(f"{arn} belongs to the group {requested.group}, this project deploys {group}")
        if requested.status == "Approved":
            return requested
        if requested.status != "Rejected":
            raise ReleaseError(f"version {requested.version} of {group} is {requested.status}: approve it first")
    last = next(approved(sagemaker, group), None)
    if last is None:
        raise ReleaseError(f"the model package group {group} has no approved version: approve one first")
    return describe(sagemaker, last)
