"""What an endpoint has to do before it may go further: keep the contract, refuse nonsense, be quick."""

import csv
import io
import json
import math
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import quantiles
from typing import Any

from deploy.calls import Answer, Ask
from deploy.settings import DeployError, EndpointType

FOLDER = Path(__file__).parent.parent / "contract"


@dataclass(frozen=True)
class Finding:
    """One line of the result."""

    good: bool
    text: str

    def __str__(self) -> str:
        return f"{'ok    ' if self.good else 'FAILED'}  {self.text}"


def read_contract(endpoint: EndpointType, environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """What is asked of this type of endpoint: golden requests, requests that are refused, tolerance and budget."""
    golden, rules = golden_file(environment), read_json(FOLDER / "budget.json")
    requests = read_json(golden).get("requests")
    if not requests:
        raise DeployError(f"{golden}: no golden requests under `requests`")
    kind = "asynchronous_budget" if endpoint is EndpointType.ASYNCHRONOUS else "budget"
    return {
        "requests": requests,
        "refused": rules["refused"],
        "tolerance": rules["tolerance"],
        "budget": rules[kind],
    }


def golden_file(environment: Mapping[str, str]) -> Path:
    """What `prepare` wrote for this version. Only outside of the project's builds may it be missing."""
    handed_over = environment.get("CODEBUILD_SRC_DIR_Prepared")
    if handed_over:
        return Path(handed_over) / "expected_answers.json"
    prepared = Path("build") / "expected_answers.json"
    return prepared if prepared.exists() else FOLDER / "expected_answers.json"


def read_json(file: Path) -> dict[str, Any]:
    try:
        return json.loads(file.read_text())
    except (OSError, ValueError) as error:
        raise DeployError(f"{file}: {error}") from error


def send(ask: Ask, request: dict[str, Any]) -> Answer:
    return ask(request["body"], request["content_type"], request["accept"])


def numbers(answer: Answer) -> list[float]:
    """The predictions in an answer: {"predictions": [...]}, or one per line, which a label may follow: `0.83,yes`."""
    if answer.content_type.startswith("application/json"):
        return [float(value) for value in json.loads(answer.body)["predictions"]]
    return [float(line[0]) for line in csv.reader(io.StringIO(answer.body)) if line]


def labels(answer: Answer) -> list[str]:
    """The labels in an answer of a classification; none of a regression."""
    if answer.content_type.startswith("application/json"):
        return [str(value) for value in json.loads(answer.body).get("labels", [])]
    return [line[1] for line in csv.reader(io.StringIO(answer.body)) if len(line) > 1]


def keeps_contract(ask: Ask, request: dict[str, Any], tolerance: float) -> Finding:
    """A golden request gets the answer that the model gave when it was evaluated."""
    answer = send(ask, request)
    name = f"golden request `{request['name']}`"
    if answer.status != 200:
        return Finding(False, f"{name}: status {answer.status}, {answer.body[:200]}")
    try:
        found = numbers(answer)
    except (ValueError, KeyError, TypeError):
        return Finding(False, f"{name}: cannot read the answer {answer.body[:200]!r}")
    expected = request.get("predictions", [None] * request.get("rows", 1))
    same = len(found) == len(expected) and all(map(partial(agree, tolerance), found, expected))
    if same and labels(answer) != request.get("labels", labels(answer)):
        return Finding(False, f"{name}: labelled {labels(answer)}, expected {request['labels']}")
    return Finding(same, f"{name}: {found if same else f'answered {found}, expected {expected}'}")


def agree(tolerance: float, found: float, expected: float | None) -> bool:
    """Without an expectation any number will do."""
    return math.isfinite(found) and (
        expected is None or math.isclose(found, expected, rel_tol=tolerance, abs_tol=tolerance)
    )


def refuses(ask: Ask, request: dict[str, Any]) -> Finding:
    """A request that makes no sense is answered with 4xx: 500 would look like a broken model."""
    answer = send(ask, request)
    return Finding(400 <= answer.status < 500, f"bad request `{request['name']}`: status {answer.status}")


def is_quick(ask: Ask, request: dict[str, Any], budget: dict[str, Any]) -> Finding:
    """No errors, and 95 of 100 requests within the budget."""
    answers = [send(ask, request) for _ in range(budget["requests"])]
    errors = sum(answer.status != 200 for answer in answers)
    slowest = milliseconds(answers)
    good = errors == 0 and slowest <= budget["p95_milliseconds"]
    limit = budget["p95_milliseconds"]
    return Finding(good, f"{len(answers)} requests: {errors} errors, p95 {slowest:.0f} ms (budget {limit} ms)")


def milliseconds(answers: Sequence[Answer]) -> float:
    """95 of 100 answers took at most this long. Errors do not count: they are often quick."""
    seconds = [answer.seconds for answer in answers if answer.status == 200]
    slowest = quantiles(seconds, n=20)[-1] if len(seconds) > 1 else max(seconds, default=math.inf)
    return slowest * 1000


def check(ask: Ask, contract: dict[str, Any]) -> Iterator[Finding]:
    """All checks, one after the other. The first request wakes the endpoint up, outside the budget."""
    for request in contract["requests"]:
        yield keeps_contract(ask, request, contract["tolerance"])
    for request in contract["refused"]:
        yield refuses(ask, request)
    yield is_quick(ask, contract["requests"][0], contract["budget"])
