"""SageMaker projects: Service Catalog launches under the permissions of the caller."""

import uuid
from typing import Any, NamedTuple

from botocore.exceptions import ClientError
from ministack.core.responses import get_account_id

from sandbox.api import loopback, sessions
from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.identifiers import arn, new_id, now
from sandbox.api.types import Answer, Record, Request
from sandbox.services.sagemaker.records import listing
from sandbox.services.sagemaker.records.shapes import Launch, Project
from sandbox.services.sagemaker.records.tables import PROJECTS, SETTINGS, tag
from sandbox.services.servicecatalog import SERVICE_CATALOG
from sandbox.world import accounts

_IN_SERVICE_CATALOG = {"IN_PROGRESS": "InProgress", "SUCCEEDED": "Completed", "FAILED": "Failed"}


class Identity(NamedTuple):
    """What SageMaker fills in at launch: two parameters, and two tags."""

    name: str
    id: str

    @classmethod
    def of(cls, project: Project) -> "Identity":
        return cls(project["ProjectName"], project["ProjectId"])

    def parameters(self) -> list[Record]:
        return _pairs({"SageMakerProjectName": self.name, "SageMakerProjectId": self.id})

    def tags(self, request: Request) -> list[Record]:
        own = {"sagemaker:project-name": self.name, "sagemaker:project-id": self.id}
        return [*_pairs(own), *request.get("Tags", [])]


def _pairs(values: dict[str, str]) -> list[Record]:
    return [{"Key": key, "Value": value} for key, value in values.items()]


def EnableSagemakerServicecatalogPortfolio(_request: Request) -> None:
    SETTINGS.here()["portfolio"] = "Enabled"


def DisableSagemakerServicecatalogPortfolio(_request: Request) -> None:
    SETTINGS.here()["portfolio"] = "Disabled"


def GetSagemakerServicecatalogPortfolioStatus(_request: Request) -> Answer:
    """Enabled in the development account from the start, as the set-up of a domain does it."""
    default = "Enabled" if get_account_id() == accounts.SPOKES["development"] else "Disabled"
    return {"Status": SETTINGS.here().get("portfolio", default)}


def CreateProject(request: Request) -> Answer:
    if "TemplateProviders" in request:
        raise not_emulated("CreateProject with TemplateProviders (CfnTemplateProvider)")
    _refuse_new(request)
    identity = Identity(request["ProjectName"], new_id("p", 12))
    launch = _launch(identity, request)
    project: Project = {
        "ProjectName": identity.name,
        "ProjectDescription": request.get("ProjectDescription"),
        "ProjectId": identity.id,
        "ProjectArn": arn("sagemaker", f"project/{identity.name}"),
        "ServiceCatalogProvisioningDetails": request["ServiceCatalogProvisioningDetails"],
        "CreationTime": now(),
        "LastModifiedTime": now(),
        **launch,
    }
    PROJECTS.here()[identity.name] = project
    tag(project["ProjectArn"], identity.tags(request))
    return {"ProjectArn": project["ProjectArn"], "ProjectId": identity.id}


def DescribeProject(request: Request) -> Answer:
    return listing.describe("DescribeProject", _current(_project(request["ProjectName"])))


def ListProjects(request: Request) -> Answer:
    return listing.summaries("ListProjects", request, [_current(project) for project in PROJECTS.here().values()])


def UpdateProject(request: Request) -> Answer:
    if "TemplateProvidersToUpdate" in request:
        raise not_emulated("UpdateProject with TemplateProvidersToUpdate")
    project = _idle_project(request["ProjectName"])
    details = project["ServiceCatalogProvisioningDetails"]
    wanted = request.get("ServiceCatalogProvisioningUpdateDetails", {})
    artifact = wanted.get("ProvisioningArtifactId", details.get("ProvisioningArtifactId"))
    given = {parameter["Key"]: parameter for parameter in wanted.get("ProvisioningParameters", [])}
    keys = [
        parameter["Key"]
        for parameter in (*Identity.of(project).parameters(), *details.get("ProvisioningParameters", []))
    ]
    kept = [{"Key": key, "UsePreviousValue": True} for key in keys if key not in given]
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
    project = _idle_project(request["ProjectName"])
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
    existing = PROJECTS.here().get(name)
    if existing and _current(existing)["ProjectStatus"] != "DeleteCompleted":
        raise ServiceError("ValidationException", f"Project {name} already exists.")


def _launch(identity: Identity, request: Request) -> Launch:
    details = request["ServiceCatalogProvisioningDetails"]
    chosen = {name: details[name] for name in ("ProductId", "ProvisioningArtifactId", "PathId") if name in details}
    if "ProvisioningArtifactId" not in chosen:
        chosen["ProvisioningArtifactId"] = _latest_artifact(details["ProductId"])
    launched = _as_caller(
        "provision_product",
        **chosen,
        ProvisionedProductName=f"{identity.name}-{identity.id}",
        ProvisioningParameters=[*identity.parameters(), *details.get("ProvisioningParameters", [])],
        ProvisionToken=uuid.uuid4().hex,
        Tags=identity.tags(request),
    )["RecordDetail"]
    return {"verb": "Create", "record": launched["RecordId"], "provisioned": launched["ProvisionedProductId"]}


def _latest_artifact(product: str) -> str:
    artifacts = _as_caller("describe_product", Id=product)["ProvisioningArtifacts"]
    return max(artifacts, key=lambda artifact: artifact["CreatedTime"])["Id"]


def _as_caller(operation: str, **arguments: Any) -> Any:
    """Service Catalog checks the caller's permissions and launch paths, not SageMaker's."""
    with loopback.acting_as(sessions.caller()):
        try:
            return getattr(loopback.client("servicecatalog"), operation)(**arguments)
        except ClientError as error:
            code, message = error.response["Error"]["Code"], error.response["Error"]["Message"]
            denied = code.startswith("AccessDenied")
            raise ServiceError("AccessDeniedException" if denied else "ValidationException", message) from error


def _project(name: str) -> Project:
    if name not in PROJECTS.here():
        raise ServiceError("ValidationException", f"Project {name} does not exist.")
    return PROJECTS.here()[name]


def _idle_project(name: str) -> Project:
    project = _project(name)
    if _current(project)["ProjectStatus"].endswith("InProgress"):
        raise ServiceError("ConflictException", f"Project {name} is being changed.")
    return project


def _current(project: Project) -> Answer:
    """The project with the status of its last launch, update or deletion."""
    record = SERVICE_CATALOG.call("DescribeRecord", {"Id": project["record"]})["RecordDetail"]
    message = "; ".join(error["Description"] for error in record["RecordErrors"]) or None
    product = {"ProvisionedProductId": project["provisioned"], "ProvisionedProductStatusMessage": message}
    status = project["verb"] + _IN_SERVICE_CATALOG[record["Status"]]
    return {**project, "ProjectStatus": status, "ServiceCatalogProvisionedProductDetails": product}
