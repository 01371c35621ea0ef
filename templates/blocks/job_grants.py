"""What a project's jobs need, whoever starts them."""

from typing import Any

from templates import names
from templates.blocks.grants import runtime, storage
from templates.blocks.project_resources import ProjectResources

OWN = (names.EXECUTION_PREFIX, names.MODEL_PREFIX)
"""Where jobs write, and read what earlier ones wrote."""


def learn_from_data(resources: ProjectResources) -> list[Any]:
    """Read data and code, write models and evaluations."""
    return [
        storage.list_bucket(resources.bucket),
        storage.read_objects(resources.bucket, names.DATA_PREFIX, names.CODE_PREFIX, *OWN),
        storage.write_objects(resources.bucket, *OWN),
        storage.use_key(resources.key),
        storage.create_grants_for_services(resources.key),
    ]


def run_in_image() -> list[Any]:
    """One of SageMaker's images, with logs and metrics, in the network of the account."""
    return [
        *runtime.pull_sagemaker_images(),
        runtime.write_job_logs(),
        runtime.write_job_metrics(),
        *runtime.join_network(),
    ]
