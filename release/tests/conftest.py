"""A project to release for, its repository, and the registry and store behind it."""

import json
from dataclasses import replace

import pytest

from deployment.prepare import Services, prepare
from deployment.settings import EndpointType, Models, Project, Run, Settings, Stage, Traffic
from memory import ACCOUNT, BUCKET, GROUP, OWNER, SOURCE, History, Registry, Store


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def registry(store: Store) -> Registry:
    return Registry(store)


@pytest.fixture
def project() -> Project:
    return Project(
        sagemaker_project_name="demo",
        sagemaker_project_id="p-abc123def456",
        artifact_bucket=BUCKET,
        kms_key_arn=f"arn:aws:kms:us-east-1:{ACCOUNT}:key/11111111-2222-3333-4444-555555555555",
        endpoint_type=EndpointType.REAL_TIME,
        traffic=Traffic.CANARY,
        console="https://us-east-1.console.aws.amazon.com",
    )


@pytest.fixture
def run() -> Run:
    return Run(
        model_package_arn="none",
        source_commit="4f1c2d3",
        pipeline_execution_id="11111111-aaaa-bbbb-cccc-222222222222",
        pipeline_name="sagemaker-demo-p-abc123def456-deploy",
    )


@pytest.fixture
def settings(project: Project, run: Run) -> Settings:
    stages = {
        name: Stage(
            endpoint=f"demo-p-abc123def456-{suffix}",
            execution_role_arn=f"arn:aws:iam::{account}:role/mlops-catalog/sagemaker-p-abc123def456-{name}-endpoint",
            place=f"s3://{BUCKET}/endpoints/{name}",
            subnets="none",
            security_groups="none",
        )
        for name, suffix, account in (("staging", "staging", "333333333333"), ("production", "live", "444444444444"))
    }
    return Settings(project, Models(GROUP, SOURCE, OWNER), run, stages)


@pytest.fixture
def repository(tmp_path):
    """A repository with the files that the seed has, as small as they can be."""
    folder = tmp_path / "repository"
    (folder / "contract").mkdir(parents=True)
    request = {"name": "one", "body": "1,2", "content_type": "text/csv", "accept": "text/csv"}
    (folder / "contract" / "expected_answers.json").write_text(json.dumps({"requests": [request]}))
    (folder / "contract" / "budget.json").write_text(json.dumps({"tolerance": 0.1, "refused": [request]}))
    return folder


@pytest.fixture
def services(registry, store):
    return Services(registry, store, History(), ACCOUNT, "us-east-1")


@pytest.fixture
def release(settings, services, repository, tmp_path):
    """Runs `prepare`, with other settings or services if named; the folder that it wrote."""

    def run_it(folder="build", history=None, **changes):
        own = {part: value for part, value in changes.items() if part in ("models", "run", "stages")}
        of_project = {name: value for name, value in changes.items() if name not in own}
        chosen = replace(settings, project=replace(settings.project, **of_project), **own)
        used = replace(services, pipeline=history) if history else services
        prepare(chosen, used, repository, tmp_path / folder)
        return tmp_path / folder

    return run_it


def read(folder, name):
    return json.loads((folder / name).read_text())
