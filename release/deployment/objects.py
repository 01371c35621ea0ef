"""Reads what the owner's project has in its bucket: below `models/` the model, below `executions/` its evaluation."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlparse

from deployment.consent import consent_needed
from deployment.registry import ModelVersion
from deployment.repository import LARGEST, parse_object
from deployment.settings import ReleaseError, Settings

MODELS, EVALUATIONS = "models/", "executions/"
CHUNK = 1 << 20


def location(uri: str) -> tuple[str, str]:
    """Bucket and key."""
    parts = urlparse(uri)
    return parts.netloc, parts.path.lstrip("/")


def open_model(s3: Any, settings: Settings, model: ModelVersion) -> Any:
    """The model's file as a stream."""
    return _open(s3, settings, (model.model_uri, model.account), MODELS)


def read_evaluation(s3: Any, settings: Settings, uri: str, owner: str) -> dict[str, Any]:
    """A JSON object that an evaluation wrote into the bucket of that account."""
    return parse_object(_open(s3, settings, (uri, owner), EVALUATIONS).read(LARGEST + 1), uri)


def _open(s3: Any, settings: Settings, place: tuple[str, str], prefix: str) -> Any:
    uri, owner = place
    _require_place(settings, uri, prefix)
    bucket, key = location(uri)
    with consent_needed(settings.project.sagemaker_project_id, settings.models.models_project, uri):
        return s3.get_object(Bucket=bucket, Key=key, ExpectedBucketOwner=owner)["Body"]


def _require_place(settings: Settings, uri: str, prefix: str) -> None:
    """A version may name any file; only those of its own project, in their own folder, are released."""
    bucket, key = location(uri)
    models = settings.models
    if not uri.startswith("s3://") or bucket != models.models_bucket or not key.startswith(prefix):
        raise ReleaseError(
            f"{uri} is not below s3://{models.models_bucket}/{prefix}, where project {models.models_project} stores it"
        )


def chunks(body: Any) -> Iterator[bytes]:
    while chunk := body.read(CHUNK):
        yield chunk
