"""The operations of SageMaker projects."""

from sandbox.api.errors import ServiceError, not_emulated
from sandbox.api.identifiers import arn, new_id, now
from sandbox.api.types import Answer, Request
from sandbox.services.sagemaker.projects import provisioning
from sandbox.services.sagemaker.projects.portfolio_status import require_enabled
from sandbox.services.sagemaker.projects.provisioning import Identity, with_status
from sandbox.services.sagemaker.records import listing
from sandbox.services.sagemaker.records.shapes import Project
from sandbox.services.sagemaker.records.tables import PROJECTS, tag


def CreateProject(request: Request) -> Answer:
    if "TemplateProviders" in request:
        raise not_emulated("CreateProject with TemplateProviders (CfnTemplateProvider)")
    _check_new(request)
    identity = Identity(request["ProjectName"], new_id("p", 12))
    project: Project = {
        "ProjectName": identity.name,
        "ProjectDescription": request.get("ProjectDescription"),
        "ProjectId": identity.id,
        "ProjectArn": arn("sagemaker", f"project/{identity.name}"),
        "ServiceCatalogProvisioningDetails": request["ServiceCatalogProvisioningDetails"],
        "CreationTime": now(),
        "LastModifiedTime": now(),
        "launch": provisioning.launch(identity, request),
    }
    PROJECTS.here()[identity.name] = project
    tag(project["ProjectArn"], identity.tags(request))
    return {"ProjectArn": project["ProjectArn"], "ProjectId": identity.id}


def DescribeProject(request: Request) -> Answer:
    return listing.describe("DescribeProject", with_status(_project(request["ProjectName"])))


def ListProjects(request: Request) -> Answer:
    return listing.summaries("ListProjects", request, [with_status(project) for project in PROJECTS.here().values()])


def UpdateProject(request: Request) -> Answer:
    if "TemplateProvidersToUpdate" in request:
        raise not_emulated("UpdateProject with TemplateProvidersToUpdate")
    project = _idle_project(request["ProjectName"])
    details = project["ServiceCatalogProvisioningDetails"]
    wanted = request.get("ServiceCatalogProvisioningUpdateDetails", {})
    artifact = wanted.get("ProvisioningArtifactId", details.get("ProvisioningArtifactId"))
    parameters = wanted.get("ProvisioningParameters", [])
    project["launch"] = provisioning.update(project, artifact, parameters, request.get("Tags"))
    details["ProvisioningArtifactId"] = artifact
    project["ProjectDescription"] = request.get("ProjectDescription", project["ProjectDescription"])
    project["LastModifiedTime"] = now()
    return {"ProjectArn": project["ProjectArn"]}


def DeleteProject(request: Request) -> None:
    project = _idle_project(request["ProjectName"])
    project["launch"] = provisioning.terminate(project["launch"])


def _check_new(request: Request) -> None:
    name = request["ProjectName"]
    if "ServiceCatalogProvisioningDetails" not in request:
        raise ServiceError("ValidationException", "Project needs ServiceCatalogProvisioningDetails.")
    require_enabled()
    existing = PROJECTS.here().get(name)
    if existing and with_status(existing)["ProjectStatus"] != "DeleteCompleted":
        raise ServiceError("ValidationException", f"Project {name} already exists.")


def _project(name: str) -> Project:
    if name not in PROJECTS.here():
        raise ServiceError("ValidationException", f"Project {name} does not exist.")
    return PROJECTS.here()[name]


def _idle_project(name: str) -> Project:
    project = _project(name)
    if with_status(project)["ProjectStatus"].endswith("InProgress"):
        raise ServiceError("ConflictException", f"Project {name} is being changed.")
    return project
