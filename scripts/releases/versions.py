"""Versions of products: `1.2.0` is recorded, `1.2.0.dev` is a candidate for it and can still change."""

import re

RELEASED = re.compile(r"\d+\.\d+\.\d+")
SUFFIX = ".dev"
CANDIDATE = re.compile(r"(\d+\.\d+\.\d+)\.dev(-[0-9a-f]{8})?")


def is_candidate(version: str) -> bool:
    """Whether it is `1.2.0.dev`, or the name under which that is published."""
    return CANDIDATE.fullmatch(version) is not None


def is_version(version: str) -> bool:
    """Whether a product's file can have it: `1.2.0` or `1.2.0.dev`."""
    return RELEASED.fullmatch(version.removesuffix(SUFFIX)) is not None


def released_version(candidate: str) -> str:
    """`1.2.0` of `1.2.0.dev`."""
    return candidate.removesuffix(SUFFIX)


def published_name(candidate: str, digest: str) -> str:
    """`1.2.0.dev-0a1b2c3d` of a candidate whose template has that digest.

    Service Catalog cannot change a provisioning artifact's template, so each content is an artifact with a name of its
    own. CloudFormation User Guide, AWS::ServiceCatalog::CloudFormationProduct, ReplaceProvisioningArtifacts: artifacts
    are matched by name and template URL, and only those that differ are made or deleted.
    """
    return f"{candidate}-{digest[:8]}"


def next_candidate(version: str) -> str:
    """The candidate that usually comes after a release: `1.3.0.dev` after `1.2.4`."""
    major, minor, _ = version.split(".")
    return f"{major}.{int(minor) + 1}.0{SUFFIX}"


def version_order(version: str) -> tuple[int, ...]:
    """Sorts 1.9.0 before 1.10.0, and a candidate before its release."""
    number = version.partition(SUFFIX)[0]
    return (*(int(part) for part in number.split(".")), 0 if is_candidate(version) else 1)
