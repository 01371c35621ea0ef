"""What the project's build tells this repository, all of it from the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields

NO_SUBNETS = ("", "none")


class WatchError(Exception):
    """What a person has to fix; the message names it."""


@dataclass(frozen=True)
class Settings:
    """`captured_uri` is where an endpoint or a batch writes; `retraining` is yes or no."""

    sagemaker_project_id: str
    sagemaker_project_name: str
    sagemaker_project_tags: str
    artifact_bucket: str
    kms_key_arn: str
    job_role_arn: str
    model_package_group_name: str
    captured_uri: str
    topic_arn: str
    retraining: str
    retraining_days: str
    aws_region: str
    network_subnets: str = ""
    network_security_groups: str = ""

    @property
    def tags(self) -> list[dict[str, str]]:
        """Of every job: the project's own, and its team's as `key=value`."""
        own = {
            "sagemaker:project-id": self.sagemaker_project_id,
            "sagemaker:project-name": self.sagemaker_project_name,
        }
        pairs = [pair.partition("=") for pair in self.sagemaker_project_tags.split(",") if pair]
        given = own | {name: value for name, _, value in pairs}
        return [{"Key": name, "Value": value} for name, value in given.items()]

    @property
    def network(self) -> dict[str, list[str]]:
        """Of the job, empty if the account has none."""
        if self.network_subnets in NO_SUBNETS:
            return {}
        return {
            "Subnets": self.network_subnets.split(","),
            "SecurityGroupIds": self.network_security_groups.split(","),
        }


def read_settings(environment: Mapping[str, str] = os.environ) -> Settings:
    """Raises WatchError for variables that are not set."""
    found = {field.name: environment.get(field.name.upper(), "") for field in fields(Settings)}
    optional = ("network_subnets", "network_security_groups", "sagemaker_project_tags")
    if missing := [name.upper() for name, value in found.items() if not value and name not in optional]:
        raise WatchError(f"not set: {', '.join(missing)} (the project's build sets them)")
    return Settings(**found)
