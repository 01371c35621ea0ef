"""Proves which model answers: an update that SageMaker rolled back leaves the endpoint in service with the old one."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from deploy.checks import Finding, read_json
from deploy.production import is_missing


def prepared(environment: Mapping[str, str] = os.environ) -> Path | None:
    """The folder that `prepare` wrote for this execution; None outside of the project's builds."""
    handed_over = environment.get("CODEBUILD_SRC_DIR_Prepared")
    return Path(handed_over) if handed_over else None


def is_the_prepared_model(sagemaker: Any, endpoint_name: str, folder: Path) -> Finding:
    """The endpoint's configuration leads to a model with the image, file and variables that were prepared."""
    wanted = read_json(folder / "endpoint.json")["Resources"]["Model"]["Properties"]["PrimaryContainer"]
    endpoint = sagemaker.describe_endpoint(EndpointName=endpoint_name)
    found = container_behind(sagemaker, endpoint["EndpointConfigName"])
    differing = [name for name in ("ModelDataUrl", "Image", "Environment") if found.get(name) != wanted.get(name)]
    if not differing:
        return Finding(True, f"{endpoint_name} serves {wanted['ModelDataUrl']}")
    what = "; ".join(f"{name} is {found.get(name)}, not {wanted.get(name)}" for name in differing)
    reason = endpoint.get("FailureReason", "SageMaker gives no reason")
    return Finding(False, f"{endpoint_name} does not serve the model that was deployed: {what} ({reason})")


def container_behind(sagemaker: Any, configuration_name: str) -> dict[str, Any]:
    """Nothing, when the stack has taken the roll back for success and has deleted what the endpoint still uses."""
    try:
        configuration = sagemaker.describe_endpoint_config(EndpointConfigName=configuration_name)
        model = sagemaker.describe_model(ModelName=configuration["ProductionVariants"][0]["ModelName"])
    except ClientError as error:
        if is_missing(error):
            return {}
        raise
    return model["PrimaryContainer"]
