"""The copy of an approved model that stages read: below `releases/`, under the SHA-256 of its own bytes.

The digest is computed on the very bytes that are written. S3 compares each request with its checksum, and an object
appears only when the last one is complete: a file that is not the registered one leaves nothing behind.
"""

import hashlib
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

from botocore.exceptions import ClientError

from deployment.objects import chunks
from deployment.settings import Project, ReleaseError

PREFIX = "releases/"
PART = 64 << 20
"""Bytes of a part: S3 takes 10,000 parts, and each is in memory until S3 has it."""
EXISTS = ("PreconditionFailed", "412")
ABSENT = ("404", "403")
"""Without s3:ListBucket, S3 answers 403 for an object that does not exist."""


class OtherFileError(ReleaseError):
    """The file is not the one whose digest was registered; the text is its own digest."""


class Copies:
    """Those of one project. `owner` is the account of its bucket."""

    def __init__(self, s3: Any, project: Project, owner: str) -> None:
        self.s3, self.bucket, self.owner = s3, project.artifact_bucket, owner
        self.project_id = project.sagemaker_project_id

    def uri(self, digest: str) -> str:
        return f"s3://{self.bucket}/{key_of(digest)}"

    def write(self, body: Any, digest: str) -> None:
        """Copy the stream; the copy has that digest or is not there, with an OtherFileError."""
        parts = parts_of(body)
        first, second = next(parts, b""), next(parts, None)
        try:
            if second is None:
                self._put(first, digest)
            else:
                self._put_parts(first, second, parts, digest)
        except ClientError as error:
            if error.response["Error"]["Code"] not in EXISTS:
                raise
        self.verify(digest)

    def is_there(self, digest: str) -> bool:
        try:
            self.s3.head_object(**self._address(digest))
        except ClientError as error:
            if error.response["Error"]["Code"] in ABSENT:
                return False
            raise
        return True

    def verify(self, digest: str) -> None:
        """Read the copy's checksum back, or all of its bytes where S3 keeps one of each part only."""
        kept = self.s3.head_object(**self._address(digest), ChecksumMode="ENABLED").get("ChecksumSHA256", "")
        if kept and "-" not in kept:
            found = kept == base64_of(digest)
        else:
            body = self.s3.get_object(**self._address(digest))["Body"]
            found = digest_of(body) == digest
        if not found:
            raise ReleaseError(
                f"{self.uri(digest)} is not the file that its name says: nothing is deployed. "
                "Find out who wrote it; nobody but the release step of this project may"
            )

    def _address(self, digest: str) -> dict[str, str]:
        return {"Bucket": self.bucket, "Key": key_of(digest), "ExpectedBucketOwner": self.owner}

    def _put(self, content: bytes, digest: str) -> None:
        require_same(hashlib.sha256(content).hexdigest(), digest)
        self.s3.put_object(**self._address(digest), Body=content, ChecksumSHA256=base64_of(digest), IfNoneMatch="*")

    def _put_parts(self, first: bytes, second: bytes, rest: Iterator[bytes], digest: str) -> None:
        upload = self.s3.create_multipart_upload(**self._address(digest), ChecksumAlgorithm="SHA256")["UploadId"]
        try:
            whole, uploaded = hashlib.sha256(), []
            for number, content in enumerate(_joined(first, second, rest), 1):
                whole.update(content)
                uploaded.append(self._put_part(digest, upload, number, content))
            require_same(whole.hexdigest(), digest)
            self.s3.complete_multipart_upload(
                **self._address(digest), UploadId=upload, MultipartUpload={"Parts": uploaded}, IfNoneMatch="*"
            )
        except Exception:
            self.s3.abort_multipart_upload(**self._address(digest), UploadId=upload)
            raise

    def _put_part(self, digest: str, upload: str, number: int, content: bytes) -> dict[str, Any]:
        checksum = b64encode(hashlib.sha256(content).digest()).decode()
        answer = self.s3.upload_part(
            **self._address(digest), UploadId=upload, PartNumber=number, Body=content, ChecksumSHA256=checksum
        )
        return {"PartNumber": number, "ETag": answer["ETag"], "ChecksumSHA256": checksum}


def key_of(digest: str) -> str:
    return f"{PREFIX}{digest}/model.tar.gz"


def require_same(found: str, expected: str) -> None:
    if found != expected:
        raise OtherFileError(found)


def parts_of(body: Any) -> Iterator[bytes]:
    """The stream in parts of PART bytes; the last one is smaller."""
    part = bytearray()
    for chunk in chunks(body):
        part += chunk
        while len(part) >= PART:
            yield bytes(part[:PART])
            del part[:PART]
    if part:
        yield bytes(part)


def _joined(first: bytes, second: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield second
    yield from rest


def digest_of(body: Any) -> str:
    digest = hashlib.sha256()
    for chunk in chunks(body):
        digest.update(chunk)
    return digest.hexdigest()


def base64_of(digest: str) -> str:
    """As S3 writes checksums."""
    return b64encode(bytes.fromhex(digest)).decode()
