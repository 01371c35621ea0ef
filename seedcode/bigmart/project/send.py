"""Gives the state machines their definitions, and starts the joined one, or continues what failed (redrive).

An execution that failed is continued if the same commit would be started for the same data, or if it failed while it
trained: then the data are what can have been repaired. A version that was rejected is not registered again.
"""

import argparse
import json
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import boto3

from project.checks import problems
from project.code_bundle import read_bundle, upload
from project.data import stored_digest
from project.definitions import PARTS, definition, read
from project.settings import Settings, read_settings

OUTCOME = Path("build/outcome.txt")  # what `make outcome` shows
FAILED = ("FAILED", "TIMED_OUT", "ABORTED")
REJECTED = '"Error":"Rejected"'


def commit(environment: Mapping[str, str] = os.environ) -> str:
    """The commit that is built: every CI has its own name for it, and CodeBuild's cannot be chosen."""
    return environment.get("SOURCE_COMMIT") or environment.get("CODEBUILD_RESOLVED_SOURCE_VERSION") or "none"


def define(states: Any, settings: Settings) -> list[str]:
    """Every machine with the definition of this commit; roles and names are not touched."""
    found = [sentence for part in PARTS for sentence in problems(part, read(part))]
    if found:
        raise ValueError("; ".join(found))
    for part in PARTS:
        states.update_state_machine(stateMachineArn=settings.machine(part), definition=definition(part, settings))
    return [settings.machine(part).rpartition(":")[2] for part in PARTS]


def last(states: Any, settings: Settings) -> dict[str, Any]:
    """The newest execution of the joined machine; empty if there is none."""
    found = states.list_executions(stateMachineArn=settings.workflow, maxResults=1)["executions"]
    return states.describe_execution(executionArn=found[0]["executionArn"]) if found else {}


def reason_to_continue(execution: Mapping[str, Any], given: Mapping[str, str]) -> str:
    """Why an execution is continued instead of a new one being started; empty if it is not."""
    if execution.get("redriveStatus") != "REDRIVABLE" or execution["status"] not in FAILED:
        return ""
    before, cause = json.loads(execution["input"]), execution.get("cause", "")
    if REJECTED in cause.replace(" ", "").replace("\\", ""):
        return ""
    if (before["commit"], before["code"]) != (given["commit"], given["code"]):
        return ""
    if before["data_digest"] == given["data_digest"]:
        return "the same code and data"
    return "other data, and it failed while it trained" if "-train:" in cause else ""


def start(states: Any, settings: Settings, given: Mapping[str, str]) -> str:
    """Start or continue; says which."""
    earlier = last(states, settings)
    if earlier.get("status") == "RUNNING":
        return f"not started: {earlier['executionArn']} is running"
    if reason := reason_to_continue(earlier, given):
        states.redrive_execution(executionArn=earlier["executionArn"])
        return f"continued {earlier['executionArn']}: {reason}"
    name = f"{given['commit'][:7]}-{time.time_ns() // 1_000_000}"
    started = states.start_execution(stateMachineArn=settings.workflow, name=name, input=json.dumps(given))
    return f"started {started['executionArn']}"


def send(settings: Settings, action: str) -> None:
    session = boto3.Session(region_name=settings.region)
    states, bundle = session.client("stepfunctions"), read_bundle()
    given = {"code": upload(bundle, settings, session.client("s3")), "data": settings.data_uri, "commit": commit()}
    print(f"machines   {', '.join(define(states, settings))}")
    if action == "run":
        outcome = start(states, settings, {**given, "data_digest": stored_digest(settings.data_uri)})
        print(f"execution  {outcome}")
        OUTCOME.parent.mkdir(exist_ok=True)
        OUTCOME.write_text(f"{outcome}\n", encoding="utf-8")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("action", choices=["define", "run"], help="give the definitions; and start or continue")
    action = parser.parse_args().action
    try:
        send(read_settings(), action)
    except (ValueError, FileNotFoundError) as error:
        print(f"error: {error}", file=sys.stderr)
        OUTCOME.parent.mkdir(exist_ok=True)
        OUTCOME.write_text(f"{error}\n", encoding="utf-8")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
