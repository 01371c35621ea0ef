"""Copies: what changes, what stays, and what is refused."""

from collections.abc import Callable
from typing import Any

ErrorOf = Callable[..., dict[str, Any]]


def test_a_copy_keeps_type_metadata_tags_and_checksum(storage: Any, bucket: str) -> None:
    described = {"ContentType": "text/csv", "Metadata": {"a": "1"}, "Tagging": "team=weather"}
    written = storage.put_object(Bucket=bucket, Key="from", Body=b"x", **described)
    answer = storage.copy_object(Bucket=bucket, Key="to", CopySource=f"{bucket}/from")
    assert answer["CopyObjectResult"]["ChecksumCRC32"] == written["ChecksumCRC32"]
    assert answer["ServerSideEncryption"] == "AES256"
    head = storage.head_object(Bucket=bucket, Key="to")
    assert (head["ContentType"], head["Metadata"], head["TagCount"]) == ("text/csv", {"a": "1"}, 1)


def test_a_copy_may_replace_metadata_tags_and_checksum(storage: Any, bucket: str) -> None:
    storage.put_object(Bucket=bucket, Key="from", Body=b"123456789", ContentType="text/csv", Metadata={"a": "1"})
    replaced = {"MetadataDirective": "REPLACE", "TaggingDirective": "REPLACE", "Tagging": "b=2"}
    source = {"CopySource": f"{bucket}/from", "ChecksumAlgorithm": "CRC64NVME"}
    answer = storage.copy_object(Bucket=bucket, Key="to", **source, **replaced)
    assert answer["CopyObjectResult"]["ChecksumCRC64NVME"] == "rosUhgp5mIg="
    head = storage.head_object(Bucket=bucket, Key="to", ChecksumMode="ENABLED")
    assert (head["ContentType"], head["Metadata"], head["TagCount"]) == ("binary/octet-stream", {}, 1)
    assert "ChecksumCRC32" not in head


def test_an_object_is_not_copied_to_itself_without_a_change(
    storage: Any, bucket: str, key: str, error_of: ErrorOf
) -> None:
    storage.put_object(Bucket=bucket, Key="a", Body=b"x")
    itself = {"Bucket": bucket, "Key": "a", "CopySource": f"{bucket}/a"}
    assert error_of(storage.copy_object, **itself)["Code"] == "InvalidRequest"
    encrypted = storage.copy_object(**itself, ServerSideEncryption="aws:kms", SSEKMSKeyId=key)
    assert encrypted["SSEKMSKeyId"] == key
    # Without a word about encryption the bucket's default applies, which is another now.
    assert storage.copy_object(**itself)["ServerSideEncryption"] == "AES256"


def test_a_copy_of_parts_is_one_object(storage: Any, bucket: str) -> None:
    upload = {"Bucket": bucket, "Key": "from"}
    upload |= {"UploadId": storage.create_multipart_upload(**upload)["UploadId"]}
    tag = storage.upload_part(**upload, PartNumber=1, Body=b"x")["ETag"]
    storage.complete_multipart_upload(**upload, MultipartUpload={"Parts": [{"ETag": tag, "PartNumber": 1}]})
    assert storage.head_object(Bucket=bucket, Key="from")["ETag"].endswith('-1"')
    copied = storage.copy_object(Bucket=bucket, Key="to", CopySource=f"{bucket}/from")["CopyObjectResult"]
    assert copied["ETag"] == storage.head_object(Bucket=bucket, Key="to")["ETag"] == tag


def test_conditions_on_source_and_target_are_judged(storage: Any, bucket: str, error_of: ErrorOf) -> None:
    storage.put_object(Bucket=bucket, Key="from")
    copy = {"Bucket": bucket, "Key": "to", "CopySource": f"{bucket}/from"}
    error = error_of(storage.copy_object, **copy, CopySourceIfMatch="other")
    assert (error["Code"], error["Condition"]) == ("PreconditionFailed", "x-amz-copy-source-If-Match")
    assert error_of(storage.copy_object, **copy, IfMatch="*")["Code"] == "NoSuchKey"
    storage.copy_object(**copy, IfNoneMatch="*")
    assert error_of(storage.copy_object, **copy, IfNoneMatch="*")["Condition"] == "If-None-Match"


def test_an_older_version_is_restored_by_a_copy(storage: Any, versioned: str) -> None:
    older = storage.put_object(Bucket=versioned, Key="a", Body=b"1")["VersionId"]
    storage.put_object(Bucket=versioned, Key="a", Body=b"2")
    answer = storage.copy_object(Bucket=versioned, Key="a", CopySource=f"{versioned}/a?versionId={older}")
    assert (answer["CopySourceVersionId"], answer["VersionId"] == older) == (older, False)
    assert storage.get_object(Bucket=versioned, Key="a")["Body"].read() == b"1"
