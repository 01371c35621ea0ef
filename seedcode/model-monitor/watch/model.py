"""The model that is monitored: the newest approved version, and the baseline that its training registered."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from watch.settings import Settings, WatchError
from watch.store import read, write

FILES = ("baseline.json", "reference.csv")


@dataclass(frozen=True)
class Version:
    """`baseline` is the S3 URI of the folder with its files."""

    number: int
    baseline: str


DENIED = ("AccessDenied", "AccessDeniedException")


@contextmanager
def with_consent(settings: Settings) -> Iterator[None]:
    """Raises WatchError where the owner of the models has not agreed."""
    try:
        yield
    except ClientError as error:
        if error.response["Error"]["Code"] not in DENIED:
            raise
        own, group = settings.sagemaker_project_id, settings.model_package_group_name
        raise WatchError(
            f"the models of {group} may not be read: their owner has to set MonitoredBy of that project to {own}"
        ) from error


def approved_version(sagemaker: Any, settings: Settings) -> Version:
    """Raises WatchError if there is none, or if its training registered no baseline."""
    group = settings.model_package_group_name
    with with_consent(settings):
        found = sagemaker.list_model_packages(
            ModelPackageGroupName=group,
            ModelApprovalStatus="Approved",
            SortBy="CreationTime",
            SortOrder="Descending",
            MaxResults=1,
        )["ModelPackageSummaryList"]
        if not found:
            raise WatchError(f"no version of {group} is approved: there is nothing to monitor yet")
        described = sagemaker.describe_model_package(ModelPackageName=found[0]["ModelPackageArn"])
    return _version(described, group)


def _version(described: dict[str, Any], group: str) -> Version:
    number = described["ModelPackageVersion"]
    statistics = described.get("DriftCheckBaselines", {}).get("ModelDataQuality", {}).get("Statistics", {})
    if not statistics.get("S3Uri", "").endswith(FILES[0]):
        problem = f"version {number} of {group} has no DriftCheckBaselines with a {FILES[0]}"
        raise WatchError(f"{problem}: train it again with the catalog's newer code, and approve that version")
    return Version(number, statistics["S3Uri"].rpartition("/")[0])


def copy_baseline(s3: Any, version: Version, settings: Settings) -> str:
    """The baseline's folder in this project: the job reads no other project's models."""
    target = f"s3://{settings.artifact_bucket}/code/baselines/{settings.model_package_group_name}/{version.number}"
    with with_consent(settings):
        found = {name: read(s3, f"{version.baseline}/{name}") for name in FILES}
    for name, body in found.items():
        write(s3, f"{target}/{name}", body)
    return target
