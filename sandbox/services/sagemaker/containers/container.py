"""What a model's container is made of: image, archive and variables, from the model or from the model registry."""

from typing import NamedTuple

from sandbox.api.types import Record
from sandbox.services.sagemaker.containers import script_mode
from sandbox.services.sagemaker.records.shapes import Model
from sandbox.services.sagemaker.records.tables import MODEL_PACKAGES


class Container(NamedTuple):
    """`closed` when it cannot reach the internet."""

    image: str
    archive: str | None
    environment: dict[str, str]
    closed: bool = False


def container_of(model: Model) -> Container:
    """CreateModel has checked the model, and that its package may be read."""
    given = model.get("PrimaryContainer") or model.get("Containers", [])[0]
    packaged = _packaged_container(given)
    merged = {**packaged, **given}
    environment = {**packaged.get("Environment", {}), **given.get("Environment", {})}
    source = merged.get("ModelDataSource", {}).get("S3DataSource", {})
    archive = merged.get("ModelDataUrl") or source.get("S3Uri")
    return Container(merged["Image"], archive, environment, script_mode.is_closed(model))


def _packaged_container(container: Record) -> Record:
    arn = container.get("ModelPackageName")
    if not arn:
        return {}
    package = MODEL_PACKAGES.at(arn.split(":")[4])[arn]
    return package.get("InferenceSpecification", {})["Containers"][0]
