"""What a model is made of: image, archive and variables of its container, from the model or the registry."""

from typing import Any, NamedTuple

from sandbox.services.sagemaker.api.resources import STORE
from sandbox.services.sagemaker.jobs import script_mode

Record = dict[str, Any]


class Container(NamedTuple):
    """`closed` when it cannot reach the internet."""

    image: str
    archive: str | None
    environment: dict[str, str]
    closed: bool = False


def container_of(model: Record) -> Container:
    """A model has been checked when it was made: what its package says may be read here."""
    given = model.get("PrimaryContainer") or model["Containers"][0]
    merged = {**_of_package(given), **given}
    environment = {**_of_package(given).get("Environment", {}), **given.get("Environment", {})}
    source = merged.get("ModelDataSource", {}).get("S3DataSource", {})
    archive = merged.get("ModelDataUrl") or source.get("S3Uri")
    return Container(merged["Image"], archive, environment, script_mode.is_closed(model))


def _of_package(container: Record) -> Record:
    arn = container.get("ModelPackageName")
    if not arn:
        return {}
    package = STORE.at(arn.split(":")[4], "packages")[arn]
    return package["InferenceSpecification"]["Containers"][0]
