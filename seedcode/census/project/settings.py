"""The project's settings: names, roles, bucket, key, network. All of it comes from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

VARIABLES = {
    "project_name": "SAGEMAKER_PROJECT_NAME",
    "project_id": "SAGEMAKER_PROJECT_ID",
    "model_package_group": "MODEL_PACKAGE_GROUP_NAME",
    "pipeline_name": "PIPELINE_NAME",
    "role_arn": "PIPELINE_ROLE_ARN",
    "bucket": "ARTIFACT_BUCKET",
    "key_arn": "KMS_KEY_ARN",
    "data_uri": "DATA_URI",
    "subnets": "NETWORK_SUBNETS",
    "security_groups": "NETWORK_SECURITY_GROUPS",
    "region": "AWS_REGION",
}
# May be left out.
TAGS = "SAGEMAKER_PROJECT_TAGS"
DEPLOYMENT = "DEPLOYMENT_PIPELINE_NAME"


class SettingError(ValueError):
    """An environment variable that the project sets is not there."""


@dataclass(frozen=True)
class Settings:
    project_name: str
    project_id: str
    model_package_group: str
    pipeline_name: str
    role_arn: str
    bucket: str
    key_arn: str
    data_uri: str
    subnets: tuple[str, ...]
    security_groups: tuple[str, ...]
    region: str
    platform_tags: tuple[tuple[str, str], ...] = ()
    deployment_pipeline: str = ""  # of this project; empty if it deploys no models

    @property
    def account(self) -> str:
        """Whose bucket, jobs and models these are."""
        return self.role_arn.split(":")[4]

    @property
    def tags(self) -> dict[str, str]:
        """What Studio finds the project's jobs and models by, and what the platform team's policies read."""
        own = {"sagemaker:project-name": self.project_name, "sagemaker:project-id": self.project_id}
        return {**dict(self.platform_tags), **own}


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
    tags, deployment = tag_pairs(environment.get(TAGS, "")), environment.get(DEPLOYMENT, "")
    return Settings(**values, platform_tags=tags, deployment_pipeline=deployment)
