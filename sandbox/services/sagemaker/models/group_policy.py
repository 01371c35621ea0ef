"""The resource policy of a model package group: whom it lets read, and whom it keeps from approving."""

import json

from ministack.core import iam_evaluator
from ministack.core.responses import get_account_id, get_region

from sandbox.api.errors import ServiceError
from sandbox.api.identifiers import arn
from sandbox.api.types import Answer, Request
from sandbox.iam import principals
from sandbox.policy_documents import resource_based
from sandbox.policy_documents.problems import PolicyError
from sandbox.services.sagemaker.records.resources import MODEL_PACKAGE_GROUP
from sandbox.services.sagemaker.records.shapes import ModelPackage
from sandbox.services.sagemaker.records.tables import MODEL_PACKAGES


def PutModelPackageGroupPolicy(request: Request) -> Answer:
    group = MODEL_PACKAGE_GROUP.find(request["ModelPackageGroupName"])
    try:
        resource_based.check(request["ResourcePolicy"])
    except PolicyError as problem:
        raise ServiceError("ValidationException", f"Invalid resource policy: {problem.message}") from None
    missing = principals.missing(request["ResourcePolicy"])
    if missing:
        # AWS's own wording for this operation is not known.
        raise ServiceError("ValidationException", f"Invalid resource policy: {missing} does not exist")
    group["policy"] = request["ResourcePolicy"]
    return {"ModelPackageGroupArn": group["ModelPackageGroupArn"]}


def GetModelPackageGroupPolicy(request: Request) -> Answer:
    group = MODEL_PACKAGE_GROUP.find(request["ModelPackageGroupName"])
    policy = group.get("policy")
    if not policy:
        raise ServiceError("ValidationException", f"No resource policy exists for {group['ModelPackageGroupArn']}.")
    return {"ResourcePolicy": policy}


def DeleteModelPackageGroupPolicy(request: Request) -> None:
    MODEL_PACKAGE_GROUP.find(request["ModelPackageGroupName"])["policy"] = None


def find_package(name: str) -> ModelPackage:
    """A package of this account, or of another account whose group's policy allows the caller to read it."""
    identifier = name if name.startswith("arn:") else arn("sagemaker", f"model-package/{name}")
    owner = identifier.split(":")[4]
    package = MODEL_PACKAGES.at(owner).get(identifier)
    if package is None or (owner != get_account_id() and not _is_shared(package, owner)):
        raise ServiceError("ValidationException", f"ModelPackage {identifier} does not exist.")
    return package


def policy_of(resource: str) -> str | None:
    """The policy by which every call on a group or on its packages is judged, also in the same account."""
    resource_type, _, name = resource.rpartition(":")[2].partition("/")
    if resource_type not in ("model-package", "model-package-group"):
        return None
    groups, wanted = MODEL_PACKAGE_GROUP.at(resource.split(":")[4]), name.partition("/")[0].lower()
    # SageMaker writes the names in ARNs in lower case.
    return next((group.get("policy") for name, group in groups.items() if name.lower() == wanted), None)


def _is_shared(package: ModelPackage, owner: str) -> bool:
    caller = iam_evaluator.caller_arn()
    context = iam_evaluator.EvalContext(
        principal_arn=caller,
        principal_type="AssumedRole" if ":assumed-role/" in caller else "Root",
        principal_account=get_account_id(),
        action="sagemaker:DescribeModelPackage",
        resource_arn=package["ModelPackageArn"],
        region=get_region(),
    )
    policy = MODEL_PACKAGE_GROUP.at(owner)[package["ModelPackageGroupName"]].get("policy")
    return bool(policy) and iam_evaluator.evaluate_resource_policy(json.loads(policy), context).decision == "Allow"
