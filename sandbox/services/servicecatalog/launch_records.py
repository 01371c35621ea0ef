"""Records of launches: opened with the request, closed when the operation on the stack has ended."""

import functools
import logging
from collections.abc import Callable

from sandbox.api import background, loopback
from sandbox.api.identifiers import new_id, now
from sandbox.api.types import Answer
from sandbox.services.servicecatalog.details import RecordDetail, RecordOutput
from sandbox.services.servicecatalog.records import Launch, LaunchRecord
from sandbox.services.servicecatalog.stack import StackFailedError
from sandbox.services.servicecatalog.tables import LAUNCH_RECORDS, LAUNCHES

StackOperation = Callable[[], list[RecordOutput]]


def begin(
    launch: Launch, record_type: str, artifact: str, credentials: loopback.Credentials, operate: StackOperation
) -> Answer:
    """Open the record of a change to a launch, and start the operation on its stack in the background."""
    detail = launch.detail
    detail["Status"], detail["StatusMessage"], detail["LastRecordId"] = "UNDER_CHANGE", None, new_id("rec")
    record = LaunchRecord(
        detail["LastRecordId"],
        _record_detail(launch, record_type, artifact),
        user_arn=launch.user_arn,
        user_arn_session=launch.user_arn_session,
    )
    LAUNCH_RECORDS.here()[record.id] = record
    answer: Answer = {"RecordDetail": dict(record.detail)}
    background.start(functools.partial(_run, launch, record, credentials, operate))
    return answer


def _record_detail(launch: Launch, record_type: str, artifact: str) -> RecordDetail:
    return {
        "RecordId": launch.detail["LastRecordId"],
        "ProvisionedProductName": launch.detail["Name"],
        "ProvisionedProductId": launch.detail["Id"],
        "ProvisionedProductType": "CFN_STACK",
        "ProductId": launch.detail["ProductId"],
        "ProvisioningArtifactId": artifact,
        "PathId": launch.path["Id"],
        "LaunchRoleArn": launch.detail["LaunchRoleArn"],
        "RecordType": record_type,
        "RecordErrors": [],
        "RecordTags": launch.tags,
        "Status": "IN_PROGRESS",
        "CreatedTime": now(),
        "UpdatedTime": now(),
    }


def _run(launch: Launch, record: LaunchRecord, credentials: loopback.Credentials, operate: StackOperation) -> None:
    failure = ""
    try:
        with loopback.acting_as(credentials):
            record.outputs = operate()
    except StackFailedError as error:
        failure = str(error)
    except Exception as error:  # without this, a bug would leave the launch in progress for ever
        logging.getLogger(__name__).exception("launch %s", launch.id)
        failure = f"{type(error).__name__}: {error}"
    close(launch, record, failure)


def close(launch: Launch, record: LaunchRecord, failure: str) -> None:
    """Close a record, and leave the provisioned product as AWS does after success or failure.

    Service Catalog API reference, "ProvisionedProductDetail", Status: TAINTED after a failed update, ERROR otherwise.
    """
    detail, artifact = launch.detail, record.detail["ProvisioningArtifactId"]
    detail["StatusMessage"] = failure or None
    if failure:
        record.detail["RecordErrors"] = [{"Code": "StackFailure", "Description": failure}]
        is_update = record.detail["RecordType"] == "UPDATE_PROVISIONED_PRODUCT"
        detail["Status"] = "TAINTED" if is_update else "ERROR"
        detail.setdefault("ProvisioningArtifactId", artifact)
    elif record.detail["RecordType"] == "TERMINATE_PROVISIONED_PRODUCT":
        LAUNCHES.here().pop(launch.id, None)
    else:
        detail["Status"], detail["ProvisioningArtifactId"] = "AVAILABLE", artifact
        detail["LastProvisioningRecordId"] = detail["LastSuccessfulProvisioningRecordId"] = record.id
    record.detail["UpdatedTime"] = now()
    record.detail["Status"] = "FAILED" if failure else "SUCCEEDED"
