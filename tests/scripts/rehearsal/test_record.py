"""The record of a rehearsal as JSON."""

import json
from datetime import UTC, datetime
from typing import Any

from scripts.errors import UnfinishedError
from scripts.launch import LaunchedProject
from scripts.rehearsal.attacks.attack import Attempt
from scripts.rehearsal.availability import ProbeResult
from scripts.rehearsal.findings import Findings
from scripts.rehearsal.record import record
from scripts.rehearsal.steps import StepResult
from scripts.rehearsal.usage import RoleUsage

STARTED = datetime(2026, 11, 21, 4, 5, 6, tzinfo=UTC)
FAILURE = UnfinishedError("exit 1", hint="fix it")
RESULTS = (StepResult("launch", 0.0, 2.0, "demo"), StepResult("build", 2.0, 1.00049, "exit 1", FAILURE))


def recorded(given: Findings | None) -> dict[str, Any]:
    return json.loads(record("build-train", STARTED, RESULTS, given))


def findings() -> Findings:
    usage = RoleUsage(
        "arn:role/a/b", {"s3:GetObject": 3}, {"kms:Decrypt": 1}, ("s3:PutObject",), ("s3:GetObject", "s3:PutObject")
    )
    return Findings(
        project=LaunchedProject("demo", "p-0123456789ab", "222222222222", {}),
        trainings=(),
        qualities=(),
        probed=(ProbeResult(0.0, 0.1, "7.5"), ProbeResult(0.5, 0.1, "", "ModelError: broken")),
        usage={"staging 333333333333": (usage,)},
        attempts=(Attempt(2, "reads it", "build", "refused", "AccessDenied: no"),),
    )


def test_the_record_has_the_steps_and_the_calls_of_each_role() -> None:
    assert recorded(findings()) == {
        "accounts": {
            "staging": {
                "account": "333333333333",
                "roles": {
                    "b": {
                        "allowed": {"s3:GetObject": 3},
                        "denied": {"kms:Decrypt": 1},
                        "granted": ["s3:GetObject", "s3:PutObject"],
                        "unused": ["s3:PutObject"],
                    }
                },
            }
        },
        "attacks": [
            {
                "finding": 2,
                "sentence": "reads it",
                "attacker": "build",
                "verdict": "refused",
                "answer": "AccessDenied: no",
            }
        ],
        "started": "2026-11-21T04:05:06.000+00:00",
        "product": "build-train",
        "project": {"account": "222222222222", "id": "p-0123456789ab", "name": "demo"},
        "requests": {"sent": 2, "failed": 1},
        "steps": [
            {"started": 0.0, "failed": False, "outcome": "demo", "seconds": 2.0, "title": "launch"},
            {"started": 2.0, "failed": True, "outcome": "exit 1", "seconds": 1.0, "title": "build"},
        ],
    }


def test_two_records_of_the_same_rehearsal_are_the_same_text() -> None:
    text = record("build-train", STARTED, RESULTS, findings())
    assert text == json.dumps(json.loads(text), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def test_a_rehearsal_that_never_launched_has_a_record_too() -> None:
    document = recorded(None)
    assert document["project"] is None
    assert document["accounts"] == {}
    assert [step["title"] for step in document["steps"]] == ["launch", "build"]
