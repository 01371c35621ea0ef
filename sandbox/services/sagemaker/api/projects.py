"""SageMaker projects: a Service Catalog launch made with the rights of whoever asks for the project."""

import uuid
from typing import Any

from botocore.exceptions import ClientError
from ministack.core.responses import get_account_id

from sandbox.api import loopback, sessions
from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.identifiers import arn, new_id, now
from sandbox.api.store import Record
from sandbox.services.sagemaker.api.resources import STORE, described, listed
from sandbox.services.servicecatalog import SERVICE_CATALOG
from sandbox.world import accounts

Request = dict[str, Any]

_IN_SERVICE_CATALOG = {"IN_PROGRESS": "InProgress", "SUCCEEDED": "Completed", "FAILED": "Failed"}


def EnableSagemakerServicecatalogPortfolio(_request: Request) -> None:
    STORE.here("settings")["portfolio"] = {"status": "Enabled"}


def DisableSagemakerServicecatalogPortfolio(_request: Request) -> None:
    STORE.here("settings")["portfolio"] = {"status": "Disabled"}


def GetSagemakerServicecatalogPortfolioStatus(_request: Request) -> Request:
    """Enabled in the development account from the start, as the set-up of a domain does it."""
    default = "Enabled" if get_account_id() == accounts.SPOKES["development"] else "Disabled"
    return {"Status": STORE.here("settings").get("portfolio", {"status": default})["status"]}


def CreateProject(request: Request) -> Request:
    if "TemplateProviders" in request:
        raise not_emulated("CreateProject with TemplateProviders (CfnTemplateProvider)")
    _refuse_new(request)
    identifier = new_id("p", 12)
    project = {
        "ProjectName": request["ProjectName"],
        "ProjectDescription": request.get("ProjectDescription"),
        "ProjectId": identifier,
        "ProjectArn": arn("sagemaker", f"project/{request['ProjectName']}"),
        "ServiceCatalogProvisioningDetails": request["ServiceCatalogProvisioningDetails"],
        "CreationTime": now(),
        "LastModifiedTime": now(),
        "verb": "Create",
    }
    _launch(project, request.get("Tags", []))
    STORE.here("projects")[request["ProjectName"]] = project
    STORE.here("tags")[project["ProjectArn"]] = {tag["Key"]: tag["Value"] for tag in _tags(project, request)}
    return {"ProjectArn": project["ProjectArn"], "ProjectId": identifier}


def DescribeProject(request: Request) -> Request:
    return described("DescribeProject", _current(_project(request["ProjectName"])))


def ListProjects(request: Request) -> Request:
    return listed("ListProjects", request, [_current(project) for project in STORE.here("projects").values()])


def UpdateProject(request: Request) -> Request:
    if "TemplateProvidersToUpdate" in request:
        raise not_emulated("UpdateProject with TemplateProvidersToUpdate")
    project = _settled(request["ProjectName"])
    details = project["ServiceCatalogProvisioningDetails"]
    wanted = request.get("ServiceCatalogProvisioningUpdateDetails", {})
    artifact = wanted.get("ProvisioningArtifactId", details.get("ProvisioningArtifactId"))
    given = {each["Key"]: each for each in wanted.get("ProvisioningParameters", [])}
    known = [*_identity(project), *details.get("ProvisioningParameters", [])]
    kept = [{"Key": each["Key"], "UsePreviousValue": True} for each in known if each["Key"] not in given]
    tags = {"Tags": request["Tags"]} if "Tags" in request else {}
    answer = _as_caller(
        "update_provisioned_product",
        ProvisionedProductId=project["provisioned"],
        ProvisioningArtifactId=artifact,
        ProvisioningParameters=[*kept, *given.values()],
        UpdateToken=uuid.uuid4().hex,
        **tags,
    )
    details["ProvisioningArtifactId"] = artifact
    project["ProjectDescription"] = request.get("ProjectDescription", project["ProjectDescription"])
    project |= {"verb": "Update", "record": answer["RecordDetail"]["RecordId"], "LastModifiedTime": now()}
    return {"ProjectArn": project["ProjectArn"]}


def DeleteProject(request: Request) -> None:
    project = _settled(request["ProjectName"])
    answer = _as_caller(
        "terminate_provisioned_product", ProvisionedProductId=project["provisioned"], TerminateToken=uuid.uuid4().hex
    )
    project |= {"verb": "Delete", "record": answer["RecordDetail"]["RecordId"]}


def _refuse_new(request: Request) -> None:
    name = request["ProjectName"]
    if "ServiceCatalogProvisioningDetails" not in request:
        raise ServiceError("ValidationException", "Project needs ServiceCatalogProvisioningDetails.")
    if GetSagemakerServicecatalogPortfolioStatus({})["Status"] == "Disabled":
        problem = "Service Catalog portfolio for SageMaker projects is not enabled in this account."
        raise ServiceError("ValidationException", problem)
    existing = STORE.here("projects").get(name)
    if existing and _current(existing)["ProjectStatus"] != "DeleteCompleted":
        raise ServiceError("ValidationException", f"Project {name} already exists.")


def _launch(project: Record, tags: list[Record]) -> None:
    details = project["ServiceCatalogProvisioningDetails"]
    named = {name: details[name] for name in ("ProductId", "ProvisioningArtifactId", "PathId") if name in details}
    if "ProvisioningArtifactId" not in named:
        named["ProvisioningArtifactId"] = _latest_artifact(details["ProductId"])
    answer = _as_caller(
        "provision_product",
        **named,
        ProvisionedProductName=f"{project['ProjectName']}-{project['ProjectId']}",
        ProvisioningParameters=[*_identity(project), *details.get("ProvisioningParameters", [])],
        ProvisionToken=uuid.uuid4().hex,
        Tags=_tags(project, {"Tags": tags}),
    )["RecordDetail"]
    project |= {"record": answer["RecordId"], "provisioned": answer["ProvisionedProductId"]}


def _latest_artifact(product: str) -> str:
    artifacts = _as_caller("describe_product", Id=product)["ProvisioningArtifacts"]
    return max(artifacts, key=lambda each: each["CreatedTime"])["Id"]


def _identity(project: Record) -> list[Record]:
    name, identifier = project["ProjectName"], project["ProjectId"]
    return [{"Key": "SageMakerProjectName", "Value": name}, {"Key": "SageMakerProjectId", "Value": identifier}]


def _tags(project: Record, request: Request) -> list[Record]:
    own = {"sagemaker:project-name": project["ProjectName"], "sagemaker:project-id": project["ProjectId"]}
    return [*({"Key": key, "Value": value} for key, value in own.items()), *request.get("Tags", [])]


def _as_caller(operation: str, **arguments: Any) -> Any:
    """Service Catalog checks the caller's rights and what the caller may see, not SageMaker's."""
    with loopback.acting_as(sessions.caller()):
        try:
            return getattr(loopback.client("servicecatalog"), operation)(**arguments)
        except ClientError as error:
            code, message = error.response["Error"]["Code"], error.response["Error"]["Message"]
            denied = code.startswith("AccessDenied")
            raise ServiceError("AccessDeniedException" if denied else "ValidationException", message) from error


def _project(name: str) -> Record:
    if name not in STORE.here("projects"):
        raise ServiceError("ValidationException", f"Project {name} does not exist.")
    return STORE.here("projects")[name]


def _settled(name: str) -> Record:
    project = _project(name)
    if _current(project)["ProjectStatus"].endswith("InProgress"):
        raise ServiceError("ConflictException", f"Project {name} is being changed.")
    return project


def _current(project: Record) -> Record:
    """The project with the status of its last launch, update or deletion."""
    record = SERVICE_CATALOG.call("DescribeRecord", {"Id": project["record"]})["RecordDetail"]
    message = "; ".join(error["Description"] for error in record["RecordErrors"]) or None
    product = {"ProvisionedProductId": project["provisioned"], "ProvisionedProductStatusMessage": message}
    status = project["verb"] + _IN_SERVICE_CATALOG[record["Status"]]
    return {**project, "ProjectStatus": status, "ServiceCatalogProvisionedProductDetails": product}
