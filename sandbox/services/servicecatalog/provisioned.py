"""Provisioned products and the records of what was done to them, for their account, role or user."""

from typing import Any

from ministack.core.iam_evaluator import caller_arn

from sandbox.api.store import Record
from sandbox.services.servicecatalog import visibility
from sandbox.services.servicecatalog.launch_records import settle
from sandbox.services.servicecatalog.launching import launch_of
from sandbox.services.servicecatalog.records import STORE, anywhere, not_found, own

Request = dict[str, Any]


def DescribeRecord(request: Request) -> Request:
    record = own("launch_records", request["Id"])
    return {"RecordDetail": record["detail"], "RecordOutputs": record["outputs"]}


def ListRecordHistory(request: Request) -> Request:
    wanted = request.get("SearchFilter", {"Key": "", "Value": ""})
    name = {"provisionedproduct": "ProvisionedProductId", "product": "ProductId"}.get(wanted["Key"].lower())
    records = _within(request, STORE.here("launch_records"))
    details = [record["detail"] for record in records if not name or record["detail"][name] == wanted["Value"]]
    return {"RecordDetails": sorted(details, key=lambda each: each["CreatedTime"], reverse=True)}


def DescribeProvisionedProduct(request: Request) -> Request:
    return {"ProvisionedProductDetail": launch_of(request)["detail"], "CloudWatchDashboards": []}


def SearchProvisionedProducts(request: Request) -> Request:
    queries = request.get("Filters", {}).get("SearchQuery", [])
    found = [_attributes(launch) for launch in _within(request, STORE.here("launches"))]
    matching = [each for each in found if all(_matches(each, query) for query in queries)]
    return {"ProvisionedProducts": matching, "TotalResultsCount": len(matching)}


def GetProvisionedProductOutputs(request: Request) -> Request:
    last = launch_of(request)["detail"].get("LastSuccessfulProvisioningRecordId")
    outputs = own("launch_records", last)["outputs"] if last else []
    keys = request.get("OutputKeys") or [output["OutputKey"] for output in outputs]
    for missing in set(keys) - {output["OutputKey"] for output in outputs}:
        not_found("outputs", missing)
    return {"Outputs": [output for output in outputs if output["OutputKey"] in keys]}


def close_interrupted() -> None:
    """After a restart: what was in progress when the sandbox stopped has nobody to follow it."""
    for owner, record in STORE.everywhere("launch_records"):
        launch = STORE.at(owner, "launches").get(record["detail"]["ProvisionedProductId"])
        if launch and record["detail"]["Status"] == "IN_PROGRESS":
            settle(launch, record, "The sandbox was stopped while this was in progress.")


def condition_context(_operation: str, request: Request) -> dict[str, Any]:
    """Whose a provisioned product is, for policies that let people touch only their own."""
    names = {request.get(name) for name in ("ProvisionedProductId", "ProvisionedProductName", "Id", "Name")} - {None}
    launches = [each for each in STORE.here("launches").values() if {each["id"], each["detail"]["Name"]} & names]
    context = {"servicecatalog:accountlevel": "self"}
    if any(launch["UserArn"] == visibility.caller_entity() for launch in launches):
        context["servicecatalog:rolelevel"] = "self"
    if any(launch["UserArnSession"] == caller_arn() for launch in launches):
        context["servicecatalog:userlevel"] = "self"
    return context


def _within(request: Request, records: dict[str, Record]) -> list[Record]:
    level = request.get("AccessLevelFilter", {"Key": "User"})["Key"]
    mine = {"Account": {}, "Role": {"UserArn": visibility.caller_entity()}, "User": {"UserArnSession": caller_arn()}}
    return [record for record in list(records.values()) if mine[level].items() <= record.items()]


def _attributes(launch: Record) -> Record:
    detail = {name: value for name, value in launch["detail"].items() if name != "LaunchRoleArn"}
    product = STORE.everywhere("products")
    names = [each["detail"]["ProductViewSummary"]["Name"] for _, each in product if each["id"] == detail["ProductId"]]
    artifacts = anywhere("products", detail["ProductId"])["artifacts"] if names else {}
    artifact = artifacts.get(detail.get("ProvisioningArtifactId"), {"detail": {"Name": None}})
    return detail | {
        "Tags": launch["tags"],
        "PhysicalId": launch.get("stack_id"),
        "ProductName": names[0] if names else None,
        "ProvisioningArtifactName": artifact["detail"]["Name"],
        "UserArn": launch["UserArn"],
        "UserArnSession": launch["UserArnSession"],
    }


def _matches(attributes: Record, query: str) -> bool:
    """A query is `field:value`, or a word to be found anywhere; API reference, SearchProvisionedProducts."""
    field, colon, value = query.partition(":")
    named = {name.lower(): str(each) for name, each in attributes.items()}
    if colon and field.lower() in named:
        return value.lower() in named[field.lower()].lower()
    return query.lower() in " ".join(named.values()).lower()
