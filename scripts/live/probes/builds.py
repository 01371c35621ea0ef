"""CodeBuild: limits, caches, and variables of failed builds."""

from typing import Any

from scripts.live.budget import BUILD, Cost
from scripts.live.calls import Answer
from scripts.live.fixtures import (
    BUCKET,
    EVENTS,
    ROLE,
    STACK,
    allow,
    bucket,
    events_queue,
    key,
    next_event,
    service_role,
)
from scripts.live.lab import Lab
from scripts.live.probe import Probe, Verdict, broken, held, undecided, verdict

BUILDS = "codebuild:CreateProject codebuild:StartBuild codebuild:BatchGetBuilds "
LIMIT_CODE = "AccountLimitExceededException"
WAITING = "version: 0.2\nphases:\n  build:\n    commands:\n      - sleep 60\n"
CACHING = """version: 0.2
phases:
  build:
    commands:
      - mkdir -p ~/.cache/pip
      - 'echo "found $(ls ~/.cache/pip | wc -l)"'
      - export FOUND="$(ls ~/.cache/pip | wc -l)"
      - touch ~/.cache/pip/$CODEBUILD_BUILD_NUMBER
cache:
  paths:
    - '/root/.cache/pip/**/*'
env:
  exported-variables: [FOUND]
"""
FAILING = """version: 0.2
env:
  exported-variables: [REASON]
phases:
  build:
    commands:
      - "false"
    finally:
      - export REASON="test_rows failed"
"""
REASON = {"name": "REASON", "value": "test_rows failed"}


def make_project(lab: Lab, role: str, buildspec: str, **options: Any) -> str:
    """A project without a source whose log is not kept."""
    refused = lab.create_patiently(
        "codebuild:CreateProject",
        name=lab.name(),
        source={"type": "NO_SOURCE", "buildspec": buildspec},
        artifacts={"type": "NO_ARTIFACTS"},
        environment={
            "type": "LINUX_CONTAINER",
            "image": "aws/codebuild/amazonlinux-x86_64-standard:6.0",
            "computeType": "BUILD_GENERAL1_SMALL",
        },
        serviceRole=role,
        logsConfig={"cloudWatchLogs": {"status": "DISABLED"}, "s3Logs": {"status": "DISABLED"}},
        **options,
    )
    if refused:
        raise refused
    return lab.name()


def start(lab: Lab) -> str:
    return lab("codebuild:StartBuild", projectName=lab.name())["build"]["id"]


def build(lab: Lab, identifier: str) -> Answer:
    """A build as it ended."""
    ended = lab.until("codebuild:BatchGetBuilds", lambda answer: answer["builds"][0]["buildComplete"], ids=[identifier])
    return ended["builds"][0]


def ask_limit(lab: Lab) -> Verdict:
    """Two builds at once, where the account's limit is one; elsewhere the question cannot be asked."""
    make_project(lab, service_role(lab, "build", "codebuild"), WAITING)
    first = start(lab)
    refused = lab.refusal("codebuild:StartBuild", projectName=lab.name())
    if refused:
        lab("codebuild:StopBuild", id=first)
        return verdict(refused.code == LIMIT_CODE, f"the second build is refused: {refused.code}")
    second = lab.calls[-1].answer["build"]["id"]
    waiting = lab.until("codebuild:BatchGetBuilds", _second_runs_or_first_ended, ids=[first, second])
    for identifier in (first, second):
        lab("codebuild:StopBuild", id=identifier)
    running = _phases(waiting).get(second)
    if running in ("SUBMITTED", "QUEUED"):
        return broken("the second build waited until the first had ended")
    return undecided("the account may run two builds at once; ask a new account")


def _phases(answer: Answer) -> dict[str, str]:
    return {build["id"]: build.get("currentPhase", "") for build in answer["builds"]}


def _second_runs_or_first_ended(answer: Answer) -> bool:
    ended = any(build["buildComplete"] for build in answer["builds"])
    return ended or not set(_phases(answer).values()) & {"SUBMITTED", "QUEUED"}


def ask_cache(lab: Lab) -> Verdict:
    """A second build has the file of the first, with permission to read and write objects, and for their key, alone."""
    store = bucket(lab)
    objects = f"arn:{lab.place.partition}:s3:::{store}/cache/*"
    made = key(lab)
    may_encrypt = allow(["kms:Decrypt", "kms:GenerateDataKey*"], [made])
    role = service_role(lab, "build", "codebuild", allow(["s3:GetObject", "s3:PutObject"], [objects]), may_encrypt)
    make_project(lab, role, CACHING, cache={"type": "S3", "location": f"{store}/cache"}, encryptionKey=made)
    first, ended = build(lab, start(lab)), build(lab, start(lab))
    if {first["buildStatus"], ended["buildStatus"]} != {"SUCCEEDED"}:
        return broken(f"the builds are {first['buildStatus']} and {ended['buildStatus']}")
    found = {item["name"]: item["value"] for item in ended.get("exportedEnvironmentVariables", [])}
    files = found.get("FOUND", "").strip()
    return verdict(files == "1", f"the second build found {files or 'no'} files of the first")


def ask_exported_variable(lab: Lab) -> Verdict:
    """A variable of `finally` in a phase that fails: in the build, and in its event."""
    make_project(lab, service_role(lab, "build", "codebuild"), FAILING)
    pattern = {
        "source": ["aws.codebuild"],
        "detail-type": ["CodeBuild Build State Change"],
        "detail": {"project-name": [lab.name()], "build-status": ["FAILED"]},
    }
    queue = events_queue(lab, pattern)
    ended = build(lab, start(lab))
    if REASON not in ended.get("exportedEnvironmentVariables", []):
        return broken("the build does not have the variable")
    detail = next_event(lab, queue)
    if not detail:
        return broken("no event of the failed build came")
    listed = detail["additional-information"].get("exported-environment-variables", [])
    return held("the build and its event have it") if REASON in listed else broken("the event does not have it")


PROBES = (
    Probe(
        1,
        "does an account refuse a build above its limit at once?",
        ask_limit,
        f"{ROLE}{BUILDS}codebuild:StopBuild",
        Cost(BUILD, 4),
    ),
    Probe(
        3,
        "are GetObject and PutObject enough for a cache in S3?",
        ask_cache,
        f"{ROLE}{BUCKET}{STACK}{BUILDS}",
        Cost(BUILD, 5),  # four minutes, and an hour of a key
    ),
    Probe(
        13,
        "is a variable that is exported in `finally` kept when its phase fails?",
        ask_exported_variable,
        f"{ROLE}{BUILDS}{EVENTS}",
        Cost(BUILD, 2),
    ),
)
