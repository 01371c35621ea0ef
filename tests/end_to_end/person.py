"""Clients as one role of the development account, also as one that only SageMaker becomes."""

import json
import subprocess
from pathlib import Path
from typing import Any

DEVELOPMENT = "222222222222"
ROLES = f"arn:aws:iam::{DEVELOPMENT}:role"


class Person:
    """Clients as one role of the development account."""

    def __init__(self, sandbox: Any, role: str) -> None:
        """Only SageMaker becomes some of them: the account's administrator lets this test in as well."""
        trusted = {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{DEVELOPMENT}:root"},
            "Action": "sts:AssumeRole",
        }
        document = json.dumps({"Version": "2012-10-17", "Statement": [trusted]})
        if "approver" not in role:
            iam = sandbox.client("iam", "development")
            iam.update_assume_role_policy(RoleName=role.rpartition("/")[2], PolicyDocument=document)
        token = sandbox.client("sts", "development").assume_role(RoleArn=f"{ROLES}/{role}", RoleSessionName="person")
        self.sandbox, self.keys = sandbox, token["Credentials"]

    def client(self, service: str) -> Any:
        return self.sandbox.client_with(service, self.keys)

    def clone(self, address: str, folder: Path) -> int:
        terminal = self.sandbox.terminal("development") | {
            "AWS_ACCESS_KEY_ID": self.keys["AccessKeyId"],
            "AWS_SECRET_ACCESS_KEY": self.keys["SecretAccessKey"],
            "AWS_SESSION_TOKEN": self.keys["SessionToken"],
            "AWS_ENDPOINT_URL": self.sandbox.endpoint,
        }
        del terminal["AWS_PROFILE"]
        return subprocess.run(["git", "clone", "-q", address, folder], env=terminal, check=False).returncode
