"""Provisioned products and the records of their changes, for their account, role or user."""

from collections.abc import Iterable
from typing import Any, TypeVar

from ministack.core.iam_evaluator import caller_arn

from sandbox.api.types import Answer, Request
from sandbox.services.servicecatalog import visibility
from sandbox.services.servicecatalog.launch_records import close
from sandbox.services.servicecatalog.launching import launch_of
from sandbox.services.servicecatalog.records import Launch, LaunchRecord
from sandbox.services.servicecatalog.refusals import not_found
from sandbox.services.servicecatalog.tables import LAUNCH_RECORDS, LAUNCHES, PRODUCTS

_FILTER_MEMBERS = {"provisionedproduct": "ProvisionedProductId", "product": "ProductId"}
_Owned = TypeVar("_Owned", Launch, LaunchRecord)
# Service Authorization Reference, "Actions defined by AWS Service Catalog": of the emulated ones, those with keys
# for the owner of a provisioned product.
_WITH_LEVELS = frozenset(
    {
        "DescribeProvisionedProduct",
        "DescribeRecord",
        "ListRecordHistory",
        "SearchProvisionedProducts",
        "TerminateProvisionedProduct",
        "UpdateProvisionedProduct",
    }
)


def DescribeRecord(request: Request) -> Answer:
    record = LAUNCH_RECORDS.own(request["Id"])
    return {"RecordDetail": record.detail, "RecordOutputs": record.outputs}


def ListRecordHistory(request: Request) -> Answer:
    search = request.get("SearchFilter", {"Key": "", "Value": ""})
    member = _FILTER_MEMBERS.get(search["Key"].lower())
    details = [record.detail for record in _within_access_level(request, LAUNCH_RECORDS.here().values())]
    found = [detail for detail in details if not member or dict(detail)[member] == search["Value"]]
    return {"RecordDetails": sorted(found, key=lambda detail: detail["CreatedTime"], reverse=True)}


def DescribeProvisionedProduct(request: Request) -> Answer:
    return {"ProvisionedProductDetail": launch_of(request).detail, "CloudWatchDashboards": []}


def SearchProvisionedProducts(request: Request) -> Answer:
    queries = request.get("Filters", {}).get("SearchQuery", [])
    attributes = [_attributes(launch) for launch in _within_access_level(request, LAUNCHES.here().values())]
    matching = [product for product in attributes if all(_matches(product, query) for query in queries)]
    return {"ProvisionedProducts": matching, "TotalResultsCount": len(matching)}


def GetProvisionedProductOutputs(request: Request) -> Answer:
    last = launch_of(request).detail.get("LastSuccessfulProvisioningRecordId")
    outputs = LAUNCH_RECORDS.own(last).outputs if last else []
    keys = request.get("OutputKeys") or [output["OutputKey"] for output in outputs]
    for missing in set(keys) - {output["OutputKey"] for output in outputs}:
        not_found("Output", missing)
    return {"Outputs": [output for output in outputs if output["OutputKey"] in keys]}


def close_interrupted() -> None:
    """After a restart, fail the records that were in progress: the threads that followed their stacks are gone."""
    for owner, record in LAUNCH_RECORDS.everywhere():
        launch = LAUNCHES.at(owner).get(record.detail["ProvisionedProductId"])
        if launch and record.detail["Status"] == "IN_PROGRESS":
            close(launch, record, "The sandbox was stopped while this was in progress.")


def condition_context(operation: str, request: Request) -> dict[str, str]:
    """Service Catalog administrator guide, "IAM permissions": condition keys for the owner of a provisioned product."""
    if operation not in _WITH_LEVELS:
        return {}
    names = {request.get(name) for name in ("ProvisionedProductId", "ProvisionedProductName", "Id", "Name")} - {None}
    named: list[Launch | LaunchRecord] = [record for key, record in LAUNCH_RECORDS.here().items() if key in names]
    named += [launch for launch in LAUNCHES.here().values() if {launch.id, launch.detail["Name"]} & names]
    context = {"servicecatalog:accountlevel": "self"}
    if any(one.user_arn == visibility.caller_entity() for one in named):
        context["servicecatalog:rolelevel"] = "self"
    if any(one.user_arn_session == caller_arn() for one in named):
        context["servicecatalog:userlevel"] = "self"
    return context


def _within_access_level(request: Request, records: Iterable[_Owned]) -> list[_Owned]:
    """Service Catalog API reference, "AccessLevelFilter": those of the account, of the role or of the user."""
    level = request.get("AccessLevelFilter", {"Key": "User"})["Key"]
    if level == "Role":
        return [record for record in list(records) if record.user_arn == visibility.caller_entity()]
    if level == "User":
        return [record for record in list(records) if record.user_arn_session == caller_arn()]
    return list(records)


def _attributes(launch: Launch) -> dict[str, Any]:
    detail = {name: value for name, value in launch.detail.items() if name != "LaunchRoleArn"}
    product = next((product for _, product in PRODUCTS.everywhere() if product.id == launch.detail["ProductId"]), None)
    artifact = product.artifacts.get(launch.detail.get("ProvisioningArtifactId", "")) if product else None
    return detail | {
        "Tags": launch.tags,
        "PhysicalId": launch.stack_id,
        "ProductName": product.detail["ProductViewSummary"]["Name"] if product else None,
        "ProvisioningArtifactName": artifact.detail["Name"] if artifact else None,
        "UserArn": launch.user_arn,
        "UserArnSession": launch.user_arn_session,
    }


def _matches(attributes: dict[str, Any], query: str) -> bool:
    """A query is `field:value`, or a word in any field; API reference, SearchProvisionedProducts."""
    field, colon, value = query.partition(":")
    named = {name.lower(): str(attribute) for name, attribute in attributes.items()}
    if colon and field.lower() in named:
        return value.lower() in named[field.lower()].lower()
    return query.lower() in " ".join(named.values()).lower()
