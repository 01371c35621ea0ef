"""CodeBuild, CodeConnections and CloudFormation's answer address, as the seeding function sees them."""

import json
from dataclasses import dataclass, field
from typing import Any

from templates.foundations.functions.seeding import Services

CONNECTION = "arn:aws:codeconnections:eu-west-1:222222222222:connection/0123abcd-1111-2222-3333-444444444444"
STACK = "arn:aws:cloudformation:eu-west-1:222222222222:stack/SC-1/5678abcd-1111-2222-3333-444444444444"
BUILD_ID = "mlops-catalog-seeding:1"


class RefusedByAws(Exception):  # noqa: N818 - stands for ClientError
    pass


@dataclass
class FakeBuilds:
    """Keeps the request that started the build; the test sets how it ends."""

    refuses: bool = False
    started: list[dict[str, Any]] = field(default_factory=list)
    status: str = "IN_PROGRESS"
    outcome: str | None = None

    def start_build(self, **request: Any) -> dict[str, Any]:
        if self.refuses:
            raise RefusedByAws("AccountLimitExceededException: too many builds")
        self.started.append(request)
        return {"build": {"id": BUILD_ID}}

    def batch_get_builds(self, ids: list[str]) -> dict[str, Any]:
        assert ids == [BUILD_ID]
        exported = [{"name": "SEEDING_OUTCOME", "value": self.outcome}] if self.outcome else []
        return {
            "builds": [
                {
                    "buildStatus": self.status,
                    "environment": {"environmentVariables": self.started[0]["environmentVariablesOverride"]},
                    "exportedEnvironmentVariables": exported,
                    "logs": {"deepLink": "https://console/log"},
                }
            ]
        }


@dataclass
class FakeConnections:
    status: str = "AVAILABLE"
    provider: str = "GitHub"
    host: str | None = None

    def get_connection(self, **request: str) -> dict[str, Any]:
        assert request == {"ConnectionArn": CONNECTION}
        connection = {"ConnectionStatus": self.status, "ProviderType": self.provider}
        return {"Connection": connection | ({"HostArn": "arn:host"} if self.host else {})}

    def get_host(self, **request: str) -> dict[str, Any]:
        assert request == {"HostArn": "arn:host"}
        return {"ProviderEndpoint": self.host}


@dataclass
class World:
    """The services, and the answers that CloudFormation received."""

    builds: FakeBuilds = field(default_factory=FakeBuilds)
    connections: FakeConnections = field(default_factory=FakeConnections)
    answers: list[dict[str, Any]] = field(default_factory=list)

    @property
    def services(self) -> Services:
        return Services(self.builds, self.connections, self._receive)

    def _receive(self, url: str, body: bytes) -> None:
        assert url == "https://cloudformation/answer"
        self.answers.append(json.loads(body))


def request(kind: str, **more: Any) -> dict[str, Any]:
    properties = {
        "ServiceToken": "arn:function",
        "ConnectionArn": CONNECTION,
        "RepositoryName": "team/model",
        "BranchName": "main",
        "SeedBucket": "assets",
        "SeedKey": "seeds/weather/1.zip",
    }
    return {
        "RequestType": kind,
        "ResponseURL": "https://cloudformation/answer",
        "StackId": STACK,
        "RequestId": "11111111-2222-3333-4444-555555555555",
        "LogicalResourceId": "BuildSeededRepository",
        "ResourceProperties": properties,
        **more,
    }


def build_ended() -> dict[str, Any]:
    return {"detail-type": "CodeBuild Build State Change", "detail": {"build-id": BUILD_ID}}
