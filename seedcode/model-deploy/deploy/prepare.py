"""Writes what CloudFormation deploys: the endpoint's template and, for each stage, the values that go into it."""

import json
from pathlib import Path
from typing import Any

from deploy import registry, serverless
from deploy.endpoint import parameter_names, template
from deploy.registry import ModelVersion
from deploy.settings import STAGES, Project, Release
from deploy.traffic import instances

INSTANCE_TYPE = "ml.m5.large"
CONTRACT = Path(__file__).parent.parent / "contract"
SUMMARY_LENGTH = 900  # an approval message holds 1,000 characters


def stage_file(project: Project, release: Release, model: ModelVersion, stage: str) -> dict[str, Any]:
    """Parameters and tags of a stage's stack, in the form of a CodePipeline template configuration."""
    values = {
        "Stage": stage,
        "EndpointName": project.endpoint_name(stage),
        "ExecutionRoleArn": f"arn:aws:iam::{release.account(stage)}:role/mlops-catalog/mlops-catalog-endpoint",
        "ModelPackageArn": model.arn,
        "ModelVersion": str(model.version),
        "ModelDigest": model.properties["model_sha256"],
        "SourceCommit": release.source_commit,
        "PipelineExecutionId": release.pipeline_execution_id,
        "InstanceType": INSTANCE_TYPE,
        "InstanceCount": str(instances(project.endpoint_type, release.traffic, stage)),
        "KmsKeyArn": project.kms_key_arn,
        "Place": project.place(stage),
        "DataCapturePercentage": "0",
    }
    tags = {
        "sagemaker:project-name": project.sagemaker_project_name,
        "sagemaker:project-id": project.sagemaker_project_id,
        "stage": stage,
        "model-version": str(model.version),
        "source-commit": release.source_commit,
        "pipeline-execution": release.pipeline_execution_id,
    }
    return {"Parameters": {name: values[name] for name in parameter_names(project.endpoint_type)}, "Tags": tags}


def quality(s3: Any, model: ModelVersion) -> dict[str, float]:
    """The numbers that the model was registered with, by name; none if there are none."""
    if not model.metrics_uri:
        return {}
    document = registry.read_json(s3, model.metrics_uri, model.account)
    groups = [group for name, group in document.items() if name.endswith("_metrics")]
    return {name: metric["value"] for group in groups for name, metric in group.items()}


def summary(model: ModelVersion, before: ModelVersion | None, s3: Any) -> str:
    """One line for the person who approves: the version, its numbers, and those of the version before it."""
    numbers = quality(s3, model)
    past = quality(s3, before) if before else {}
    beside = {name: f" (version {before.version}: {past[name]:.4g})" for name in past} if before else {}
    listed = ", ".join(f"{name} {value:.4g}{beside.get(name, '')}" for name, value in sorted(numbers.items()))
    origin = model.properties.get("commit", "unknown")
    line = f"{model.group} version {model.version}: {listed or 'no metrics'}. Trained from commit {origin}. {model.arn}"
    return line[:SUMMARY_LENGTH]


def golden_requests(s3: Any, model: ModelVersion) -> dict[str, Any]:
    """Requests with the answers that this version gave when it was evaluated; without them, those of the repository."""
    uri = model.properties.get("golden_requests")
    return registry.read_json(s3, uri, model.account) if uri else json.loads((CONTRACT / "golden.json").read_text())


def write(folder: Path, files: dict[str, str]) -> None:
    """All files or, if one of them cannot be made, none: they are text by now."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text)


def pretty(document: Any) -> str:
    return json.dumps(document, indent=2) + "\n"


def prepare(project: Project, release: Release, sagemaker: Any, s3: Any, folder: Path) -> ModelVersion:
    """Decide on a version, check its file, and write everything under the folder."""
    model = registry.resolve(sagemaker, release.model_package_group_name, release.model_package_arn)
    registry.check_digest(s3, model)
    serverless.check(project.endpoint_type, sagemaker, model)
    files = {f"{stage}.json": pretty(stage_file(project, release, model, stage)) for stage in STAGES}
    files["endpoint.json"] = pretty(template(project.endpoint_type, release.traffic))
    files["summary.txt"] = summary(model, registry.previous(sagemaker, model), s3) + "\n"
    files["golden.json"] = pretty(golden_requests(s3, model))
    write(folder, files)
    return model
