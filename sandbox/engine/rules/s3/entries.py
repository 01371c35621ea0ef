"""The entries of long lists, changed in the engine's XML: as members they would cost a millisecond each.

Amazon S3 API Reference, Object and ObjectVersion; that owners have no names and how versions are encoded is recorded.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, unquote
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

from ministack.services import s3

from sandbox.api.types import HttpAnswer, Request
from sandbox.engine.rules.s3.buckets import in_account_of
from sandbox.engine.rules.s3.checksums import FULL_OBJECT

_NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/"
_TEXTS = ("Prefix", "Delimiter", "KeyMarker", "NextKeyMarker")
Records = Callable[[Element], dict[str, Any] | None]


def objects(request: Request, answer: HttpAnswer) -> HttpAnswer:
    """ListObjects and ListObjectsV2."""
    root = _read(answer)
    is_encoded = request.get("EncodingType") == "url"
    with in_account_of(request["Bucket"]):
        stored = s3._buckets[request["Bucket"]]["objects"]
    for entry in root.findall(_name("Contents")):
        key = _text(entry, "Key")
        _complete(entry, stored.get(unquote(key) if is_encoded else key))
    return _written(answer, root)


def versions(request: Request, answer: HttpAnswer) -> HttpAnswer:
    """ListObjectVersions; the engine encodes no keys."""
    root = _read(answer)
    records = _records_of_versions(request["Bucket"])
    for name in ("Version", "DeleteMarker"):
        for entry in root.findall(_name(name)):
            _complete(entry, records(entry) if name == "Version" else None)
    if request.get("EncodingType") == "url":
        _encode(root)
    return _written(answer, root)


def _records_of_versions(bucket: str) -> Records:
    with in_account_of(bucket):
        stored = s3._buckets[bucket]["objects"]
        history = {key: found for (name, key), found in s3._object_versions.items() if name == bucket}

    def record(entry: Element) -> dict[str, Any] | None:
        key, version = _text(entry, "Key"), _text(entry, "VersionId")
        found = (each for each in history.get(key, []) if each["version_id"] == version)
        return next(found, stored.get(key))

    return record


def _complete(entry: Element, record: dict[str, Any] | None) -> None:
    """With the algorithm and the type of the checksum, without the name of the owner."""
    owner = entry.find(_name("Owner"))
    name = owner.find(_name("DisplayName")) if owner is not None else None
    if owner is not None and name is not None:
        owner.remove(name)
    algorithms = list((record or {}).get("checksums", {}))
    for algorithm in algorithms:
        SubElement(entry, _name("ChecksumAlgorithm")).text = algorithm
    if record and algorithms:
        SubElement(entry, _name("ChecksumType")).text = record.get("checksum_type") or FULL_OBJECT


def _encode(root: Element) -> None:
    SubElement(root, _name("EncodingType")).text = "url"
    encoded = [root.find(_name(text)) for text in _TEXTS]
    for path in ("Version/Key", "DeleteMarker/Key", "CommonPrefixes/Prefix"):
        encoded += root.findall("/".join(map(_name, path.split("/"))))
    for element in encoded:
        if element is not None and element.text:
            element.text = quote(element.text, safe="/")


def _read(answer: HttpAnswer) -> Element:
    return fromstring(answer[2])  # noqa: S314 - the engine's own answer


def _written(answer: HttpAnswer, root: Element) -> HttpAnswer:
    return answer[0], answer[1], tostring(root, "utf-8", xml_declaration=True, default_namespace=_NAMESPACE)


def _name(tag: str) -> str:
    return f"{{{_NAMESPACE}}}{tag}"


def _text(entry: Element, tag: str) -> str:
    return entry.findtext(_name(tag)) or ""
