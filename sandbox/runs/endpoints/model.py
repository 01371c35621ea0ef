"""What a model is made of: image, archive and variables of its container, from the model or the registry."""

from typing import Any, NamedTuple

from sandbox.services.sagemaker.resources import STORE

Record = dict[str, Any]


class Container(NamedTuple):
    image: str
    archive: str | None
    environment: dict[str, str]


def container_of(model: Record) -> Container:
    """A model has been checked when it was made: what its package says may be read here."""
    given = model.get("PrimaryContainer") or model["Containers"][0]
    merged = {**_of_package(given), **given}
    environment = {**_of_package(given).get("Environment", {}), **given.get("Environment", {})}
    source = merged.get("ModelDataSource", {}).get("S3DataSource", {})
    return Container(merged["Image"], merged.get("ModelDataUrl") or source.get("S3Uri"), environment)


def _of_package(container: Record) -> Record:
    arn = container.get("ModelPackageName")
    if not arn:
        return {}
    package = STORE.at(arn.split(":")[4], "packages")[arn]
    return package["InferenceSpecification"]["Containers"][0]
