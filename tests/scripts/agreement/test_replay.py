"""The calls of a case are made as they were recorded, and every answer gets a verdict."""

import json
from pathlib import Path
from typing import Any

import pytest

from scripts.agreement import run
from scripts.agreement.cases import read_cases
from scripts.agreement.reasons import Reasons
from scripts.agreement.replay import Keys, Replay
from scripts.agreement.table import table_of, to_json, to_markdown
from scripts.agreement.verdict import Answer, CaseVerdict, Refusal
from scripts.errors import ConfigurationError, UnfinishedError

OK = {"ResponseMetadata": {"HTTPStatusCode": 200}}


class Endpoint:
    """Answers calls from a list and keeps what it was called with."""

    def __init__(self, *answers: Answer) -> None:
        self.answers, self.calls = list(answers), list[tuple[str, dict[str, Any], Keys]]()

    def __call__(self, service: str, operation: str, parameters: dict[str, Any], region: str, keys: Keys) -> Answer:
        self.calls.append((f"{service}:{operation}:{region}", parameters, keys))
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


def verdict(folder: Path, endpoint: Endpoint, *calls: dict[str, Any]) -> CaseVerdict:
    case = {"id": "one", "service": "sqs", "calls": list(calls)}
    (folder / "cases.jsonl").write_text(json.dumps(case) + "\n", encoding="utf-8")
    return Replay(read_cases(folder)[0], endpoint).run()


def recorded(aws: Any, **more: Any) -> list[dict[str, Any]]:
    return [{"key": "answer", "at": [], "aws": aws, **more}]


def test_later_calls_have_what_earlier_ones_answered(tmp_path: Path) -> None:
    endpoint = Endpoint(Answer({"Made": [{"Url": "u-1"}], "AccessKeyId": "AK", "SecretAccessKey": "s"}), Answer(OK))
    found = verdict(
        tmp_path,
        endpoint,
        {"call": "sqs:CreateQueue", "params": {"QueueName": "q-${new:0}"}},
        {"call": "sqs:DeleteQueue", "params": {"Url": "${0:Made.0.Url}/${new:0}"}, "as": "0:", "region": "eu-west-1"},
    )
    assert found.verdict == "agrees"
    (_, first, root), (where, second, keys) = endpoint.calls
    assert second["Url"] == f"u-1/{first['QueueName'].removeprefix('q-')}"
    assert where == "sqs:DeleteQueue:eu-west-1"
    assert (len(root.access_key), keys.access_key) == (12, "AK")


@pytest.mark.parametrize(
    ("answer", "error", "aws", "expected"),
    [
        (Answer(OK), None, {"ResponseMetadata": {"HTTPStatusCode": 200}}, ("agrees", "")),
        (Answer(OK), "InvalidName", {}, ("differs", "accepts")),
        (Answer({}, Refusal("InvalidName", "no", 400)), None, {}, ("differs", "refuses")),
        (Answer({}, Refusal("Other", "no", 400)), "InvalidName", {}, ("differs", "code")),
        (Answer({}, Refusal("SandboxNotImplemented", "sqs:X is not emulated", 501)), None, {}, ("refused by name", "")),
        (Answer({}, Refusal("ValidationError", "Unrecognized resource types: [X]", 400)), None, {},
         ("refused by name", "")),
        (Answer({"A": 1}), None, {"A": 2}, ("differs", "value")),
        (Answer({"Message": "b", "A": 1}), None, {"Message": "a", "A": 1}, ("differs", "wording")),
        (Answer({"Message": "b"}), None, {"Message": "a", "A": 1}, ("differs", "members")),
    ],
)  # fmt: skip
def test_the_worst_difference_is_the_verdict(
    tmp_path: Path, answer: Answer, error: str | None, aws: Any, expected: tuple[str, str]
) -> None:
    call = {"call": "sqs:ListQueues", "params": {}, "recorded": recorded(aws)}
    found = verdict(tmp_path, Endpoint(answer), call | ({"error": {"Code": error}} if error else {}))
    assert (found.verdict, found.worst) == expected


def test_paths_that_a_recording_does_not_know_are_not_compared(tmp_path: Path) -> None:
    aws = recorded({"A": [{"B": 1}]}, ignore=[".A[*].B"])
    assert (
        verdict(tmp_path, Endpoint(Answer({"A": [{"B": 2}]})), {"call": "sqs:X", "params": {}, "recorded": aws}).verdict
        == "agrees"
    )


def test_a_call_that_polls_is_repeated_until_its_answer_is_right(tmp_path: Path) -> None:
    endpoint = Endpoint(Answer({"State": "creating"}), Answer({"State": "active"}))
    call = {"call": "sqs:Get", "params": {}, "until": True, "wait": {"State": "active"}}
    assert verdict(tmp_path, endpoint, call).verdict == "agrees"
    assert len(endpoint.calls) == 2


def test_a_case_ends_where_the_sandbox_refuses_what_aws_answered(tmp_path: Path) -> None:
    endpoint = Endpoint(Answer({}, Refusal("InvalidName", "no", 400)))
    found = verdict(tmp_path, endpoint, {"call": "sqs:A", "params": {}}, {"call": "sqs:B", "params": {}})
    assert [step.operation for step in found.steps] == ["sqs:A"]


def test_a_call_that_needs_what_was_not_answered_differs_in_a_value(tmp_path: Path) -> None:
    found = verdict(
        tmp_path, Endpoint(Answer({})), {"call": "sqs:A", "params": {}}, {"call": "sqs:B", "params": {"X": "${0:Url}"}}
    )
    assert found.worst == "value"


def test_a_case_that_differs_is_replayed_once_more(tmp_path: Path) -> None:
    verdict(tmp_path, Endpoint(Answer({})), {"call": "sqs:A", "params": {}, "recorded": recorded({"A": 1})})
    late = Endpoint(Answer({}), Answer({"A": 1}))
    assert [each.verdict for each in run.replay_cases(read_cases(tmp_path), late)] == ["agrees"]


def _table(folder: Path, reasons: dict[str, str], *answers: Answer) -> Any:
    call = {"call": "sqs:ListQueues", "params": {}, "recorded": recorded({"A": 1})}
    return table_of([verdict(folder, Endpoint(answer), call) for answer in answers], Reasons(reasons))


def test_the_table_counts_cases_by_service_and_calls_by_operation(tmp_path: Path) -> None:
    refused = Answer({}, Refusal("SandboxNotImplemented", "", 501))
    table = _table(tmp_path, {"sqs:* A": "because"}, Answer({"A": 1}), Answer({"A": 2}), refused)
    data = to_json(table, "2026-01-02")
    assert data["services"]["all"] == data["services"]["sqs"]
    assert (
        data["services"]["all"] | {"cases": 3, "agrees": 1, "refused by name": 1, "differs": 1, "value": 1}
        == (data["services"]["all"])
    )
    assert data["operations"]["sqs:ListQueues"]["calls"] == 3
    assert "| sqs:ListQueues | `A` | value | 1 | because |" in list(to_markdown(table, "2026-01-02"))
    run.check(table)


@pytest.mark.parametrize(
    ("reasons", "answer", "problem"),
    [
        ({}, Answer({"A": 2}), "1 differences have no reason"),
        ({"sqs:* A": "because", "sns:*": "gone"}, Answer({"A": 2}), "reasons without a difference: sns:*"),
        ({"*": "because"}, Answer({}, Refusal("No", "no", 400)), "1 cases are accepted or refused wrongly"),
    ],
)
def test_a_run_fails_unless_every_difference_has_a_reason(
    tmp_path: Path, reasons: dict[str, str], answer: Answer, problem: str
) -> None:
    with pytest.raises(UnfinishedError) as failure:
        run.check(_table(tmp_path, reasons, answer))
    assert failure.value.problem == problem


def test_a_wrong_outcome_can_be_explained_for_its_own_case_only(tmp_path: Path) -> None:
    refused = Answer({}, Refusal("No", "no", 400))
    run.check(_table(tmp_path, {"sqs:ListQueues one": "nothing was recorded"}, refused))
    with pytest.raises(UnfinishedError, match="accepted or refused wrongly"):
        run.check(_table(tmp_path, {"sqs:ListQueues *": "whatever"}, refused))


def test_a_folder_without_recorded_cases_is_refused_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no recorded cases"):
        read_cases(tmp_path)
