"""The team's contract of its model: golden requests and the budget of the endpoint's test, read from its repository.

The test itself is the team's own code. What is wrong with its files is noticed here, before anything is deployed.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deployment.repository import read_object
from deployment.rules import Number, Text, require
from deployment.settings import ReleaseError

GOLDEN, BUDGET = "contract/expected_answers.json", "contract/budget.json"
LONGEST_BODY = 500_000
TEXT = Text(r"(?s).{1,200}", "a text of 1 to 200 characters")
BODY = Text(rf"(?s).{{0,{LONGEST_BODY}}}", f"a text of at most {LONGEST_BODY} characters")
REQUEST = {"name": TEXT, "body": BODY, "content_type": TEXT, "accept": TEXT}
BUDGETS = {
    "requests": Number(1, 1000),
    "p95_milliseconds": Number(1, 600_000),
    "times_production": Number(1, 100, whole=False),
    "floor_milliseconds": Number(0, 600_000),
}


def check(repository: Path) -> None:
    """Both files, as far as the repository has them: a version or a test of its own may not need them."""
    golden = read_object(repository, GOLDEN)
    if golden is not None:
        check_requests(GOLDEN, golden)
    check_budget(repository)


def golden_requests(repository: Path) -> dict[str, Any]:
    """Requests for a version that records none."""
    document = read_object(repository, GOLDEN)
    if document is None:
        raise ReleaseError(f"{GOLDEN}: missing, and the version records no golden requests of its own")
    return document


def check_requests(file: str, document: Mapping[str, Any]) -> None:
    """At least one request, each with name, body and types; what it must answer is checked by the test."""
    requests = document.get("requests")
    if not isinstance(requests, list) or not requests:
        raise ReleaseError(f"{file}: `requests` must be a list of at least one golden request")
    _check_each(file, "requests", requests)


def check_budget(repository: Path) -> None:
    document = read_object(repository, BUDGET)
    if document is None:
        return
    for name in ("budget", "asynchronous_budget"):
        given = document.get(name, {})
        if not isinstance(given, dict):
            raise ReleaseError(f"{BUDGET}: `{name}` must be an object with {', '.join(BUDGETS)}")
        for field in given.keys() & BUDGETS.keys():
            require(BUDGET, f"{name}.{field}", BUDGETS[field], given[field])
    require(BUDGET, "tolerance", Number(0, 1, whole=False), document.get("tolerance", 0))
    refused = document.get("refused", [])
    if not isinstance(refused, list):
        raise ReleaseError(f"{BUDGET}: `refused` must be a list of requests")
    _check_each(BUDGET, "refused", refused)


def _check_each(file: str, field: str, requests: list[Any]) -> None:
    for number, request in enumerate(requests):
        if not isinstance(request, dict):
            raise ReleaseError(f"{file}: `{field}[{number}]` must be an object with {', '.join(REQUEST)}")
        for name, rule in REQUEST.items():
            require(file, f"{field}[{number}].{name}", rule, request.get(name))
