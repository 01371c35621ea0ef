"""A project's provisioned product: launched, updated and terminated in Service Catalog as the caller."""

import uuid
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from sandbox.api import loopback
from sandbox.api.errors import ServiceError
from sandbox.api.types import Answer, Record, Request
from sandbox.iam import sessions
from sandbox.services.sagemaker.records.shapes import Launch, Project
from sandbox.services.servicecatalog import SERVICE_CATALOG

_STATUSES = {"IN_PROGRESS": "InProgress", "SUCCEEDED": "Completed", "FAILED": "Failed"}


class Identity(NamedTuple):
    """Two parameters and two tags, which SageMaker fills in at launch."""

    name: str
    id: str

    def parameters(self) -> list[Record]:
        return _pairs({"SageMakerProjectName": self.name, "SageMakerProjectId": self.id})

    def tags(self, request: Request) -> list[Record]:
        own = {"sagemaker:project-name": self.name, "sagemaker:project-id": self.id}
        return [*_pairs(own), *request.get("Tags", [])]


def launch(identity: Identity, request: Request) -> Launch:
    details = request["ServiceCatalogProvisioningDetails"]
    chosen = {name: details[name] for name in ("ProductId", "ProvisioningArtifactId", "PathId") if name in details}
    if "ProvisioningArtifactId" not in chosen:
        chosen["ProvisioningArtifactId"] = _latest_artifact(details["ProductId"])
    launched = _call_as_caller(
        "provision_product",
        **chosen,
        ProvisionedProductName=f"{identity.name}-{identity.id}",
        ProvisioningParameters=[*identity.parameters(), *details.get("ProvisioningParameters", [])],
        ProvisionToken=uuid.uuid4().hex,
        Tags=identity.tags(request),
    )["RecordDetail"]
    return {"verb": "Create", "record": launched["RecordId"], "provisioned": launched["ProvisionedProductId"]}


def update(project: Project, artifact: str | None, parameters: list[Record], tags: list[Record] | None) -> Launch:
    """Parameters that are not given keep their values."""
    known = project["ServiceCatalogProvisioningDetails"].get("ProvisioningParameters", [])
    identity = Identity(project["ProjectName"], project["ProjectId"])
    keys = [parameter["Key"] for parameter in (*identity.parameters(), *known)]
    given = {parameter["Key"]: parameter for parameter in parameters}
    kept = [{"Key": key, "UsePreviousValue": True} for key in keys if key not in given]
    updated = _call_as_caller(
        "update_provisioned_product",
        ProvisionedProductId=project["launch"]["provisioned"],
        ProvisioningArtifactId=artifact,
        ProvisioningParameters=[*kept, *given.values()],
        UpdateToken=uuid.uuid4().hex,
        **({} if tags is None else {"Tags": tags}),
    )["RecordDetail"]
    return {"verb": "Update", "record": updated["RecordId"], "provisioned": project["launch"]["provisioned"]}


def terminate(launched: Launch) -> Launch:
    product = launched["provisioned"]
    terminated = _call_as_caller(
        "terminate_provisioned_product", ProvisionedProductId=product, TerminateToken=uuid.uuid4().hex
    )["RecordDetail"]
    return {"verb": "Delete", "record": terminated["RecordId"], "provisioned": product}


def with_status(project: Project) -> Answer:
    """The project with the status of its last launch, update or termination."""
    launched = project["launch"]
    record = SERVICE_CATALOG.call("DescribeRecord", {"Id": launched["record"]})["RecordDetail"]
    message = "; ".join(error["Description"] for error in record["RecordErrors"]) or None
    product = {"ProvisionedProductId": launched["provisioned"], "ProvisionedProductStatusMessage": message}
    status = launched["verb"] + _STATUSES[record["Status"]]
    return {**project, "ProjectStatus": status, "ServiceCatalogProvisionedProductDetails": product}


def _latest_artifact(product: str) -> str:
    artifacts = _call_as_caller("describe_product", Id=product)["ProvisioningArtifacts"]
    return max(artifacts, key=lambda artifact: artifact["CreatedTime"])["Id"]


def _pairs(values: dict[str, str]) -> list[Record]:
    return [{"Key": key, "Value": value} for key, value in values.items()]


def _call_as_caller(operation: str, **arguments: Any) -> Any:
    """Service Catalog checks the caller's permissions and launch paths, not SageMaker's."""
    with loopback.acting_as(sessions.caller()):
        try:
            return getattr(loopback.client("servicecatalog"), operation)(**arguments)
        except ClientError as error:
            code, message = error.response["Error"]["Code"], error.response["Error"]["Message"]
            denied = code.startswith("AccessDenied")
            raise ServiceError("AccessDeniedException" if denied else "ValidationException", message) from error
