"""A sandbox process, and clients in it as an account's root or as a role."""

import functools
import json
import time
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests import conftest


class Cloud(conftest.Sandbox):
    """A sandbox process, and clients in it as an account's root or as a role."""

    hub, development, outsider = "111111111111", "222222222222", "999999999999"
    unit = "ou-sand-mlops001"
    scientist = f"arn:aws:iam::{development}:role/service-role/AmazonSageMaker-ExecutionRole-sandbox"

    def client(self, service: str, who: str = hub) -> Any:
        return super().client(service, who)

    @functools.cache  # noqa: B019
    def as_role(self, service: str, role: str = scientist, session: str = "SageMaker") -> Any:
        assumed = self.client("sts", role.split(":")[4]).assume_role(RoleArn=role, RoleSessionName=session)
        return self.client_with(service, assumed["Credentials"])

    def role(self, account: str, name: str, trusted: str, *actions: str) -> str:
        principal = {"AWS": trusted} if trusted.startswith("arn:") else {"Service": trusted}
        trust = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
        iam = self.client("iam", account)
        made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=self.policy(trust))["Role"]["Arn"]
        if actions:
            permissions = self.policy({"Effect": "Allow", "Action": list(actions), "Resource": "*"})
            iam.put_role_policy(RoleName=name, PolicyName="permissions", PolicyDocument=permissions)
        return made

    @staticmethod
    def policy(*statements: dict[str, Any]) -> str:
        return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})

    @staticmethod
    def code_of(call: Callable[..., Any], **arguments: Any) -> str:
        """The error code that a call ends with."""
        with pytest.raises(ClientError) as raised:
            call(**arguments)
        return raised.value.response["Error"]["Code"]

    @staticmethod
    def settled(read: Callable[[], str]) -> str:
        """The first status that is no longer in progress."""
        deadline = time.monotonic() + 20
        while "progress" in (status := read()).replace("_", "").lower():
            assert time.monotonic() < deadline, f"still {status}"
            time.sleep(0.05)
        return status

    @staticmethod
    def unique(prefix: str) -> str:
        return f"{prefix}-{uuid.uuid4().hex[:8]}"
