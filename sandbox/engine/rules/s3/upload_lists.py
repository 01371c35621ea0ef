"""Lists of uploads and of their parts: Amazon S3 API Reference, ListMultipartUploads and ListParts."""

import datetime
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from ministack.services import s3

from sandbox.api.types import Answer, Request
from sandbox.engine.rules.s3.buckets import in_account_of, require
from sandbox.engine.rules.s3.uploads import ALGORITHM, TYPE, find

_MOST = 1000
_ECHOED = ("Prefix", "Delimiter", "EncodingType")


def ListParts(request: Request, answer: Answer) -> Answer:
    """Parts show the upload's checksum only; the marker of the next page is that of the last part, 0 without parts."""
    upload = find(request)
    parts = [_listed(part, upload.get(ALGORITHM)) for part in answer.get("Parts", [])]
    shown = {"NextPartNumberMarker": parts[-1]["PartNumber"] if parts else 0} | ({"Parts": parts} if parts else {})
    people = {"Initiator": upload["initiator"], "Owner": _owner(request["Bucket"])}
    return {name: value for name, value in answer.items() if name != "Parts"} | people | shown | _checksum(upload)


def _listed(part: dict[str, Any], algorithm: str | None) -> dict[str, Any]:
    shown = f"Checksum{algorithm}"
    return {name: value for name, value in part.items() if not name.startswith("Checksum") or name == shown}


def _checksum(upload: dict[str, Any]) -> Answer:
    algorithm = upload.get(ALGORITHM)
    return {"ChecksumAlgorithm": algorithm, "ChecksumType": upload[TYPE]} if algorithm else {}


def _owner(bucket: str) -> dict[str, str]:
    with in_account_of(bucket):
        return {"ID": s3._canonical_owner_id()}


def ListMultipartUploads(request: Request) -> Answer:
    """By key, uploads of the same key by their age; keys below a delimiter as one prefix."""
    require(request["Bucket"])
    most = min(request.get("MaxUploads", _MOST), _MOST)
    found = list(_after(request, _of(request)))
    page = found[:most]
    last = page[-1] if page else ("", "")
    listed = [_shown(request, key, identifier) for key, identifier in page if identifier]
    prefixes = [{"Prefix": _encoded(request, key)} for key, identifier in page if not identifier]
    lists = {"Uploads": listed, "CommonPrefixes": prefixes}
    return {
        "Bucket": request["Bucket"],
        "MaxUploads": most,
        "IsTruncated": len(found) > most,
        "KeyMarker": _encoded(request, request.get("KeyMarker", "")),
        "UploadIdMarker": request.get("UploadIdMarker", ""),
        "NextKeyMarker": _encoded(request, last[0]),
        "NextUploadIdMarker": last[1],
        **{name: request[name] for name in _ECHOED if request.get(name)},
        **{name: entries for name, entries in lists.items() if entries},
    }


def _of(request: Request) -> list[tuple[str, str]]:
    """Keys with ids of uploads, and common prefixes with an empty id."""
    bucket, prefix, delimiter = request["Bucket"], request.get("Prefix", ""), request.get("Delimiter")
    with in_account_of(bucket):
        uploads = [(each["key"], name) for name, each in s3._multipart_uploads.items() if each["bucket"] == bucket]
    rows: dict[tuple[str, str], None] = {}
    for key, identifier in sorted(uploads, key=lambda row: row[0]):
        if key.startswith(prefix):
            head, found, _ = key[len(prefix) :].partition(delimiter) if delimiter else ("", "", "")
            rows[(prefix + head + found, "") if found else (key, identifier)] = None
    return list(rows)


def _after(request: Request, rows: list[tuple[str, str]]) -> Iterable[tuple[str, str]]:
    """API Reference: without an upload id, the marker's own key is not listed again."""
    key, identifier = request.get("KeyMarker", ""), request.get("UploadIdMarker", "")
    if key and (key, identifier) in rows:
        return rows[rows.index((key, identifier)) + 1 :]
    return [row for row in rows if row[0] > key]


def _shown(request: Request, key: str, identifier: str) -> dict[str, Any]:
    with in_account_of(request["Bucket"]):
        upload = s3._multipart_uploads[identifier]
    return {
        "Key": _encoded(request, key),
        "UploadId": identifier,
        "Initiated": datetime.datetime.fromisoformat(upload["created"]),
        "Initiator": upload["initiator"],
        "Owner": _owner(request["Bucket"]),
        "StorageClass": "STANDARD",
    } | _checksum(upload)


def _encoded(request: Request, key: str) -> str:
    return quote(key, safe="/") if request.get("EncodingType") == "url" else key
