"""A scene with an attacker whose calls are answered from memory."""

from collections.abc import Mapping
from typing import Any

import pytest

from scripts.launch import LaunchedProject
from scripts.rehearsal.attacks.scene import NotYetError, Scene, Session, Target

OUTPUTS = {"Bucket": "sagemaker-p-1", "KeyArn": "arn:aws:kms:us-east-1:222222222222:key/1"}


class RefusedCallError(Exception):
    """An answer of AWS."""


class Caller:
    """A session; the first call of each service has the answer that was given for it."""

    region = "us-east-1"

    def __init__(self, answers: Mapping[str, Any]) -> None:
        self.answers = answers

    def client(self, service: str) -> Any:
        return self.answers[service]

    def assume(self, role: str, tags: Mapping[str, str]) -> Session:
        raise RefusedCallError(f"AccessDenied: {role}")


def nothing(_prefix: str = "") -> str:
    raise NotYetError


@pytest.fixture
def trains() -> Target:
    """A project that only trains, and has trained nothing yet."""
    project = LaunchedProject("demo", "p-1", "222222222222", {**OUTPUTS, "ModelPackageGroupName": "demo-p-1"})
    return Target(project, {"staging": "3", "production": "4"}, nothing, nothing, nothing)


@pytest.fixture
def scene(trains: Target) -> Scene:
    return Scene(trains, {}, "assets", {"build": Caller({})})
