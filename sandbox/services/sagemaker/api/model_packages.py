"""The model registry: groups with their policies, numbered packages, and the event of a changed approval."""

import json
import unicodedata
from typing import Any

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region

from sandbox.api import events
from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.identifiers import arn, now
from sandbox.api.store import Record
from sandbox.iam import principals
from sandbox.services.sagemaker.api.resources import STORE, Kind, described, find, listed

Request = dict[str, Any]

GROUP = Kind("ModelPackageGroup", "model-package-group", status=("ModelPackageGroupStatus", "Completed"))

# Developer Guide, "Events that SageMaker AI sends to EventBridge": model package state change.
_EVENT_MEMBERS = (
    "ModelPackageName", "ModelPackageGroupName", "ModelPackageVersion", "ModelPackageArn", "ModelPackageDescription",
    "CreationTime", "LastModifiedTime", "InferenceSpecification", "ModelPackageStatus", "ModelPackageStatusDetails",
    "ModelApprovalStatus", "ApprovalDescription", "MetadataProperties", "ModelMetrics", "CustomerMetadataProperties",
    "ModelLifeCycle",
)  # fmt: skip


_MOST_PROPERTIES, _SIGNS = 50, "_.:/=+-@"


def CreateModelPackage(request: Request) -> Request:
    if "ModelPackageGroupName" not in request:
        raise not_emulated("A model package without a group")
    _check_metadata(request.get("CustomerMetadataProperties", {}))
    group = find(GROUP, request["ModelPackageGroupName"])
    group["versions"] = group.get("versions", 0) + 1
    name = f"{group['ModelPackageGroupName']}/{group['versions']}"
    record = {
        "ModelApprovalStatus": "PendingManualApproval",
        **request,
        "ModelPackageGroupName": group["ModelPackageGroupName"],
        "ModelPackageVersion": group["versions"],
        "ModelPackageArn": arn("sagemaker", f"model-package/{name}"),
        "ModelPackageStatus": "Completed",
        "ModelPackageStatusDetails": {"ValidationStatuses": [], "ImageScanStatuses": []},
        "CreationTime": now(),
        "LastModifiedTime": now(),
    }
    STORE.here("tags")[record["ModelPackageArn"]] = {tag["Key"]: tag["Value"] for tag in record.pop("Tags", [])}
    STORE.here("packages")[record["ModelPackageArn"]] = record
    _announce(record)
    return {"ModelPackageArn": record["ModelPackageArn"]}


def _check_metadata(properties: dict[str, str]) -> None:
    """API reference, CustomerMetadataProperties of CreateModelPackage: how many, how long, and of which signs."""
    if len(properties) > _MOST_PROPERTIES:
        raise ServiceError("ValidationException", f"At most {_MOST_PROPERTIES} CustomerMetadataProperties are allowed.")
    for name, value in properties.items():
        for what, text, longest in (("key", name, 128), ("value", value, 256)):
            signs = [sign for sign in text if sign not in _SIGNS and unicodedata.category(sign)[0] not in "LZN"]
            if signs or not 1 <= len(text) <= longest:
                problem = f"has {signs[0]!r}" if signs else f"has {len(text)} characters"
                said = f"Value at 'customerMetadataProperties' failed to satisfy constraint: {what} of {name} {problem}"
                raise ServiceError("ValidationException", f"1 validation error detected: {said}")


def DescribeModelPackage(request: Request) -> Request:
    record = find_package(request["ModelPackageName"])
    return described("DescribeModelPackage", {"ModelPackageName": record["ModelPackageArn"].split("/", 1)[1], **record})


def UpdateModelPackage(request: Request) -> Request:
    """Each change is an event: also one of the metadata alone, which then tells a decision that was made before."""
    _check_metadata(request.get("CustomerMetadataProperties", {}))
    record = find_package(request["ModelPackageArn"])
    before = dict(record)
    properties = {**record.get("CustomerMetadataProperties", {}), **request.get("CustomerMetadataProperties", {})}
    gone = request.get("CustomerMetadataPropertiesToRemove", [])
    extra = request.get("AdditionalInferenceSpecificationsToAdd", [])
    record |= described("DescribeModelPackage", request)
    record["CustomerMetadataProperties"] = {key: value for key, value in properties.items() if key not in gone}
    record["AdditionalInferenceSpecifications"] = [*record.get("AdditionalInferenceSpecifications", []), *extra]
    changed = [name for name, value in record.items() if value != before.get(name) and (value or name in before)]
    record["LastModifiedTime"] = now()
    if changed:
        _announce(record, UpdatedModelPackageFields=changed)
    return {"ModelPackageArn": record["ModelPackageArn"]}


def ListModelPackages(request: Request) -> Request:
    group = request.get("ModelPackageGroupName", "").rpartition("/")[2]
    if not group:
        return {"ModelPackageSummaryList": []}  # the default type, unversioned packages, does not exist here
    find(GROUP, group)
    wanted = {"ModelPackageGroupName": group}
    wanted |= {name: request[name] for name in ("ModelApprovalStatus",) if name in request}
    found = [record for record in STORE.here("packages").values() if wanted.items() <= record.items()]
    return listed("ListModelPackages", request, sorted(found, key=lambda each: each["ModelPackageVersion"]))


def DeleteModelPackage(request: Request) -> None:
    del STORE.here("packages")[find_package(request["ModelPackageName"])["ModelPackageArn"]]


def DeleteModelPackageGroup(request: Request) -> None:
    group = find(GROUP, request["ModelPackageGroupName"])["ModelPackageGroupName"]
    if any(record["ModelPackageGroupName"] == group for record in STORE.here("packages").values()):
        problem = f"Cannot delete model package group {GROUP.arn(group)}: it still contains model packages."
        raise ServiceError("ConflictException", problem)
    del STORE.here(GROUP.noun)[group]


def PutModelPackageGroupPolicy(request: Request) -> Request:
    group = find(GROUP, request["ModelPackageGroupName"])
    problem = iam_evaluator.validate_policy_document(request["ResourcePolicy"])
    if problem:
        raise ServiceError("ValidationException", f"Invalid resource policy: {problem}")
    missing = principals.missing(request["ResourcePolicy"])
    if missing:
        # In no words of AWS's: nobody has reported any for this operation.
        raise ServiceError("ValidationException", f"Invalid resource policy: {missing} does not exist")
    group["policy"] = request["ResourcePolicy"]
    return {"ModelPackageGroupArn": group["ModelPackageGroupArn"]}


def GetModelPackageGroupPolicy(request: Request) -> Request:
    group = find(GROUP, request["ModelPackageGroupName"])
    if not group.get("policy"):
        raise ServiceError("ValidationException", f"No resource policy exists for {group['ModelPackageGroupArn']}.")
    return {"ResourcePolicy": group["policy"]}


def DeleteModelPackageGroupPolicy(request: Request) -> None:
    find(GROUP, request["ModelPackageGroupName"])["policy"] = None


def find_package(name: str) -> Record:
    """A package of this account, or of another whose group's policy lets the caller in."""
    identifier = name if name.startswith("arn:") else arn("sagemaker", f"model-package/{name}")
    owner = identifier.split(":")[4]
    record = STORE.at(owner, "packages").get(identifier)
    if record is None or (owner != get_account_id() and not _is_shared(record, owner)):
        raise ServiceError("ValidationException", f"ModelPackage {identifier} does not exist.")
    return record


def _is_shared(record: Record, owner: str) -> bool:
    caller = iam_evaluator.caller_arn()
    context = iam_evaluator.EvalContext(
        principal_arn=caller,
        principal_type="AssumedRole" if ":assumed-role/" in caller else "Root",
        principal_account=get_account_id(),
        action="sagemaker:DescribeModelPackage",
        resource_arn=record["ModelPackageArn"],
        region=get_region(),
    )
    policy = STORE.at(owner, GROUP.noun)[record["ModelPackageGroupName"]].get("policy")
    return bool(policy) and iam_evaluator.evaluate_resource_policy(json.loads(policy), context).decision == "Allow"


def _announce(record: Record, **more: list[str]) -> None:
    detail = {name: record[name] for name in _EVENT_MEMBERS if name in record}
    detail["ModelPackageName"] = record["ModelPackageArn"].split("/", 1)[1]
    detail["CertifyForMarketplace"] = False
    events.emit("aws.sagemaker", "SageMaker Model Package State Change", {**detail, **more}, record["ModelPackageArn"])
