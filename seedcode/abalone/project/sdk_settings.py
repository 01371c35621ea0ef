"""Settings that the SageMaker SDK reads when imported: no usage data, no call to IAM about the role it is given."""

import copy
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("SAGEMAKER_USER_CONFIG_OVERRIDE", str(Path(__file__).with_name("sagemaker.yaml")))
os.environ.setdefault("SAGEMAKER_VALIDATE_ROLE", "false")
# It looks for a region while it is imported.
os.environ.setdefault("AWS_DEFAULT_REGION", os.environ.get("AWS_REGION", "us-east-1"))

from sagemaker.core.config import config, config_manager

Check = Callable[..., None]


def once(check: Check) -> Check:
    """The check, run once for each configuration.

    The SDK runs it at every value that it reads, fifty times for one pipeline: four of the five seconds that takes.
    """
    accepted: list[dict[str, Any] | None] = []

    def check_unless_accepted(configuration: dict[str, Any] | None = None) -> None:
        if configuration not in accepted:
            check(configuration)
            accepted.append(copy.deepcopy(configuration))

    return check_unless_accepted


config.validate_sagemaker_config = once(config.validate_sagemaker_config)
config_manager.SageMakerConfig.validate_sagemaker_config = staticmethod(config.validate_sagemaker_config)
