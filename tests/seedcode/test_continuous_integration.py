"""Every seed runs in four CI services besides CodeBuild, each a thin call of the seed's own Make targets."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.seedcode.drawers import kind

# At the root, where a service looks for it; Jenkins is given the path, and a training seed keeps its file in project/.
SERVICES = (".github/workflows/build.yml", ".gitlab-ci.yml", "bitbucket-pipelines.yml", "Jenkinsfile")
# What a command line may be besides a call of Make: handing the service's token to AWS's SDK.
PREPARATION = re.compile(r'(export [A-Z_]+=\S+|echo "\$[A-Z_]+" > "\$AWS_WEB_IDENTITY_TOKEN_FILE")')
TRAINING = {"test", "data", "pipeline"}


def scripts(node: Any) -> Iterator[str]:
    """The command lines of a YAML file, wherever the service wants them."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name in ("run", "script"):
                yield from [value] if isinstance(value, str) else value
            else:
                yield from scripts(value)
    elif isinstance(node, list):
        for item in node:
            yield from scripts(item)


def file_of(service: str, seed: Path) -> Path:
    inside = service == "Jenkinsfile" and kind(seed) == "training"
    return seed / "project" / service if inside else seed / service


def commands(file: Path) -> list[str]:
    if file.suffix == ".yml":
        return list(scripts(YAML(typ="safe").load(file)))
    return re.findall(r"\bsh '([^']*)'", file.read_text())


def called(file: Path) -> set[str]:
    return {line.removeprefix("make ") for line in commands(file) if line.startswith("make ")}


def targets(seed: Path) -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", (seed / "Makefile").read_text(), re.M))


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_calls_only_targets_that_exist_and_does_nothing_else(original, service):
    lines = commands(file_of(service, original))
    assert [line for line in lines if not line.startswith("make ") and not PREPARATION.fullmatch(line)] == []
    assert called(file_of(service, original)) <= targets(original)


@pytest.mark.parametrize("service", SERVICES)
def test_a_service_tests_and_sends_the_pipeline_if_there_is_one(original, service):
    assert called(file_of(service, original)) == (TRAINING if kind(original) == "training" else {"test"})


@pytest.mark.parametrize("service", SERVICES)
def test_no_service_holds_a_key(original, service):
    assert not re.search("AKIA|ACCESS_KEY|SECRET", file_of(service, original).read_text(), re.I)


@pytest.mark.parametrize("service", SERVICES[:3])
def test_a_service_that_reaches_aws_says_who_it_is(original, service):
    text = (original / service).read_text()
    if kind(original) == "training":
        assert re.search("id-token: write|id_tokens:|oidc: true", text)


def test_a_third_party_action_is_pinned_by_its_commit_with_the_version_beside(original):
    """A tag can be moved to other code, and the job has the role of the project."""
    lines = re.findall(r"uses: (.*)", (original / SERVICES[0]).read_text())
    assert lines
    assert [line for line in lines if not re.fullmatch(r"[\w/-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+", line)] == []


def test_tests_leave_a_report_that_codebuild_reads(original):
    if kind(original) == "training":
        found = YAML(typ="safe").load(original / "buildspec.yml")
        report = found["reports"]["tests"]
        runs = [line for line in (original / "Makefile").read_text().splitlines() if "--junitxml" in line]
        reports = [line.rpartition("--junitxml=$(BUILD)/")[2] for line in runs]
        assert reports == ["reports/steps.xml", "reports/pipeline.xml"]
        assert report["base-directory"] == "build/reports"
        assert "make --jobs=2 --output-sync=target test" in found["phases"]["build"]["commands"]


def test_the_builds_of_aws_call_targets_that_exist(original):
    if kind(original) == "training":
        phases = YAML(typ="safe").load(original / "buildspec.yml")["phases"].values()
        last = [line for phase in phases for line in phase.get("finally", [])]
        assert last == ['export OUTCOME="$(make --silent outcome)"']
        lines = [*(line for phase in phases for line in phase["commands"]), "make outcome"]
        words = {word for line in lines for word in line.removeprefix("make ").split()}
        assert {word for word in words if not word.startswith("--")} <= targets(original)
        assert all(line.startswith("make ") for line in lines)
