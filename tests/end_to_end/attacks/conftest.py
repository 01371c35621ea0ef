"""Attackers in the sandbox of this folder: people, and sessions of roles that only services may assume."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from botocore.exceptions import ClientError

from scripts.launch import LaunchedProject
from scripts.rehearsal.attacks.attack import Attempt
from scripts.rehearsal.attacks.scene import NotYetError, Session, Target

STAGES = {"staging": "333333333333", "production": "444444444444"}
Become = Callable[[str], Session]


@dataclass(frozen=True)
class Attacker:
    """Someone's clients."""

    sandbox: Any
    credentials: Mapping[str, str]
    region: str = "us-east-1"

    def client(self, service: str) -> Any:
        return self.sandbox.client_with(service, self.credentials)

    def assume(self, role: str, tags: Mapping[str, str]) -> "Attacker":
        given: dict[str, Any] = {"Tags": [{"Key": key, "Value": value} for key, value in tags.items()]} if tags else {}
        answer = self.client("sts").assume_role(RoleArn=role, RoleSessionName="attack", **given)
        return Attacker(self.sandbox, answer["Credentials"])


@pytest.fixture(scope="session")
def person(published: str, sandbox: Any) -> Callable[[str], Session]:
    """Somebody with a profile of their own, or an account's root."""

    def make(who: str) -> Attacker:
        return Attacker(sandbox, sandbox.root(who) if who.isdigit() else sandbox._credentials(who))

    return make


@pytest.fixture(scope="session")
def become(published: str, sandbox: Any) -> Become:
    """A session of a role that only a service may assume: the account's root lets itself in for a moment."""

    def make(role: str) -> Attacker:
        account, name = role.split(":")[4], role.rpartition("/")[2]
        iam, root = sandbox.client("iam", account), Attacker(sandbox, sandbox.root(account))
        trust = iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
        opened = {"Effect": "Allow", "Principal": {"AWS": account}, "Action": "sts:AssumeRole"}
        document = trust | {"Statement": [*trust["Statement"], opened]}
        iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(document))
        try:
            return root.assume(role, {})
        finally:
            iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(trust))

    return make


@pytest.fixture(scope="session")
def victim(project: dict[str, Any]) -> Target:
    """The launched project of this folder's tests; what it would have by and by has names already."""
    launched = LaunchedProject("Everything-1", project["ProjectId"], "222222222222", project["outputs"])
    return target(launched)


def target(project: LaunchedProject) -> Target:
    arn = f"arn:aws:sagemaker:us-east-1:{project.account}:model-package/{project.outputs['ModelPackageGroupName']}/1"
    return Target(project, STAGES, lambda prefix: f"{prefix}x", arn.lower, _no_job)


def _no_job() -> str:
    """What IAM decides about a job depends on the tags that it has."""
    raise NotYetError


def explain(error: Exception) -> str | None:
    return f"{error.response['Error']['Code']}: {error}" if isinstance(error, ClientError) else None


def not_refused(made: list[Attempt]) -> list[Attempt]:
    """Those that are not, among attempts of which there are some."""
    assert made
    return [attempt for attempt in made if attempt.verdict != "refused"]
