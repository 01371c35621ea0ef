"""The model registry: numbered packages in groups, and the event of a changed approval."""

import unicodedata
from typing import cast

from sandbox.api import events
from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.identifiers import arn, now
from sandbox.api.types import Answer, Record, Request
from sandbox.services.sagemaker.models.group_policy import find_package
from sandbox.services.sagemaker.models.model_card import changed_card, check_model_card, without_content
from sandbox.services.sagemaker.records import listing
from sandbox.services.sagemaker.records.resources import MODEL_PACKAGE_GROUP
from sandbox.services.sagemaker.records.shapes import ModelPackage
from sandbox.services.sagemaker.records.tables import MODEL_PACKAGES, tag
from sandbox.services.sagemaker.records.tags import refuse_tags

# Developer Guide, "Events that SageMaker AI sends to EventBridge": model package state change.
_EVENT_MEMBERS = (
    "ModelPackageName", "ModelPackageGroupName", "ModelPackageVersion", "ModelPackageArn", "ModelPackageDescription",
    "CreationTime", "LastModifiedTime", "InferenceSpecification", "ModelPackageStatus", "ModelPackageStatusDetails",
    "ModelApprovalStatus", "ApprovalDescription", "MetadataProperties", "ModelMetrics", "CustomerMetadataProperties",
    "ModelLifeCycle",
)  # fmt: skip
_MOST_PROPERTIES, _SIGNS = 50, "_.:/=+-@"


def CreateModelPackage(request: Request) -> Answer:
    if "ModelPackageGroupName" not in request:
        raise not_emulated("A model package without a group")
    if request.get("Tags"):
        refuse_tags()
    _check_metadata(request.get("CustomerMetadataProperties", {}))
    check_model_card(request.get("ModelCard"))
    group = MODEL_PACKAGE_GROUP.find(request["ModelPackageGroupName"])
    version = group["versions"] = group.get("versions", 0) + 1
    identifier = arn("sagemaker", f"model-package/{group['ModelPackageGroupName']}/{version}")
    record = {
        "ModelApprovalStatus": "PendingManualApproval",
        **request,
        "ModelPackageGroupName": group["ModelPackageGroupName"],
        "ModelPackageVersion": version,
        "ModelPackageArn": identifier,
        "ModelPackageStatus": "Completed",
        "ModelPackageStatusDetails": {"ValidationStatuses": [], "ImageScanStatuses": []},
        "CreationTime": now(),
        "LastModifiedTime": now(),
    }
    tag(identifier, [])
    package = MODEL_PACKAGES.here()[identifier] = cast("ModelPackage", record)
    _emit(package)
    return {"ModelPackageArn": identifier}


def DescribeModelPackage(request: Request) -> Answer:
    package = find_package(request["ModelPackageName"])
    answer = listing.describe("DescribeModelPackage", {"ModelPackageName": _name(package), **package})
    if request.get("IncludedData") == "MetadataOnly" and "ModelCard" in answer:
        answer["ModelCard"] = without_content(answer["ModelCard"])
    return answer


def UpdateModelPackage(request: Request) -> Answer:
    """Every change is an event: a change of the metadata alone repeats the approval status."""
    _check_metadata(request.get("CustomerMetadataProperties", {}))
    package = find_package(request["ModelPackageArn"])
    before = dict(package)
    given = {**listing.describe("DescribeModelPackage", request), **_merged_members(package, request)}
    package |= cast("ModelPackage", given)
    changed = [name for name, value in package.items() if value != before.get(name) and (value or name in before)]
    package["LastModifiedTime"] = now()
    if changed:
        _emit(package, UpdatedModelPackageFields=changed)
    return {"ModelPackageArn": package["ModelPackageArn"]}


def ListModelPackages(request: Request) -> Answer:
    group = request.get("ModelPackageGroupName", "").rpartition("/")[2]
    if not group:
        return {"ModelPackageSummaryList": []}  # the default type, unversioned packages, does not exist here
    MODEL_PACKAGE_GROUP.find(group)
    wanted = {"ModelPackageGroupName": group}
    wanted |= {name: request[name] for name in ("ModelApprovalStatus",) if name in request}
    found = [package for package in MODEL_PACKAGES.here().values() if wanted.items() <= package.items()]
    found.sort(key=lambda package: package["ModelPackageVersion"])
    return listing.summaries("ListModelPackages", request, found)


def DeleteModelPackage(request: Request) -> None:
    del MODEL_PACKAGES.here()[find_package(request["ModelPackageName"])["ModelPackageArn"]]


def DeleteModelPackageGroup(request: Request) -> None:
    group = MODEL_PACKAGE_GROUP.find(request["ModelPackageGroupName"])["ModelPackageGroupName"]
    if any(package["ModelPackageGroupName"] == group for package in MODEL_PACKAGES.here().values()):
        problem = (
            f"Cannot delete model package group {MODEL_PACKAGE_GROUP.arn(group)}: it still contains model packages."
        )
        raise ServiceError("ConflictException", problem)
    del MODEL_PACKAGE_GROUP.here()[group]


def _name(package: ModelPackage) -> str:
    return package["ModelPackageArn"].split("/", 1)[1]


def _merged_members(package: ModelPackage, request: Request) -> Record:
    """The members that an update adds to or removes from, instead of replacing them."""
    properties = {**package.get("CustomerMetadataProperties", {}), **request.get("CustomerMetadataProperties", {})}
    removed = request.get("CustomerMetadataPropertiesToRemove", [])
    specifications = package.get("AdditionalInferenceSpecifications", [])
    card = package.get("ModelCard")
    merged = {"ModelCard": changed_card(card, request["ModelCard"])} if "ModelCard" in request else {}
    return merged | {
        "CustomerMetadataProperties": {key: value for key, value in properties.items() if key not in removed},
        "AdditionalInferenceSpecifications": [
            *specifications,
            *request.get("AdditionalInferenceSpecificationsToAdd", []),
        ],
    }


def _check_metadata(properties: dict[str, str]) -> None:
    """API Reference, CustomerMetadataProperties of CreateModelPackage: number, length and characters."""
    if len(properties) > _MOST_PROPERTIES:
        raise ServiceError("ValidationException", f"At most {_MOST_PROPERTIES} CustomerMetadataProperties are allowed.")
    for name, value in properties.items():
        for part, text, longest in (("key", name, 128), ("value", value, 256)):
            signs = [sign for sign in text if sign not in _SIGNS and unicodedata.category(sign)[0] not in "LZN"]
            if signs or not 1 <= len(text) <= longest:
                found = f"has {signs[0]!r}" if signs else f"has {len(text)} characters"
                problem = (
                    f"Value at 'customerMetadataProperties' failed to satisfy constraint: {part} of {name} {found}"
                )
                raise ServiceError("ValidationException", f"1 validation error detected: {problem}")


def _emit(package: ModelPackage, **more: list[str]) -> None:
    detail = {name: value for name, value in package.items() if name in _EVENT_MEMBERS}
    detail |= {"ModelPackageName": _name(package), "CertifyForMarketplace": False, **more}
    events.emit("aws.sagemaker", "SageMaker Model Package State Change", detail, package["ModelPackageArn"])
