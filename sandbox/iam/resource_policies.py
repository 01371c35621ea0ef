"""Judges calls by the resource policies that services of the sandbox store, also calls of the same account."""

from typing import Any

from ministack.core import iam_evaluator

from sandbox.services import BY_NAME

_engine_resource_policy = iam_evaluator._resource_policy


def _resource_policy(service: str, resource: str) -> tuple[Any, str] | None:
    if service not in BY_NAME:
        return _engine_resource_policy(service, resource)
    policy = BY_NAME[service].resource_policy(resource)
    return (policy, resource.split(":")[4]) if policy else None


def install() -> None:
    iam_evaluator._resource_policy = _resource_policy
