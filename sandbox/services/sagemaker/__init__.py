"""Amazon SageMaker: projects, the model registry, and the records of what would run."""

from typing import Any

from sandbox.services.identifiers import arn
from sandbox.services.sagemaker import model_packages, projects, tags
from sandbox.services.sagemaker.kinds import KINDS
from sandbox.services.sagemaker.resources import STORE
from sandbox.services.service import Service, operations_of

Request = dict[str, Any]

_RUNS = {
    "CreateAutoMLJobV2", "CreateHyperParameterTuningJob", "CreateProcessingJob", "CreateTrainingJob",
    "CreateTransformJob", "StartPipelineExecution", "RetryPipelineExecution",
}  # fmt: skip


def _resource_arn(operation: str, request: Request) -> str:
    given = request.get("ResourceArn") or request.get("ModelPackageArn") or request.get("ModelPackageName", "")
    if given:
        return given if given.startswith("arn:") else arn("sagemaker", f"model-package/{given}")
    if operation == "CreateModelPackage":
        return arn("sagemaker", f"model-package/{request.get('ModelPackageGroupName', '').rpartition('/')[2]}/*")
    if "ProjectName" in request:
        return arn("sagemaker", f"project/{request['ProjectName']}")
    kinds = [kind for kind in (*KINDS, model_packages.GROUP) if kind.noun in operation and kind.key in request]
    return kinds[-1].arn(request[kinds[-1].key].rpartition("/")[2]) if kinds else "*"


def _condition_context(operation: str, request: Request) -> Request:
    resource = _resource_arn(operation, request)
    context = {f"aws:resourcetag/{key}".lower(): value for key, value in STORE.here("tags").get(resource, {}).items()}
    if "ModelApprovalStatus" in request and operation.endswith("ModelPackage"):
        context["sagemaker:modelapprovalstatus"] = request["ModelApprovalStatus"]
    return context


_TABLE = {name: made for kind in (*KINDS, model_packages.GROUP) for name, made in kind.operations().items()}

SAGEMAKER = Service(
    "sagemaker",
    {**_TABLE, **operations_of(model_packages, projects, tags)},
    STORE,
    frozenset(_RUNS),
    resource_arn=_resource_arn,
    condition_context=_condition_context,
)
