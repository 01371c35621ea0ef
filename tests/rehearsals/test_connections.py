"""A project on a repository that a team already has, at a provider behind a connection: filled once, then pushed to."""

import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

SEED = Path(__file__).resolve().parents[2] / "seedcode" / "weather"
REPOSITORY = "acme/forecast"
ECHO = "version: 0.2\nphases:\n  build:\n    commands:\n      - echo nothing to train\n"


@pytest.fixture(scope="module")
def connection(published: str, sandbox) -> str:
    """A connection of the development account, and behind it an empty repository."""
    bare = sandbox.state / "provider" / f"{REPOSITORY}.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", bare], check=True)
    client = sandbox.client("codeconnections", "development")
    return client.create_connection(ProviderType="GitHub", ConnectionName="acme")["ConnectionArn"]


@pytest.fixture(scope="module")
def launched(connection: str, command_line) -> str:
    """What the launch of a project on that repository printed."""
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
    """Creating a pipeline starts it; that build of the whole seed is not what these tests are about."""
    client, builds = sandbox.client("codepipeline", "development"), sandbox.client("codebuild", "development")
    for each in client.list_pipeline_executions(pipelineName=pipeline(sandbox))["pipelineExecutionSummaries"]:
        if each["status"] == "InProgress":
            identifier = each["pipelineExecutionId"]
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
    return next(each["name"] for each in listed if project in each["name"])


def ended(sandbox, trigger: str, revision: str) -> dict[str, Any]:
    """The execution that the trigger started for a commit, when it is over."""
    client, name, deadline = sandbox.client("codepipeline", "development"), pipeline(sandbox), time.monotonic() + 90
    while time.monotonic() < deadline:
        for each in client.list_pipeline_executions(pipelineName=name)["pipelineExecutionSummaries"]:
            commits = [source["revisionId"] for source in each.get("sourceRevisions", [])]
            over = each["status"] not in ("InProgress", "Stopping")
            if over and each["trigger"]["triggerType"] == trigger and revision in commits:
                return each
        time.sleep(0.2)
    raise AssertionError(client.list_pipeline_executions(pipelineName=name))


def test_empty_repository_is_filled_with_the_seed_in_one_commit(clone: Path) -> None:
    assert git(clone, "log", "--format=%s") == "Start with the seed"
    tracked = git(clone, "ls-files").splitlines()
    assert "README.md" in tracked
    for name in tracked:
        assert (clone / name).read_bytes() == (SEED / name).read_bytes()


def test_the_printed_address_is_the_providers(launched: str, clone: Path) -> None:
    assert f"https://github.com/{REPOSITORY}.git" in launched.replace("\n", "")


def test_push_starts_the_pipeline_by_its_trigger_and_its_build_runs(clone: Path, sandbox, connection: str) -> None:
    stop_first_execution(sandbox)
    for buildspec in clone.glob("buildspec*.yml"):
        buildspec.write_text(ECHO)
    git(clone, "commit", "-qam", "Only say something")
    git(clone, "push", "-q")
    execution = ended(sandbox, "WebhookV2", git(clone, "rev-parse", "HEAD"))
    assert execution["status"] == "Succeeded", execution
    assert execution["trigger"]["triggerDetail"] == connection
    builds = sandbox.client("codebuild", "development")
    identifiers = builds.list_builds_for_project(projectName=pipeline(sandbox))["ids"]
    built = builds.batch_get_builds(ids=identifiers)["builds"]
    assert any(each["buildStatus"] == "SUCCEEDED" for each in built)
