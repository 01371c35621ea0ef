"""The end of an upload in parts: what S3 refuses, and the checksum of the whole.

Amazon S3 API Reference, CompleteMultipartUpload, and User Guide, "Conditional writes"; the words are recorded, those
about a missing and a different checksum of a part in apache/opendal#4580 and floci-io/floci#3093.
"""

import re
from typing import Any

from ministack.services import s3

from sandbox.api.errors import ServiceError
from sandbox.api.protocols import HttpRequest
from sandbox.api.types import Answer, Request
from sandbox.engine.rules.s3 import checksums, conditions, object_tags, uploads
from sandbox.engine.rules.s3.buckets import change_stored, in_account_of, malformed_xml, stored_object
from sandbox.engine.rules.s3.checksums import COMPOSITE, FULL_OBJECT

_SMALLEST_PART = 5 * 1024 * 1024
"""API Reference, "Multipart upload limits"; the last part may be smaller."""
_NO_PART = (
    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified "
    "entity tag may not match the part's entity tag."
)
_CONFLICT = "The conditional request cannot succeed due to a conflicting operation against this resource."
_CONDITIONS = {"IfMatch": "If-Match", "IfNoneMatch": "If-None-Match"}
_ORDER = "The list of parts was not in ascending order. Parts must be ordered by part number."


def check(request: Request) -> None:
    if _is_repeated(request):
        return
    upload, parts = uploads.find(request), _given_parts(request)
    _check_conditions(request, upload)
    _check_type(request, upload)
    for part in parts:
        _check_part(request, upload, part)
    for part in parts[:-1]:
        _check_size(part, upload["parts"][part["PartNumber"]]["size"])
    _check_whole(request, upload)


def _given_parts(request: Request) -> list[dict[str, Any]]:
    if "MultipartUpload" not in request:
        raise ServiceError("InvalidRequest", "You must specify at least one part")
    parts = request["MultipartUpload"].get("Parts") or []
    if not parts:
        raise malformed_xml()
    numbers = [part.get("PartNumber", 0) for part in parts]
    if numbers != sorted(set(numbers)):
        raise ServiceError("InvalidPartOrder", _ORDER, 400, {"UploadId": request["UploadId"]})
    return parts


def _is_repeated(request: Request) -> bool:
    """The engine answers a completion that comes again as it did the first time, as S3 does."""
    with in_account_of(request["Bucket"]):
        return request["UploadId"] in s3._completed_multipart_uploads


def _check_conditions(request: Request, upload: dict[str, Any]) -> None:
    conditions.check(request)
    condition = next((header for name, header in _CONDITIONS.items() if request.get(name)), None)
    if condition and uploads.is_changed(upload):
        members = {"Condition": condition, "Key": request["Key"]}
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
    """Compute a checksum that is one of the whole, and compare it with the request's; leave what is found out."""
    algorithm = upload.get("checksum_algorithm")
    stored = {part["PartNumber"]: upload["parts"][part["PartNumber"]] for part in request["MultipartUpload"]["Parts"]}
    request["parts"] = {
        number: {algorithm: part["checksums"][algorithm]} if algorithm else {} for number, part in stored.items()
    }
    if upload["checksum_type"] == COMPOSITE:
        return
    algorithm = algorithm or checksums.DEFAULT
    value = s3._compute_s3_checksum(algorithm, b"".join(part["body"] for part in stored.values()))
    if checksums.given(request).get(algorithm) not in (None, value):
        raise ServiceError("BadDigest", f"The {algorithm} you specified did not match the calculated checksum.")
    request["whole"] = {algorithm: value}


def amend(_request: Request, http: HttpRequest) -> HttpRequest:
    """The engine knows composite checksums only, so it gets no others to compare."""
    known = {checksums.header(name) for name in checksums.LENGTHS}
    kept = {
        name: value for name, value in http.headers.items() if name.lower() not in known or re.search(r"-\d+$", value)
    }
    return http._replace(headers=kept)


def CompleteMultipartUpload(request: Request, answer: Answer) -> Answer:
    bucket, key = request["Bucket"], request["Key"]
    uploads.note_change(bucket, key)
    object_tags.forget_replaced(request)
    record = stored_object(bucket, key) or {}
    if "parts" in request:
        change_stored(bucket, key, _found_out(request, record))
        record = stored_object(bucket, key) or {}
    shown = {f"Checksum{name}": value for name, value in record.get("checksums", {}).items()}
    kind = {"ChecksumType": record.get("checksum_type") or FULL_OBJECT} if shown else {}
    return answer | uploads.encryption_members(record) | shown | kind


def _found_out(request: Request, record: dict[str, Any]) -> dict[str, Any]:
    """The checksums of the parts, and that of the whole unless it is one of the parts."""
    parts = [part | {"checksums": request["parts"][part["PartNumber"]]} for part in record["parts"]]
    whole = {"checksums": request["whole"], "checksum_type": FULL_OBJECT} if "whole" in request else {}
    return {"parts": parts} | whole
