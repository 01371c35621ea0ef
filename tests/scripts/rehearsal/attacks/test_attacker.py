"""A rehearsal beside an attacker, with people in memory."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from scripts.rehearsal.rehearse import RehearsalResult, rehearse
from tests.scripts.rehearsal.attacks.conftest import RefusedCallError


@dataclass
class Code:
    """The session of a role that runs the attacker's code; `open_bucket` is what S3 answers, if it answers."""

    open_bucket: object = None
    region: str = "us-east-1"

    def client(self, service: str) -> Any:
        if service != "s3" or self.open_bucket is None:
            raise RefusedCallError(f"AccessDenied: {service}")
        return self.open_bucket

    def assume(self, role: str, tags: Mapping[str, str]) -> "Code":
        if "p-000000000003" in role:  # its own
            return self
        raise RefusedCallError(f"AccessDenied: {role}")


@dataclass
class Team:
    """Those who attack; `stopped` are the pipelines that they stop after their launch."""

    buildspec: str = "version: 0.2"
    asset_bucket: str = "assets"
    open_bucket: object = None
    stopped: list[str] = field(default_factory=list)

    def people(self) -> Mapping[str, Code]:
        return {}

    def stop(self, pipeline: str) -> None:
        self.stopped.append(pipeline)

    def printed(self, group: str, stream: str) -> Code:
        return Code(self.open_bucket)

    def build(self, project: str) -> Code:
        return Code()

    def job(self, role: str) -> Code:
        return Code()

    def explain(self, error: Exception) -> str | None:
        return str(error) if isinstance(error, RefusedCallError) else None


@pytest.fixture
def team() -> Team:
    return Team()


@pytest.fixture
def attacked(people: Any, to_launch: Any, progress: Any, team: Team) -> RehearsalResult:
    return rehearse(to_launch, replace(people, attackers=team), progress, keep=False)


def test_the_attacker_is_launched_first_and_attacks_between_the_steps(attacked: RehearsalResult, world: Any) -> None:
    assert attacked.failure is None
    titles = [result.title for result in attacked.results]
    assert titles[:4] == ["launch an attacker", "the attacker's code runs", "launch", "attacks after launch"]
    assert titles[-2:] == ["attacks at the end", "delete"]
    assert [launched.product for launched in world.launched] == ["build-train", "build-train-deploy", "deploy"]


def test_the_attacker_deploys_the_models_of_the_project_without_asking(attacked: RehearsalResult, world: Any) -> None:
    assert world.launched[-1].parameters == {"ModelPackageGroupName": "ModelPackageGroupName"}
    assert "code of the repository runs as the release step" in "".join(world.commits.values())


def test_every_attempt_is_in_the_findings(attacked: RehearsalResult) -> None:
    assert attacked.findings
    made = attacked.findings.attempts
    assert {attempt.attacker for attempt in made} == {
        "build",
        "job",
        "prepare",
        "test",
        "production-test",
        "staging-test",
    }
    assert {attempt.verdict for attempt in made} == {"refused"}


def test_what_was_refused_is_attempted_again_at_the_end(attacked: RehearsalResult) -> None:
    assert attacked.findings
    counts = Counter((attempt.attacker, attempt.sentence) for attempt in attacked.findings.attempts)
    assert set(counts.values()) == {2}


def test_the_attackers_projects_are_deleted_too(attacked: RehearsalResult, world: Any) -> None:
    assert [name for name in world.deleted if "endpoint" not in name] == ["demo-dx", "demo-bx", "demo"]


class OpenBucket:
    """S3 without any refusal."""

    def put_object(self, **_: Any) -> Any:
        return {"ETag": "it is there"}

    def get_object(self, **_: Any) -> Any:
        return {"ContentLength": 1}


def test_an_attack_that_succeeds_fails_the_rehearsal_with_its_sentence(
    people: Any, to_launch: Any, progress: Any, world: Any, team: Team
) -> None:
    team.open_bucket = OpenBucket()
    result = rehearse(to_launch, replace(people, attackers=team), progress, keep=False)
    assert result.failure
    assert "attacks were not refused" in result.failure.problem
    assert "succeeded: finding 7: build of another project writes below data/: it is there" in result.failure.problem
    assert world.deleted == []


def test_without_an_attacker_nothing_is_attempted(people: Any, to_launch: Any, progress: Any) -> None:
    result = rehearse(to_launch, people, progress, keep=False)
    assert result.findings
    assert result.findings.attempts == ()
