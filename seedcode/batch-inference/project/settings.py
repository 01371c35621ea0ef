"""The project's settings: names, role, bucket, key, network. All of it comes from the environment of the build."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

VARIABLES = {
    "project_name": "SAGEMAKER_PROJECT_NAME",
    "project_id": "SAGEMAKER_PROJECT_ID",
    "group": "MODEL_PACKAGE_GROUP_NAME",
    "owner": "MODEL_OWNER_PROJECT_ID",
    "pipeline_name": "PIPELINE_NAME",
    "role_arn": "PIPELINE_ROLE_ARN",
    "bucket": "ARTIFACT_BUCKET",
    "key_arn": "KMS_KEY_ARN",
    "subnets": "NETWORK_SUBNETS",
    "security_groups": "NETWORK_SECURITY_GROUPS",
    "region": "AWS_REGION",
}
TAGS = "SAGEMAKER_PROJECT_TAGS"  # may be left out


class SettingError(ValueError):
    """An environment variable that the project sets is not there."""


@dataclass(frozen=True)
class Settings:
    """`group` is the model package group, `owner` the id of the project that it belongs to."""

    project_name: str
    project_id: str
    group: str
    owner: str
    pipeline_name: str
    role_arn: str
    bucket: str
    key_arn: str
    subnets: tuple[str, ...]
    security_groups: tuple[str, ...]
    region: str
    platform_tags: tuple[tuple[str, str], ...] = ()

    @property
    def account(self) -> str:
        """Whose bucket and jobs these are."""
        return self.role_arn.split(":")[4]

    @property
    def tags(self) -> list[dict[str, str]]:
        """What Studio finds the jobs by, and what the platform team's policies read."""
        own = {"sagemaker:project-name": self.project_name, "sagemaker:project-id": self.project_id}
        return [{"Key": key, "Value": value} for key, value in {**dict(self.platform_tags), **own}.items()]


def addresses(text: str) -> tuple[str, ...]:
    """A comma separated list; `none` is an empty one."""
    return () if text == "none" else tuple(part.strip() for part in text.split(","))


def tag_pairs(text: str) -> tuple[tuple[str, str], ...]:
    """A comma separated list of `key=value`; it may be empty."""
    pairs = [part.partition("=") for part in text.split(",") if part]
    if wrong := [key for key, sign, _ in pairs if not (key and sign)]:
        raise SettingError(f"{TAGS}: {', '.join(wrong)} has no value; write key=value, with commas between")
    return tuple((key.strip(), value.strip()) for key, _, value in pairs)


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this project, or an error that names every variable that is missing."""
    missing = [variable for variable in VARIABLES.values() if not environment.get(variable)]
    if missing:
        raise SettingError(f"not set: {', '.join(missing)} (the build of the project sets them; see README, Settings)")
    values: dict[str, Any] = {field: environment[variable] for field, variable in VARIABLES.items()}
    values |= {name: addresses(values[name]) for name in ("subnets", "security_groups")}
    return Settings(**values, platform_tags=tag_pairs(environment.get(TAGS, "")))
