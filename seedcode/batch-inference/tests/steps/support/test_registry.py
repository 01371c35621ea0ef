"""The newest approved version, and whose consent it takes."""

import gzip
import hashlib
import io
import tarfile
from typing import Any

import pytest
from botocore.exceptions import ClientError

from support.errors import BatchError, RefusedError
from support.registry import Owner, Version, fetch_archive, newest_approved, unpack

OWNER = Owner("income", "p-owner", "p-asking")
CONSENT = "add p-asking to the parameter ModelsDeployedBy of project p-owner"
ARCHIVE = "s3://bucket/models/1/model.tar.gz"


class Registry:
    """Versions, the newest first."""

    def __init__(self, *versions: str, error: str = "") -> None:
        self.versions, self.error = versions, error

    def list_model_packages(self, **request: Any) -> dict[str, Any]:
        assert request["ModelApprovalStatus"] == "Approved"
        assert (request["SortBy"], request["SortOrder"]) == ("CreationTime", "Descending")
        if self.error:
            raise ClientError({"Error": {"Code": self.error}}, "ListModelPackages")
        return {"ModelPackageSummaryList": [{"ModelPackageArn": arn} for arn in self.versions]}

    def describe_model_package(self, ModelPackageName: str) -> dict[str, Any]:  # noqa: N803
        container = {"ModelDataUrl": ARCHIVE}
        return {
            "ModelPackageArn": ModelPackageName,
            "ModelPackageVersion": 7,
            "InferenceSpecification": {"Containers": [container]},
            "CustomerMetadataProperties": {"model_sha256": "abc"},
        }


class Files:
    def __init__(self, body: bytes = b"", error: str = "") -> None:
        self.body, self.error = body, error

    def get_object(self, **request: Any) -> dict[str, Any]:
        assert request == {"Bucket": "bucket", "Key": "models/1/model.tar.gz", "ExpectedBucketOwner": "1"}
        if self.error:
            raise ClientError({"Error": {"Code": self.error}}, "GetObject")
        return {"Body": io.BytesIO(self.body)}


def test_the_newest_approved_version_is_taken():
    assert newest_approved(Registry("arn-7", "arn-6"), OWNER) == Version("arn-7", 7, ARCHIVE, "abc")


def test_there_may_be_none():
    assert newest_approved(Registry(), OWNER) is None


def test_without_consent_the_sentence_says_who_has_to_agree_to_what(tmp_path):
    with pytest.raises(RefusedError, match=CONSENT):
        newest_approved(Registry(error="AccessDeniedException"), OWNER)
    with pytest.raises(RefusedError, match=CONSENT):
        fetch_archive(Files(error="AccessDenied"), Version("", 7, ARCHIVE, ""), OWNER, "1", tmp_path / "a")


def test_a_fault_of_aws_is_no_question_of_consent():
    with pytest.raises(ClientError):
        newest_approved(Registry(error="ThrottlingException"), OWNER)


def test_another_archive_than_the_registered_one_is_refused(tmp_path):
    digest = hashlib.sha256(b"model").hexdigest()
    fetch_archive(Files(b"model"), Version("", 7, ARCHIVE, digest), OWNER, "1", tmp_path / "a")
    with pytest.raises(BatchError, match="is not what version 7 registered"):
        fetch_archive(Files(b"other"), Version("", 7, ARCHIVE, digest), OWNER, "1", tmp_path / "a")


def packed(**files: bytes) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as target:
        for name, body in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(body)
            target.addfile(entry, io.BytesIO(body))
    return content.getvalue()


def test_nothing_but_the_two_files_is_unpacked(tmp_path):
    archive = tmp_path / "model.tar.gz"
    archive.write_bytes(packed(**{"configuration.json": b"{}", "../escape": b"x", "model.ubj": b"x"}))
    assert [file.name for file in unpack(archive, tmp_path / "model").iterdir()] == ["configuration.json"]
    assert not (tmp_path / "escape").exists()


@pytest.mark.parametrize("body", [b"no archive", gzip.compress(b"no tar"), packed(a=b"x")[:-20]])
def test_what_is_no_archive_is_a_sentence(tmp_path, body):
    archive = tmp_path / "model.tar.gz"
    archive.write_bytes(body)
    with pytest.raises(BatchError, match="the model's archive cannot be read"):
        unpack(archive, tmp_path / "model")
