"""The model that is monitored: the newest approved version, and the baseline that its training registered."""

from dataclasses import dataclass
from typing import Any

from watch.settings import Settings, WatchError
from watch.store import read, write

FILES = ("baseline.json", "reference.csv")


@dataclass(frozen=True)
class Version:
    """`baseline` is the S3 URI of the folder with its files."""

    number: int
    baseline: str


def approved_version(sagemaker: Any, group: str) -> Version:
    """Raises WatchError if there is none, or if its training registered no baseline."""
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
    number = described["ModelPackageVersion"]
    statistics = described.get("DriftCheckBaselines", {}).get("ModelDataQuality", {}).get("Statistics", {})
    if not statistics.get("S3Uri", "").endswith(FILES[0]):
        problem = f"version {number} of {group} has no DriftCheckBaselines with a {FILES[0]}"
        raise WatchError(f"{problem}: train it again with the catalog's newer code, and approve that version")
    return Version(number, statistics["S3Uri"].rpartition("/")[0])


def copy_baseline(s3: Any, version: Version, settings: Settings) -> str:
    """The baseline's folder in this project: the job reads no other project's models."""
    target = f"s3://{settings.artifact_bucket}/code/baselines/{settings.model_package_group_name}/{version.number}"
    for name in FILES:
        write(s3, f"{target}/{name}", read(s3, f"{version.baseline}/{name}"))
    return target
