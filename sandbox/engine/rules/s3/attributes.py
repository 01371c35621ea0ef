"""What S3 says of an object without its content: Amazon S3 API Reference, GetObjectAttributes."""

from typing import Any

from sandbox.api.types import Answer, Request
from sandbox.engine.rules.s3.buckets import invalid_argument, stored_object, versions
from sandbox.engine.rules.s3.checksums import FULL_OBJECT

_NAMES = {"Checksum", "ETag", "ObjectParts", "ObjectSize", "StorageClass"}


def check(request: Request) -> None:
    unknown = set(request.get("ObjectAttributes", [])) - _NAMES
    if unknown:
        raise invalid_argument("x-amz-object-attributes", ",".join(unknown), "Invalid attribute name specified.")


def GetObjectAttributes(request: Request, answer: Answer) -> Answer:
    record, wanted = _record(request), request["ObjectAttributes"]
    added: Answer = {"StorageClass": "STANDARD"} if "StorageClass" in wanted else {}
    if "Checksum" in wanted:
        # The number of parts after a composite checksum is not shown here: recorded.
        values = {f"Checksum{name}": value.partition("-")[0] for name, value in record.get("checksums", {}).items()}
        added["Checksum"] = values | {"ChecksumType": record.get("checksum_type") or FULL_OBJECT}
    kept = {name: value for name, value in answer.items() if name not in ("Checksum", "ObjectParts")}
    parts = answer.get("ObjectParts")
    return kept | added | ({"ObjectParts": _parts(parts, record["parts"])} if parts and record.get("parts") else {})


def _record(request: Request) -> dict[str, Any]:
    history = versions(request["Bucket"], request["Key"])
    found = next((each for each in history if each["version_id"] == request.get("VersionId")), None)
    return found or stored_object(request["Bucket"], request["Key"]) or {}


def _parts(answer: Answer, records: list[dict[str, Any]]) -> Answer:
    """Parts are listed where they have checksums: API Reference, ObjectParts."""
    checksums = {record["PartNumber"]: record.get("checksums", {}) for record in records}
    listed = [
        part | {f"Checksum{name}": value for name, value in checksums[part["PartNumber"]].items()}
        for part in answer.get("Parts", [])
    ]
    kept = {name: value for name, value in answer.items() if name != "Parts"}
    return kept | ({"Parts": listed} if any(checksums.values()) else {})
