"""The record of a rehearsal: what it says, and whose calls it counts."""

import json
from datetime import UTC, datetime
from typing import Any

from scripts.errors import UnfinishedError
from scripts.launch import LaunchedProject
from scripts.rehearsal.findings import Findings
from scripts.rehearsal.record import record
from scripts.rehearsal.rehearse import rehearse
from scripts.rehearsal.stages import Passed
from scripts.rehearsal.traffic import Asked
from scripts.rehearsal.usage import RoleUse

BEGAN = datetime(2026, 11, 21, 4, 5, 6, tzinfo=UTC)
FAILURE = UnfinishedError("exit 1", hint="mend it")
PASSED = (Passed("launch", 0.0, 2.0, "demo"), Passed("build", 2.0, 1.00049, "exit 1", FAILURE))


def recorded(findings: Findings | None) -> dict[str, Any]:
    return json.loads(record("build-train", BEGAN, PASSED, findings))


def found() -> Findings:
    use = RoleUse(
        "arn:role/a/b", {"s3:GetObject": 3}, {"kms:Decrypt": 1}, ("s3:PutObject",), ("s3:GetObject", "s3:PutObject")
    )
    return Findings(
        project=LaunchedProject("demo", "p-1", "222222222222", {}),
        trainings=(),
        qualities=(),
        asked=(Asked(0.0, 0.1, "7.5"), Asked(0.5, 0.1, "", "ModelError: broken")),
        uses={"staging 333333333333": (use,)},
    )


def test_the_record_says_what_was_done_and_by_which_roles() -> None:
    assert recorded(found()) == {
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
        "began": "2026-11-21T04:05:06.000+00:00",
        "product": "build-train",
        "project": {"account": "222222222222", "id": "p-1", "name": "demo"},
        "requests": {"asked": 2, "failed": 1},
        "stages": [
            {"began": 0.0, "failed": False, "outcome": "demo", "seconds": 2.0, "title": "launch"},
            {"began": 2.0, "failed": True, "outcome": "exit 1", "seconds": 1.0, "title": "build"},
        ],
    }


def test_two_records_of_the_same_rehearsal_are_the_same_text() -> None:
    text = record("build-train", BEGAN, PASSED, found())
    assert text == json.dumps(json.loads(text), indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def test_a_rehearsal_that_never_launched_has_a_record_too() -> None:
    document = recorded(None)
    assert document["project"] is None
    assert document["accounts"] == {}
    assert [stage["title"] for stage in document["stages"]] == ["launch", "build"]


def test_calls_of_the_deletion_count_for_roles_that_are_gone_by_then(
    people: Any, order: Any, watch: Any, world: Any
) -> None:
    done = rehearse(order, people, watch, keep=False)
    assert done.findings is not None
    assert list(done.findings.uses) == [f"{part} 222222222222" for part in ("development", "staging", "production")]
    for (use,) in done.findings.uses.values():
        assert use.allowed == {"cloudformation:DeleteStack": len(world.deleted)}
        assert use.unused == ("cloudformation:CreateStack",)


def test_each_account_is_asked_for_the_roles_that_a_project_uses_there(
    people: Any, order: Any, watch: Any, world: Any
) -> None:
    rehearse(order, people, watch, keep=True)
    development, *stages = world.asked_for
    of_a_stage = ("deploy", "cloudformation", "endpoint", "endpoint-test", "cleanup-function")
    assert {"sagemaker-p-1-*", "mlops-catalog-approver", "mlops-catalog-launch"} <= set(development)
    assert stages == [tuple(f"mlops-catalog-{name}" for name in of_a_stage)] * 2
