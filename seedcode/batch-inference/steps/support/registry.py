"""The newest approved version of the model package group, and its archive, as far as the owner lets this project."""

import gzip
import hashlib
import io
import tarfile
import zlib
from pathlib import Path
from typing import Any, NamedTuple

from botocore.exceptions import ClientError

from support.contract import CONFIGURATION, PROFILE
from support.errors import BatchError, RefusedError
from support.store import code_of

DENIED = {"AccessDenied", "AccessDeniedException", "403"}
LARGEST = 64 * 1024**2  # bytes of a file that is read of an archive
MOST_FILES = 1_000


class Version(NamedTuple):
    """A model package. `sha256` is that of its archive, if the training recorded it."""

    arn: str
    number: int
    archive: str
    sha256: str


class Owner(NamedTuple):
    """Whose models these are: the id of their project, and that of this one, for the sentence that asks for consent."""

    group: str
    project: str
    asking: str

    def consent(self) -> str:
        return (
            f"the owner of {self.group} does not let this project read its models: add {self.asking} to the parameter "
            f"ModelsDeployedBy of project {self.project}, then start a run again"
        )


def newest_approved(sagemaker: Any, owner: Owner) -> Version | None:
    """None while no version is approved."""
    request = {"ModelPackageGroupName": owner.group, "ModelApprovalStatus": "Approved", "MaxResults": 1}
    try:
        found = sagemaker.list_model_packages(**request, SortBy="CreationTime", SortOrder="Descending")
        listed = found["ModelPackageSummaryList"]
        return (
            version_of(sagemaker.describe_model_package(ModelPackageName=listed[0]["ModelPackageArn"]))
            if listed
            else None
        )
    except ClientError as error:
        raise refusal(error, owner) from error


def version_of(described: dict[str, Any]) -> Version:
    container = described["InferenceSpecification"]["Containers"][0]
    recorded = described.get("CustomerMetadataProperties", {}).get("model_sha256", "")
    arn, number = described["ModelPackageArn"], described["ModelPackageVersion"]
    return Version(arn, number, container["ModelDataUrl"], recorded)


def fetch_archive(s3: Any, version: Version, owner: Owner, account: str, file: Path) -> None:
    """The archive, which has to be the one that was registered."""
    bucket, _, key = version.archive.removeprefix("s3://").partition("/")
    try:
        body = s3.get_object(Bucket=bucket, Key=key, ExpectedBucketOwner=account)["Body"].read()
    except ClientError as error:
        raise refusal(error, owner) from error
    found = hashlib.sha256(body).hexdigest()
    if version.sha256 and found != version.sha256:
        raise BatchError(f"{version.archive} is not what version {version.number} registered: SHA-256 {found[:12]}")
    file.write_bytes(body)


def unpack(archive: Path, folder: Path) -> Path:
    """The two JSON files that are needed, and nothing else: no path of the archive is used."""
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with gzip.open(archive) as unzipped, tarfile.open(fileobj=unzipped, mode="r|") as files:
            for count, member in enumerate(files):
                name = member.name.removeprefix("./")
                if count >= MOST_FILES or member.size > LARGEST:
                    raise BatchError(f"{archive.name} has more or larger files than a model's")
                if name in (CONFIGURATION, PROFILE) and member.isfile():
                    (folder / name).write_bytes((files.extractfile(member) or io.BytesIO()).read())
    except (tarfile.TarError, OSError, EOFError, zlib.error) as error:
        raise BatchError(f"the model's archive cannot be read: {error}") from error
    return folder


def refusal(error: ClientError, owner: Owner) -> Exception:
    if code_of(error) in DENIED:
        return RefusedError(owner.consent())
    return error
