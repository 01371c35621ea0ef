"""Compares an endpoint under test with the one in production: how far they differ, and that nothing got worse."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import mean
from typing import Any

from deploy.calls import Answer, Ask
from deploy.checks import Finding, milliseconds, numbers, send
from deploy.settings import DeployError


@dataclass(frozen=True)
class Absent:
    """Why there is nothing in production to compare with."""

    reason: str


def compare(new: Ask, old: Ask | Absent, contract: dict[str, Any]) -> Iterator[Finding]:
    """Golden requests to both, then many of one of them. Nonsense is never sent to production."""
    if isinstance(old, Absent):
        yield not_compared(old.reason)
        return
    try:
        answers = [send(old, request) for request in contract["requests"]]
    except DeployError as error:
        yield not_compared(str(error))
        return
    pairs = list(zip(contract["requests"], answers, strict=True))
    for request, before in pairs:
        yield differs(request, send(new, request), before)
    answered = [request for request, before in pairs if predictions(before)]
    if answered:
        yield is_as_quick(new, old, answered[0], contract["budget"])
    else:
        yield not_compared("it answers none of the golden requests, so its latency says nothing")


def not_compared(reason: str) -> Finding:
    """Said, not failed: a first deployment, or one that replaces a broken model, has to be possible."""
    return Finding(True, f"not compared with production: {reason}")


def predictions(answer: Answer) -> list[float]:
    """The numbers in an answer; none if it is an error, or if they are no numbers."""
    if answer.status != 200:
        return []
    try:
        found = numbers(answer)
    except (ValueError, KeyError, TypeError):
        return []
    return found if all(map(math.isfinite, found)) else []


def differs(request: dict[str, Any], now: Answer, before: Answer) -> Finding:
    """Another answer than production's is what a new model is for; none where production has one is not."""
    name = f"golden request `{request['name']}` beside production"
    new, old = predictions(now), predictions(before)
    if not old:
        return Finding(True, f"{name}: production does not answer it: {summary(before)}")
    if not new:
        return Finding(False, f"{name}: production answers it, this endpoint does not: {summary(now)}")
    if len(new) != len(old):
        return Finding(True, f"{name}: {len(new)} predictions, production gives {len(old)}")
    return Finding(True, f"{name}: {distance(new, old)}")


def summary(answer: Answer) -> str:
    return f"status {answer.status}, {answer.body[:200]!r}"


def distance(new: list[float], old: list[float]) -> str:
    """How far apart, on average and at most, in the unit of the predictions."""
    gaps = [abs(one - other) for one, other in zip(new, old, strict=True)]
    furthest = gaps.index(max(gaps))
    pair = f"{new[furthest]:.4g}, production {old[furthest]:.4g}"
    return f"{len(gaps)} predictions differ by {mean(gaps):.4g} on average, by {max(gaps):.4g} at most ({pair})"


def is_as_quick(new: Ask, old: Ask, request: dict[str, Any], budget: dict[str, Any]) -> Finding:
    """In turns, so that a slow minute of the network meets both. Below the floor, nothing is too slow."""
    pairs = [(send(new, request), send(old, request)) for _ in range(budget["requests"])]
    lost = sum(now.status != 200 and before.status == 200 for now, before in pairs)
    found = milliseconds([now for now, _ in pairs])
    usual = milliseconds([before for _, before in pairs])
    limit = max(budget["floor_milliseconds"], budget["times_production"] * usual)
    latency = f"p95 {found:.0f} ms, production {usual:.0f} ms (limit {limit:.0f} ms)"
    text = f"{len(pairs)} requests beside production: {lost} errors where production answers, {latency}"
    return Finding(lost == 0 and found <= limit, text)
