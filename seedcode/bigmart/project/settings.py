"""The project's settings: names, roles, bucket, key, network. All of it comes from the environment."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VARIABLES = {
    "project_name": "SAGEMAKER_PROJECT_NAME",
    "project_id": "SAGEMAKER_PROJECT_ID",
    "model_package_group": "MODEL_PACKAGE_GROUP_NAME",
    "endpoint": "ENDPOINT_NAME",
    "workflow": "WORKFLOW_ARN",
    "job_role": "JOB_ROLE_ARN",
    "model_role": "MODEL_ROLE_ARN",
    "bucket": "ARTIFACT_BUCKET",
    "key_arn": "KMS_KEY_ARN",
    "topic": "TOPIC_ARN",
    "data_uri": "DATA_URI",
    "subnets": "NETWORK_SUBNETS",
    "security_groups": "NETWORK_SECURITY_GROUPS",
    "region": "AWS_REGION",
}
TAGS = "SAGEMAKER_PROJECT_TAGS"  # may be left out
IMAGES = Path(__file__).with_name("images.json")
CHINA = ".cn"


class SettingError(ValueError):
    """An environment variable that the project sets is not there."""


@dataclass(frozen=True)
class Settings:
    project_name: str
    project_id: str
    model_package_group: str
    endpoint: str
    workflow: str
    job_role: str
    model_role: str
    bucket: str
    key_arn: str
    topic: str
    data_uri: str
    subnets: tuple[str, ...]
    security_groups: tuple[str, ...]
    region: str
    platform_tags: tuple[tuple[str, str], ...] = ()

    @property
    def account(self) -> str:
        """Whose bucket, jobs and models these are."""
        return self.job_role.split(":")[4]

    @property
    def partition(self) -> str:
        return self.workflow.split(":")[1]

    @property
    def tags(self) -> list[dict[str, str]]:
        """What Studio finds the project's resources by, and what the policies of its roles require."""
        own = {"sagemaker:project-name": self.project_name, "sagemaker:project-id": self.project_id}
        return [{"Key": key, "Value": value} for key, value in {**dict(self.platform_tags), **own}.items()]

    @property
    def network(self) -> dict[str, list[str]] | None:
        """None where the account has no network of its own."""
        if not self.subnets:
            return None
        return {"Subnets": [*self.subnets], "SecurityGroupIds": [*self.security_groups]}

    def machine(self, part: str) -> str:
        """The ARN of a state machine of the project: all names differ in their last part."""
        return f"{self.workflow.removesuffix('workflow')}{part}"

    def image(self, name: str) -> str:
        """AWS keeps its images in an account of its own in each region."""
        known = json.loads(IMAGES.read_text(encoding="utf-8"))
        if self.region not in known["registries"]:
            raise SettingError(f"images.json has no account of AWS's images for the region {self.region}")
        suffix = CHINA if self.region.startswith("cn-") else ""
        registry = f"{known['registries'][self.region]}.dkr.ecr.{self.region}.amazonaws.com{suffix}"
        return f"{registry}/{known['images'][name]}"


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
