"""Writes what CloudFormation deploys: the endpoint's template and, for each stage, the values that go into it."""

import json
from pathlib import Path
from typing import Any

from deploy import registry, serverless
from deploy.endpoint import parameter_names, template
from deploy.machines import INSTANCE_TYPE, instances
from deploy.registry import ModelVersion
from deploy.settings import STAGES, DeploymentSettings, Project

CONTRACT = Path(__file__).parent.parent / "contract"
SUMMARY_LENGTH = 900  # an approval message holds 1,000 characters


def stage_file(project: Project, settings: DeploymentSettings, model: ModelVersion, stage: str) -> dict[str, Any]:
    """Parameters and tags of a stage's stack, in the form of a CodePipeline template configuration."""
    values = {
        "Stage": stage,
        "EndpointName": project.endpoint_name(stage),
        "ExecutionRoleArn": settings.execution_role_arn(stage),
        "ModelPackageArn": model.arn,
        "ModelVersion": str(model.version),
        "ModelDigest": model.properties["model_sha256"],
        "SourceCommit": settings.source_commit,
        "PipelineExecutionId": settings.pipeline_execution_id,
        "InstanceType": INSTANCE_TYPE,
        "InstanceCount": str(instances(project.endpoint_type, settings.traffic, stage)),
        "KmsKeyArn": project.kms_key_arn,
        "Place": project.place(stage),
        "DataCapturePercentage": "0",
    }
    # A stack's tags are also its endpoint's, and changed tags would be an update of the endpoint at every push: what
    # changes with the run is a parameter, shown by the outputs.
    tags = {
        "sagemaker:project-name": project.sagemaker_project_name,
        "sagemaker:project-id": project.sagemaker_project_id,
        "stage": stage,
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
    if uri:
        return registry.read_json(s3, uri, model.account)
    return json.loads((CONTRACT / "expected_answers.json").read_text())


def write(folder: Path, files: dict[str, str]) -> None:
    """All files or, if one of them cannot be made, none: they are text by now."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text)


def pretty(document: Any) -> str:
    return json.dumps(document, indent=2) + "\n"


def prepare(project: Project, settings: DeploymentSettings, sagemaker: Any, s3: Any, folder: Path) -> ModelVersion:
    """Decide on a version, check its file, and write everything under the folder."""
    model = registry.resolve(sagemaker, settings.model_package_group_name, settings.model_package_arn)
    registry.check_digest(s3, model)
    serverless.check(project.endpoint_type, sagemaker, model)
    files = {f"{stage}.json": pretty(stage_file(project, settings, model, stage)) for stage in STAGES}
    files["endpoint.json"] = pretty(template(project.endpoint_type, settings.traffic, model.container))
    files["model-package.txt"] = model.arn + "\n"
    files["summary.txt"] = summary(model, registry.previous(sagemaker, model), s3) + "\n"
    files["expected_answers.json"] = pretty(golden_requests(s3, model))
    write(folder, files)
    return model
