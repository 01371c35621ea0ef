"""An attack on what is released to a stage: code in the repository that wants to run as the release step."""

from typing import Any

from scripts.rehearsal.attacks.attack import Attack, RefusedError
from scripts.rehearsal.attacks.scene import NotYetError, Scene, Session
from templates import names

MARK = "code of the repository runs as the release step"
_SHOUT = f'print("{MARK}", flush=True)\n'
_MODULES = (
    *("deploy/__init__.py", "deploy/__main__.py", "deploy/prepare.py", "deployment/__init__.py", "release/__init__.py"),
    *("__init__.py", "__main__.py", "sitecustomize.py", "usercustomize.py", "conftest.py", "setup.py"),
    *("boto3.py", "botocore.py", "hashlib.py", "json.py", "pathlib.py", "zipfile.py"),
)
"""Names that Python looks for, or that the release step imports."""
_COMMAND = f'echo "{MARK}"'
FILES = {
    **dict.fromkeys(_MODULES, _SHOUT),
    "buildspec.yml": f"version: 0.2\nphases:\n  build:\n    commands:\n      - {_COMMAND}\n",
    "Makefile": f".DEFAULT:\n\t@{_COMMAND}\n",
    ".bashrc": f"{_COMMAND}\n",
}
"""What the attacker pushes to the repository of a project that deploys."""


def run_pushed_code(session: Session, scene: Scene) -> object:
    """Whether a build of the release step printed the mark; the first one of the pipeline is that of the launch."""
    builds = session.client("codebuild")
    found = builds.list_builds_for_project(projectName=scene.own["deploy"].build_name(names.PREPARE_BUILD))["ids"]
    records = builds.batch_get_builds(ids=found)["builds"]
    ended = [item for item in records if item["buildComplete"] and item["initiator"].startswith("codepipeline/")]
    if len(ended) < 2:
        raise NotYetError
    lines = [line for build in ended for line in _lines(session.client("logs"), build["logs"])]
    printed = [line for line in lines if line.startswith(MARK)]
    if printed:
        return printed[0]
    raise RefusedError(f"the release step ran without it, {len(lines)} lines of log")


def _lines(logs: Any, log: dict[str, str]) -> list[str]:
    found = logs.get_log_events(logGroupName=log["groupName"], logStreamName=log["streamName"], startFromHead=True)
    return [event["message"] for event in found["events"]]


ATTACKS = (Attack(8, MARK, "owner", run_pushed_code, "ran without it"),)
