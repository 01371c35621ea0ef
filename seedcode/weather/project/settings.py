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

    @property
    def account(self) -> str:
        """Whose bucket, jobs and models these are."""
        return self.role_arn.split(":")[4]

    @property
    def tags(self) -> dict[str, str]:
        """What Studio finds the project's jobs and models by."""
        return {"sagemaker:project-name": self.project_name, "sagemaker:project-id": self.project_id}


def addresses(text: str) -> tuple[str, ...]:
    """A comma separated list; `none` is an empty one."""
    return () if text == "none" else tuple(part.strip() for part in text.split(","))


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this project, or an error that names every variable that is missing."""
    missing = [variable for variable in VARIABLES.values() if not environment.get(variable)]
    if missing:
        raise SettingError(f"not set: {', '.join(missing)} (the build of the project sets them; see README, Settings)")
    values: dict[str, Any] = {field: environment[variable] for field, variable in VARIABLES.items()}
    values |= {name: addresses(values[name]) for name in ("subnets", "security_groups")}
    return Settings(**values)
