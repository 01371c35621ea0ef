"""Writes what CloudFormation deploys: the endpoint's template and, for each stage, the values that go into it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from botocore.exceptions import ClientError

from deployment import contract, registry, serverless
from deployment.choices import Choices, read_choices
from deployment.consent import consent_needed
from deployment.copies import Copies, OtherFileError
from deployment.endpoint import Served, template
from deployment.message import Change, message, quality
from deployment.objects import open_model, read_evaluation
from deployment.parameters import stage_file
from deployment.registry import ModelVersion
from deployment.running import Released, in_production, released
from deployment.settings import STAGES, ReleaseError, Settings


@dataclass(frozen=True)
class Services:
    """Clients of AWS. `owner` is the account of the project."""

    sagemaker: Any
    s3: Any
    pipeline: Any
    owner: str
    region: str


def prepare(settings: Settings, services: Services, repository: Path, folder: Path) -> ModelVersion:
    """Decide on a version, copy its file, and write everything under the folder.

    What people may have got wrong is looked at before the model's file is, which may be large.
    """
    project, models = settings.project, settings.models
    choices = read_choices(repository)
    contract.check(repository)
    group = models.model_package_group_name
    with consent_needed(project.sagemaker_project_id, models.models_project, group):
        model = registry.resolve(services.sagemaker, group, settings.run.model_package_arn)
    serverless.check(project.endpoint_type, model)
    documents: dict[str, Mapping[str, Any]] = {
        f"{stage}.json": stage_file(settings, choices, model, stage) for stage in STAGES
    }
    documents["expected_answers.json"] = golden_requests(settings, services, repository, model)
    summary, after = summarize(settings, services, choices, model)
    model = with_copy(settings, services, model)
    served = Served(project.endpoint_type, project.traffic, choices, model.container)
    documents["endpoint.json"] = template(served)
    texts = {"model-package.txt": model.arn, "summary.txt": summary, "released.txt": after.text()}
    write(folder, {name: pretty(document) for name, document in documents.items()} | texts)
    return model


def with_copy(settings: Settings, services: Services, model: ModelVersion) -> ModelVersion:
    """The version with the project's own copy of its file, which no one can replace, in the place of the file."""
    copies, digest = Copies(services.s3, settings.project, services.owner), model.digest
    if copies.is_there(digest):
        copies.verify(digest)
    else:
        copy_file(copies, open_model(services.s3, settings, model), model)
    return replace(model, container=model.container | {"ModelDataUrl": copies.uri(digest)})


def copy_file(copies: Copies, body: Any, model: ModelVersion) -> None:
    try:
        copies.write(body, model.digest)
    except OtherFileError as error:
        raise ReleaseError(
            f"{model.model_uri} is not the file that was registered as version {model.version}: "
            f"its SHA-256 is {error}, the registry has {model.digest}. "
            "Find out who replaced it; then restore its earlier version in the bucket, or train another model"
        ) from error


def golden_requests(settings: Settings, services: Services, repository: Path, model: ModelVersion) -> Mapping[str, Any]:
    """Requests with the answers that this version gave when it was evaluated; without them, those of the repository."""
    uri = model.properties.get("golden_requests")
    if not uri:
        return contract.golden_requests(repository)
    document = read_evaluation(services.s3, settings, uri, model.account)
    contract.check_requests(uri, document)
    return document


def summarize(settings: Settings, services: Services, choices: Choices, model: ModelVersion) -> tuple[str, Released]:
    """The message for the approver, and what will run in production."""
    project = settings.project
    after, before = released(project, choices, model), in_production(services.pipeline, settings.run.pipeline_name)
    change = Change(
        model=model,
        after=after,
        before=before,
        quality=metrics_of(settings, services, model),
        quality_before=metrics_before(settings, services, before),
        console=project.console,
        region=services.region,
    )
    return message(change), after


def metrics_of(settings: Settings, services: Services, model: ModelVersion) -> dict[str, float]:
    """The numbers that the model was registered with, by name; none if there are none."""
    if not model.metrics_uri:
        return {}
    return quality(read_evaluation(services.s3, settings, model.metrics_uri, model.account))


def metrics_before(settings: Settings, services: Services, before: Released | None) -> dict[str, float]:
    """Those of the version in production; none if they cannot be read any more, which must not stop its successor."""
    if before is None:
        return {}
    try:
        return metrics_of(settings, services, registry.describe(services.sagemaker, before.package))
    except (ClientError, ReleaseError):
        return {}


def write(folder: Path, files: Mapping[str, str]) -> None:
    """All files or, if one of them cannot be made, none: they are text by now."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(f"{text.rstrip()}\n", encoding="utf-8")


def pretty(document: Any) -> str:
    return json.dumps(document, indent=2)
