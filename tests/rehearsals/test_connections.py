"""A project whose repository is at a provider behind a connection: it is filled once, then pushed to."""

import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

SEED = Path(__file__).resolve().parents[2] / "seedcode" / "weather"
REPOSITORY = "acme/forecast"
ECHO = "version: 0.2\nphases:\n  build:\n    commands:\n      - echo no training\n"


@pytest.fixture(scope="module")
def connection(published: str, sandbox) -> str:
    """A connection of the development account, and behind it an empty repository."""
    bare = sandbox.state / "provider" / f"{REPOSITORY}.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", bare], check=True)
    client = sandbox.client("codeconnections", "development")
    tags = [{"Key": "mlops-catalog:launchers", "Value": "AmazonSageMaker-ExecutionRole-"}]
    return client.create_connection(ProviderType="GitHub", ConnectionName="acme", Tags=tags)["ConnectionArn"]


@pytest.mark.parametrize("launchers", [None, "AmazonSageMaker-ExecutionRole-other", "OtherTeam-"])
def test_the_connection_of_another_team_cannot_be_launched_with(
    published: str, sandbox, command_line, launchers: str | None
) -> None:
    client, name = sandbox.client("codeconnections", "development"), f"other-{len(launchers or '')}"
    tags = [{"Key": "mlops-catalog:launchers", "Value": launchers}] if launchers else []
    other = client.create_connection(ProviderType="GitHub", ConnectionName=name, Tags=tags)["ConnectionArn"]
    chosen = ("-p", f"CodeConnectionArn={other}", "-p", f"BuildRepositoryName={REPOSITORY}")
    done = command_line("data-scientist", "launch", "build-train", name, *chosen)
    assert done.returncode == 3
    assert f"Connection {other} is not for launches of" in done.stderr


@pytest.fixture(scope="module")
def launched(connection: str, command_line) -> str:
    """The output of a launch with that repository."""
    chosen = ("-p", f"CodeConnectionArn={connection}", "-p", f"BuildRepositoryName={REPOSITORY}")
    done = command_line("data-scientist", "launch", "build-train", "connected", *chosen)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def clone(launched: str, sandbox, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("connected") / "forecast"
    address, include = (
        f"{sandbox.endpoint}/provider/{REPOSITORY}.git",
        f"include.path={sandbox.state / 'gitconfig'}",
    )
    subprocess.run(["git", "clone", "-q", "-c", include, address, str(folder)], check=True)
    return folder


def git(folder: Path, *arguments: str) -> str:
    author = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com"]
    done = subprocess.run(["git", "-C", str(folder), *author, *arguments], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def stop_first_execution(sandbox) -> None:
    """A new pipeline starts at once; these tests do not need the build of the whole seed."""
    client, builds = sandbox.client("codepipeline", "development"), sandbox.client("codebuild", "development")
    for summary in client.list_pipeline_executions(pipelineName=pipeline(sandbox))["pipelineExecutionSummaries"]:
        if summary["status"] == "InProgress":
            identifier = summary["pipelineExecutionId"]
            client.stop_pipeline_execution(pipelineName=pipeline(sandbox), pipelineExecutionId=identifier, abandon=True)
    for project in builds.list_projects()["projects"]:
        found = builds.list_builds_for_project(projectName=project)["ids"]
        for build in builds.batch_get_builds(ids=found)["builds"] if found else []:
            if not build["buildComplete"]:
                builds.stop_build(id=build["id"])


def pipeline(sandbox) -> str:
    """The project's delivery pipeline."""
    listed = sandbox.client("codepipeline", "development").list_pipelines()["pipelines"]
    project = sandbox.client("sagemaker", "development").describe_project(ProjectName="connected")["ProjectId"]
    return next(item["name"] for item in listed if project in item["name"])


def finished_execution(sandbox, trigger: str, revision: str) -> dict[str, Any]:
    """The execution that the trigger started for a commit, when it is finished."""
    client, name, deadline = sandbox.client("codepipeline", "development"), pipeline(sandbox), time.monotonic() + 90
    while time.monotonic() < deadline:
        for summary in client.list_pipeline_executions(pipelineName=name)["pipelineExecutionSummaries"]:
            commits = [source["revisionId"] for source in summary.get("sourceRevisions", [])]
            finished = summary["status"] not in ("InProgress", "Stopping")
            if finished and summary["trigger"]["triggerType"] == trigger and revision in commits:
                return summary
        time.sleep(0.2)
    raise AssertionError(client.list_pipeline_executions(pipelineName=name))


def test_empty_repository_is_filled_with_the_seed_in_one_commit(clone: Path) -> None:
    assert git(clone, "log", "--format=%s") == "Start with the seed"
    tracked = git(clone, "ls-files").splitlines()
    assert "README.md" in tracked
    for name in tracked:
        assert (clone / name).read_bytes() == (SEED / name).read_bytes()


def test_the_printed_address_is_that_of_the_provider(launched: str, clone: Path) -> None:
    assert f"https://github.com/{REPOSITORY}.git" in launched.replace("\n", "")


def test_push_starts_the_pipeline_by_its_trigger_and_its_build_runs(clone: Path, sandbox, connection: str) -> None:
    stop_first_execution(sandbox)
    for buildspec in clone.glob("buildspec*.yml"):
        buildspec.write_text(ECHO)
    git(clone, "commit", "-qam", "Build nothing")
    git(clone, "push", "-q")
    execution = finished_execution(sandbox, "WebhookV2", git(clone, "rev-parse", "HEAD"))
    assert execution["status"] == "Succeeded", execution
    assert execution["trigger"]["triggerDetail"] == connection
    codebuild = sandbox.client("codebuild", "development")
    identifiers = codebuild.list_builds_for_project(projectName=pipeline(sandbox))["ids"]
    builds = codebuild.batch_get_builds(ids=identifiers)["builds"]
    assert any(build["buildStatus"] == "SUCCEEDED" for build in builds)
