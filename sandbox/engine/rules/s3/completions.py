"""The end of an upload in parts: what S3 refuses, and the checksum of the whole.

Amazon S3 API Reference, CompleteMultipartUpload, and User Guide, "Conditional writes"; the words are recorded, but for a
missing and a different checksum of a part: apache/opendal#4580 and floci-io/floci#3093, which quote AWS.
"""

import re
from typing import Any

from ministack.services import s3

from sandbox.api.errors import ServiceError
from sandbox.api.protocols import HttpRequest
from sandbox.api.types import Answer, Request
from sandbox.engine.rules.s3 import checksums, object_tags, uploads
from sandbox.engine.rules.s3.buckets import in_account_of, malformed_xml, stored_object
from sandbox.engine.rules.s3.checksums import COMPOSITE, FULL_OBJECT

_SMALLEST_PART = 5 * 1024 * 1024
"""API Reference, "Multipart upload limits"; the last part may be smaller."""
_NO_PART = (
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified "
    "entity tag may not match the part's entity tag."
)
_CONFLICT = "The conditional request cannot succeed due to a conflicting operation against this resource."
_NOT_HELD = "At least one of the pre-conditions you specified did not hold"
_ORDER = "The list of parts was not in ascending order. Parts must be ordered by part number."


def check(request: Request) -> None:
    if _is_repeated(request):
        return
    upload = uploads.find(request)
    parts = request.get("MultipartUpload", {}).get("Parts") or []
    if "MultipartUpload" not in request:
        raise ServiceError("InvalidRequest", "You must specify at least one part")
    if not parts:
        raise malformed_xml()
    _check_conditions(request, upload)
    _check_type(request, upload)
    numbers = [part.get("PartNumber") for part in parts]
    if numbers != sorted(set(numbers)):
        raise ServiceError("InvalidPartOrder", _ORDER, 400, {"UploadId": request["UploadId"]})
    for part in parts:
        _check_part(request, upload, part)
    for part in parts[:-1]:
        _check_size(part, upload["parts"][part["PartNumber"]]["size"])
    _check_whole(request, upload)


def _is_repeated(request: Request) -> bool:
    """The engine answers a completion that comes again as it did the first time, as S3 does."""
    with in_account_of(request["Bucket"]):
        return request["UploadId"] in s3._completed_multipart_uploads


def _check_conditions(request: Request, upload: dict[str, Any]) -> None:
    current = stored_object(request["Bucket"], request["Key"])
    wanted, unwanted = request.get("IfMatch"), request.get("IfNoneMatch")
    if wanted and current is None:
        raise ServiceError("NoSuchKey", "The specified key does not exist.", 404, {"Key": request["Key"]})
    for condition, fails in (
        ("If-Match", wanted and current and wanted.strip('"') not in ("*", current["etag"].strip('"'))),
        ("If-None-Match", unwanted and current),
    ):
        if fails:
            raise ServiceError("PreconditionFailed", _NOT_HELD, 412, {"Condition": condition})
    if (wanted or unwanted) and uploads.is_changed(upload):
        members = {"Condition": "If-Match" if wanted else "If-None-Match", "Key": request["Key"]}
        raise ServiceError("ConditionalRequestConflict", _CONFLICT, 409, members)


def _check_type(request: Request, upload: dict[str, Any]) -> None:
    kind = upload["checksum_type"]
    if request.get("ChecksumType") not in (None, kind):
        mode = f"The upload was created using the {kind} checksum mode."
        raise ServiceError("InvalidRequest", f"{mode} The complete request must use the same checksum mode.")


def _check_part(request: Request, upload: dict[str, Any], part: dict[str, Any]) -> None:
    number, tag = part.get("PartNumber"), part.get("ETag", "").strip('"')
    stored = upload["parts"].get(number)
    members = {"ETag": tag, "PartNumber": str(number), "UploadId": request["UploadId"]}
    if stored is None or stored["etag"].strip('"') != tag:
        raise ServiceError("InvalidPart", _NO_PART, 400, members)
    algorithm, given = upload.get("checksum_algorithm"), checksums.given(part)
    for name, value in given.items():
        if name not in stored.get("checksums", {}):
            message = f"The {name.lower()} you specified for part {number} did not match what we received."
            raise ServiceError("BadDigest", message)
        if stored["checksums"][name] != value:
            raise ServiceError("InvalidPart", _NO_PART, 400, members)
    if algorithm and upload["checksum_type"] == COMPOSITE and algorithm not in given:
        created = f"The upload was created using a {algorithm.lower()} checksum."
        needed = "The complete request must include the checksum for each part."
        raise ServiceError("InvalidRequest", f"{created} {needed} It was missing for part {number} in the request.")


def _check_size(part: dict[str, Any], size: int) -> None:
    if size >= _SMALLEST_PART:
        return
    members = {
        "ETag": part["ETag"].strip('"'),
        "MinSizeAllowed": str(_SMALLEST_PART),
        "PartNumber": str(part["PartNumber"]),
        "ProposedSize": str(size),
    }
    message = "Your proposed upload is smaller than the minimum allowed size"
    raise ServiceError("EntityTooSmall", message, 400, members)


def _check_whole(request: Request, upload: dict[str, Any]) -> None:
    """Compute the checksum of an upload whose checksum is of the whole, and compare it with the request's."""
    if upload["checksum_type"] == COMPOSITE:
        return
    algorithm = upload.get("checksum_algorithm") or checksums.DEFAULT
    bodies = [upload["parts"][part["PartNumber"]]["body"] for part in request["MultipartUpload"]["Parts"]]
    value = s3._compute_s3_checksum(algorithm, b"".join(bodies))
    given = checksums.given(request)
    if given.get(algorithm) not in (None, value):
        raise ServiceError("BadDigest", f"The {algorithm} you specified did not match the calculated checksum.")
    request["whole"] = (algorithm, str(value))


def amend(_request: Request, http: HttpRequest) -> HttpRequest:
    """The engine knows composite checksums only, so it gets no others to compare."""
    known = {checksums.header(name) for name in checksums.LENGTHS}
    kept = {
        name: value for name, value in http.headers.items() if name.lower() not in known or re.search(r"-\d+$", value)
    }
    return http._replace(headers=kept)


def CompleteMultipartUpload(request: Request, answer: Answer) -> Answer:  # noqa: N802 - AWS's name
    bucket, key = request["Bucket"], request["Key"]
    uploads.note_change(bucket, key)
    object_tags.forget_replaced(request)
    record = stored_object(bucket, key) or {}
    if "whole" in request:
        _keep_whole(bucket, key, record, request["whole"])
    shown = {f"Checksum{name}": value for name, value in record.get("checksums", {}).items()}
    kind = {"ChecksumType": record.get("checksum_type") or FULL_OBJECT} if shown else {}
    return answer | uploads.encryption_members(record) | shown | kind


def _keep_whole(bucket: str, key: str, record: dict[str, Any], whole: tuple[str, str]) -> None:
    """In the object and in its version, which the engine keeps apart."""
    with in_account_of(bucket):
        latest = [each for each in s3._object_versions.get((bucket, key), [])[-1:] if each["etag"] == record["etag"]]
        for each in (record, *latest):
            each |= {"checksums": dict([whole]), "checksum_type": FULL_OBJECT}
        if s3.S3_PERSIST:
            s3._persist_object(bucket, key, record)
