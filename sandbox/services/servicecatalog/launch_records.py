"""Records of launches: opened with the request, closed when the stack has come to its end."""

import functools
import logging
from collections.abc import Callable
from typing import Any

from sandbox.api import background, loopback
from sandbox.api.identifiers import new_id, now
from sandbox.api.store import Record
from sandbox.services.servicecatalog.records import STORE, invalid
from sandbox.services.servicecatalog.stack import StackFailedError

Submit = Callable[[], list[Record]]


def begin(
    launch: Record, change: tuple[str, Record | None], credentials: loopback.Credentials, submit: Submit
) -> dict[str, Any]:
    """Open the record of a change to a launch and carry the change out behind the answer."""
    kind, artifact = change
    if artifact and not artifact["detail"]["Active"]:
        raise invalid(f"Provisioning artifact {artifact['detail']['Id']} is not active.")
    detail = launch["detail"]
    detail |= {"Status": "UNDER_CHANGE", "StatusMessage": None, "LastRecordId": new_id("rec")}
    record = _new_record(launch, kind, artifact["detail"]["Id"] if artifact else detail["ProvisioningArtifactId"])
    who = {name: launch[name] for name in ("UserArn", "UserArnSession")}
    STORE.here("launch_records")[record["RecordId"]] = {
        "id": record["RecordId"],
        "detail": record,
        "outputs": [],
        **who,
    }
    background.start(functools.partial(_carry_out, launch, record["RecordId"], credentials, submit))
    return {"RecordDetail": dict(record)}


def _new_record(launch: Record, kind: str, artifact: str) -> Record:
    detail = launch["detail"]
    return {
        "RecordId": detail["LastRecordId"],
        "ProvisionedProductName": detail["Name"],
        "ProvisionedProductId": detail["Id"],
        "ProvisionedProductType": "CFN_STACK",
        "ProductId": detail["ProductId"],
        "ProvisioningArtifactId": artifact,
        "PathId": launch["path"]["Id"],
        "LaunchRoleArn": detail["LaunchRoleArn"],
        "RecordType": kind,
        "RecordErrors": [],
        "RecordTags": launch["tags"],
        "Status": "IN_PROGRESS",
        "CreatedTime": now(),
        "UpdatedTime": now(),
    }


def _carry_out(launch: Record, record: str, credentials: loopback.Credentials, submit: Submit) -> None:
    kept = STORE.here("launch_records")[record]
    failure = ""
    try:
        with loopback.acting_as(credentials):
            kept["outputs"] = submit()
    except StackFailedError as error:
        failure = str(error)
    except Exception as error:  # a launch that nobody follows any more must not stay in progress for ever
        logging.getLogger(__name__).exception("launch %s", launch["id"])
        failure = f"{type(error).__name__}: {error}"
    settle(launch, kept, failure)


def settle(launch: Record, kept: Record, failure: str) -> None:
    """Close a record, and leave the provisioned product as AWS does after success or failure."""
    record, detail = kept["detail"], launch["detail"]
    kind = record["RecordType"]
    detail["StatusMessage"] = failure or None
    if failure:
        record["RecordErrors"] = [{"Code": "StackFailure", "Description": failure}]
        detail["Status"] = "TAINTED" if kind == "UPDATE_PROVISIONED_PRODUCT" else "ERROR"
        detail.setdefault("ProvisioningArtifactId", record["ProvisioningArtifactId"])
    elif kind == "TERMINATE_PROVISIONED_PRODUCT":
        STORE.here("launches").pop(launch["id"], None)
    else:
        detail |= {"Status": "AVAILABLE", "ProvisioningArtifactId": record["ProvisioningArtifactId"]}
        detail |= dict.fromkeys(("LastProvisioningRecordId", "LastSuccessfulProvisioningRecordId"), record["RecordId"])
    record["UpdatedTime"] = now()
    record["Status"] = "FAILED" if failure else "SUCCEEDED"
