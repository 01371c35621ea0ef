"""Amazon SageMaker: projects, the model registry, jobs, executions of pipelines, and endpoints that answer."""

from typing import Any

from ministack.core.responses import request_scope

from sandbox.api.identifiers import arn
from sandbox.api.service import Service, operations_of
from sandbox.services.sagemaker.api import endpoints, executions, jobs, model_packages, projects, tags
from sandbox.services.sagemaker.api.data_plane import DATA_PLANE
from sandbox.services.sagemaker.api.named_resources import KINDS
from sandbox.services.sagemaker.api.resources import STORE
from sandbox.world import accounts

Request = dict[str, Any]

_ALL = (*KINDS, *jobs.KINDS.values(), model_packages.GROUP)


def _resource_arn(operation: str, request: Request) -> str:
    if "PipelineExecutionArn" in request:
        return request["PipelineExecutionArn"]
    given = request.get("ResourceArn") or request.get("ModelPackageArn") or request.get("ModelPackageName", "")
    if given:
        return given if given.startswith("arn:") else arn("sagemaker", f"model-package/{given}")
    if operation in ("CreateModelPackage", "ListModelPackages"):
        return arn("sagemaker", f"model-package/{request.get('ModelPackageGroupName', '').rpartition('/')[2]}/*")
    if "ProjectName" in request:
        return arn("sagemaker", f"project/{request['ProjectName']}")
    kinds = [kind for kind in _ALL if kind.noun in operation and kind.key in request]
    return kinds[-1].arn(request[kinds[-1].key].rpartition("/")[2]) if kinds else "*"


def _condition_context(operation: str, request: Request) -> Request:
    resource = _resource_arn(operation, request)
    context = {f"aws:resourcetag/{key}".lower(): value for key, value in STORE.here("tags").get(resource, {}).items()}
    if "ModelApprovalStatus" in request and operation.endswith("ModelPackage"):
        context["sagemaker:modelapprovalstatus"] = request["ModelApprovalStatus"]
    return context


def _loaded() -> None:
    """After a restart: what ran has ended, what served serves."""
    for account in accounts.SPOKES.values():
        with request_scope(account, accounts.REGION):
            jobs.interrupted()
            executions.interrupted()
            endpoints.resume()


_TABLE = {name: made for kind in (*KINDS, model_packages.GROUP) for name, made in kind.operations().items()}

SAGEMAKER = Service(
    "sagemaker",
    {**_TABLE, **jobs.operations(), **operations_of(model_packages, projects, tags, executions, endpoints)},
    STORE,
    frozenset({"CreateAutoMLJobV2"}),
    resource_arn=_resource_arn,
    condition_context=_condition_context,
    loaded=_loaded,
    data_plane=DATA_PLANE,
)
