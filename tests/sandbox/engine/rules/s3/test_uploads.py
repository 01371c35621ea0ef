"""Uploads in parts: their checksums, their conditions, and what completes them."""

from collections.abc import Callable
from typing import Any

import pytest

ErrorOf = Callable[..., dict[str, Any]]
FIVE_MEBIBYTES = b"5" * 5 * 1024 * 1024


def _begin(storage: Any, bucket: str, **parameters: Any) -> dict[str, str]:
    started = storage.create_multipart_upload(Bucket=bucket, Key="a", **parameters)
    return {"Bucket": bucket, "Key": "a", "UploadId": started["UploadId"]}


def _parts(storage: Any, upload: dict[str, str], *bodies: bytes, **parameters: Any) -> list[dict[str, Any]]:
    answers = [
        storage.upload_part(**upload, PartNumber=number, Body=body, **parameters)
        for number, body in enumerate(bodies, 1)
    ]
    kept = [{name: value for name, value in each.items() if name.startswith(("ETag", "Checksum"))} for each in answers]
    return [part | {"PartNumber": number} for number, part in enumerate(kept, 1)]


def test_an_upload_without_an_algorithm_ends_with_the_checksum_of_the_whole(storage: Any, bucket: str) -> None:
    upload = _begin(storage, bucket)
    part = _parts(storage, upload, b"123456789")[0]
    assert "ChecksumCRC32" not in storage.list_parts(**upload)["Parts"][0]
    answer = storage.complete_multipart_upload(**upload, MultipartUpload={"Parts": [part]})
    assert (answer["ChecksumCRC64NVME"], answer["ChecksumType"]) == ("rosUhgp5mIg=", "FULL_OBJECT")
    assert answer["ServerSideEncryption"] == "AES256"
    head = storage.head_object(Bucket=bucket, Key="a", ChecksumMode="ENABLED")
    assert (head["ChecksumCRC64NVME"], head["ContentType"]) == ("rosUhgp5mIg=", "binary/octet-stream")


def test_a_composite_checksum_is_that_of_the_parts(storage: Any, bucket: str, error_of: ErrorOf) -> None:
    upload = _begin(storage, bucket, ChecksumAlgorithm="SHA256")
    parts = _parts(storage, upload, FIVE_MEBIBYTES, b"end", ChecksumAlgorithm="SHA256")
    bare = [{name: part[name] for name in ("ETag", "PartNumber")} for part in parts]
    error = error_of(storage.complete_multipart_upload, **upload, MultipartUpload={"Parts": bare})
    assert (error["Code"], "It was missing for part 1" in error["Message"]) == ("InvalidRequest", True)
    answer = storage.complete_multipart_upload(**upload, MultipartUpload={"Parts": parts})
    assert answer["ChecksumType"] == "COMPOSITE"
    assert answer["ChecksumSHA256"].endswith("-2")
    attributes = storage.get_object_attributes(Bucket=bucket, Key="a", ObjectAttributes=["ObjectParts"])["ObjectParts"]
    assert attributes["TotalPartsCount"] == 2
    assert [part["ChecksumSHA256"] for part in attributes["Parts"]] == [part["ChecksumSHA256"] for part in parts]


def test_a_full_checksum_is_compared_with_the_content(storage: Any, bucket: str, error_of: ErrorOf) -> None:
    upload = _begin(storage, bucket, ChecksumAlgorithm="CRC32", ChecksumType="FULL_OBJECT")
    parts = {"Parts": _parts(storage, upload, b"123456789")}
    error = error_of(storage.complete_multipart_upload, **upload, MultipartUpload=parts, ChecksumCRC32="AAAAAA==")
    assert error["Code"] == "BadDigest"
    answer = storage.complete_multipart_upload(**upload, MultipartUpload=parts, ChecksumCRC32="y/Q5Jg==")
    assert (answer["ChecksumCRC32"], answer["ChecksumType"]) == ("y/Q5Jg==", "FULL_OBJECT")


@pytest.mark.parametrize(
    "parameters",
    [
        {"ChecksumAlgorithm": "MD4"},
        {"ChecksumType": "COMPOSITE"},
        {"ChecksumAlgorithm": "SHA256", "ChecksumType": "FULL_OBJECT"},
        {"ChecksumAlgorithm": "CRC64NVME", "ChecksumType": "COMPOSITE"},
    ],
)
def test_a_checksum_that_an_upload_cannot_have_is_refused(
    storage: Any, bucket: str, error_of: ErrorOf, parameters: dict[str, str]
) -> None:
    assert error_of(storage.create_multipart_upload, Bucket=bucket, Key="a", **parameters)["Code"] == "InvalidRequest"


def test_a_part_has_the_checksum_of_its_upload(storage: Any, bucket: str, error_of: ErrorOf) -> None:
    upload = _begin(storage, bucket, ChecksumAlgorithm="SHA1")
    error = error_of(storage.upload_part, **upload, PartNumber=1, Body=b"x", ChecksumAlgorithm="SHA256")
    assert error["Message"].endswith("expected checksum Type: sha1, actual checksum Type: sha256")


def test_parts_are_named_in_order_and_as_they_were_uploaded(storage: Any, bucket: str, error_of: ErrorOf) -> None:
    upload = _begin(storage, bucket)
    first, second = _parts(storage, upload, b"small", b"end")
    complete = storage.complete_multipart_upload
    error = error_of(complete, **upload, MultipartUpload={"Parts": [second, first]})
    assert error["Code"] == "InvalidPartOrder"
    error = error_of(complete, **upload, MultipartUpload={"Parts": [first | {"ETag": second["ETag"]}]})
    assert (error["Code"], error["PartNumber"], error["UploadId"]) == ("InvalidPart", "1", upload["UploadId"])
    error = error_of(complete, **upload, MultipartUpload={"Parts": [first, second]})
    assert (error["Code"], error["ProposedSize"], error["MinSizeAllowed"]) == ("EntityTooSmall", "5", "5242880")
    assert error_of(complete, **upload)["Message"] == "You must specify at least one part"


def test_an_upload_that_began_before_a_change_conflicts(storage: Any, bucket: str, error_of: ErrorOf) -> None:
    upload = _begin(storage, bucket)
    parts = {"Parts": _parts(storage, upload, b"1")}
    tag = storage.put_object(Bucket=bucket, Key="a")["ETag"]
    complete = storage.complete_multipart_upload
    error = error_of(complete, **upload, MultipartUpload=parts, IfNoneMatch="*")
    assert (error["Code"], error["status"]) == ("PreconditionFailed", 412)
    error = error_of(complete, **upload, MultipartUpload=parts, IfMatch=tag)
    assert (error["Code"], error["Condition"], error["status"]) == ("ConditionalRequestConflict", "If-Match", 409)
    assert complete(**upload, MultipartUpload=parts)["Key"] == "a"


def test_an_upload_that_is_over_does_not_exist(storage: Any, bucket: str, error_of: ErrorOf) -> None:
    upload = _begin(storage, bucket)
    listed = storage.list_multipart_uploads(Bucket=bucket)
    assert (listed["NextKeyMarker"], listed["NextUploadIdMarker"]) == ("a", upload["UploadId"])
    storage.abort_multipart_upload(**upload)
    for call in (storage.list_parts, storage.abort_multipart_upload):
        error = error_of(call, **upload)
        assert (error["Code"], error["UploadId"], error["status"]) == ("NoSuchUpload", upload["UploadId"], 404)


def test_uploads_are_listed_by_key_and_age_below_a_delimiter_as_one(storage: Any, bucket: str) -> None:
    keys = ["c d", "b", "a/1", "b", "a/2"]
    begun = [(key, storage.create_multipart_upload(Bucket=bucket, Key=key)["UploadId"]) for key in keys]
    pages = storage.get_paginator("list_multipart_uploads").paginate(Bucket=bucket, PaginationConfig={"PageSize": 2})
    found = [(upload["Key"], upload["UploadId"]) for page in pages for upload in page["Uploads"]]
    assert found == sorted(begun, key=lambda pair: pair[0])
    listed = storage.list_multipart_uploads(Bucket=bucket, Delimiter="/", KeyMarker="a")
    assert listed["CommonPrefixes"] == [{"Prefix": "a/"}]
    assert [upload["Key"] for upload in listed["Uploads"]] == ["b", "b", "c d"]
    behind = storage.list_multipart_uploads(Bucket=bucket, KeyMarker="b", EncodingType="url")
    assert [upload["Key"] for upload in behind["Uploads"]] == ["c%20d"]


@pytest.mark.parametrize("number", [0, 10_001])
def test_a_part_has_a_number_that_s3_counts(storage: Any, bucket: str, error_of: ErrorOf, number: int) -> None:
    error = error_of(storage.upload_part, **_begin(storage, bucket), PartNumber=number, Body=b"")
    assert (error["Code"], error["ArgumentName"], error["ArgumentValue"]) == (
        "InvalidArgument",
        "partNumber",
        str(number),
    )
