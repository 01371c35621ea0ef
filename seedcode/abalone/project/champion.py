"""Finds what production runs, and keeps it beside the code, for the evaluation to compare a new model with.

What the deployment pipeline recorded of its last release counts. Without such a record, because another project or
nobody deploys the models, it is the newest approved version, and the evaluation's words say so.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from project.data import bucket_and_key
from project.releases import Found, in_production
from project.settings import Settings

FILE, ARCHIVE = "champion.json", "model.tar.gz"
ABSENT = ("404", "NoSuchKey")
GONE = ("ResourceNotFound", "ValidationException")
"""API reference, DescribeModelPackage, and what SageMaker answers for a version that was deleted."""


@dataclass(frozen=True)
class Champion:
    """`document` is champion.json: the version or none, where it is from, and why it cannot be compared, if so."""

    document: Mapping[str, Any] = field(default_factory=lambda: {"version": None})
    archive: str = ""  # the S3 URI of the version's file

    @property
    def text(self) -> str:
        return json.dumps(self.document, sort_keys=True)

    @property
    def folder(self) -> str:
        """Another champion is in another place, so that no cached evaluation answers for it."""
        return f"code/champions/{hashlib.sha256(self.text.encode()).hexdigest()[:16]}"

    def uri(self, bucket: str) -> str:
        return f"s3://{bucket}/{self.folder}"

    def without_file(self, problem: str) -> "Champion":
        return Champion({**self.document, "problem": problem})


def find(sagemaker: Any, codepipeline: Any, settings: Settings) -> Champion:
    """What a new model is compared with."""
    found = in_production(codepipeline, settings.deployment_pipeline) or newest_approved(sagemaker, settings)
    if found is None:
        return Champion()
    known = Champion({"version": found.version, "where": found.where})
    try:
        version = sagemaker.describe_model_package(ModelPackageName=found.package)
    except ClientError as error:
        if error.response["Error"]["Code"] not in GONE:
            raise
        return known.without_file("it is no longer in the registry")
    return described(known, version, found.digest, settings)


def described(known: Champion, version: Mapping[str, Any], released: str, settings: Settings) -> Champion:
    """With its digest and the place of its file, as the registry has them."""
    digest = released or version.get("CustomerMetadataProperties", {}).get("model_sha256", "")
    containers = version.get("InferenceSpecification", {}).get("Containers", [])
    archive = containers[0].get("ModelDataUrl", "") if containers else ""
    if version.get("ModelPackageGroupName") != settings.model_package_group:
        return known.without_file("it is of another model package group")
    if not archive.startswith(f"s3://{settings.bucket}/models/"):
        return known.without_file("its file is not one that this project trained")
    if not digest:
        return known.without_file("the registry has no digest of its file")
    return Champion({**known.document, "model_sha256": digest}, archive)


def newest_approved(sagemaker: Any, settings: Settings) -> Found | None:
    pages = sagemaker.get_paginator("list_model_packages").paginate(
        ModelPackageGroupName=settings.model_package_group,
        ModelApprovalStatus="Approved",
        SortBy="CreationTime",
        SortOrder="Descending",
    )
    for page in pages:
        for summary in page["ModelPackageSummaryList"]:
            return Found(summary["ModelPackageArn"], str(summary["ModelPackageVersion"]), "approved")
    return None


def keep(champion: Champion, settings: Settings, s3: Any) -> str:
    """Put champion.json and the version's file into a place of their own, once; return its URI.

    A file that cannot be copied is a reason in champion.json, and stops no training.
    """
    owner = {"Bucket": settings.bucket, "ExpectedBucketOwner": settings.account}
    if is_there(s3, f"{champion.folder}/{FILE}", owner):
        return champion.uri(settings.bucket)
    if champion.archive:
        bucket, key = bucket_and_key(champion.archive)
        try:
            s3.copy_object(**owner, Key=f"{champion.folder}/{ARCHIVE}", CopySource={"Bucket": bucket, "Key": key})
        except ClientError:
            return keep(champion.without_file("its file cannot be read"), settings, s3)
    # Last: where this file is, everything is.
    s3.put_object(**owner, Key=f"{champion.folder}/{FILE}", Body=champion.text.encode())
    return champion.uri(settings.bucket)


def is_there(s3: Any, key: str, owner: Mapping[str, str]) -> bool:
    try:
        s3.head_object(**owner, Key=key)
    except ClientError as error:
        if error.response["Error"]["Code"] in ABSENT:
            return False
        raise
    return True
