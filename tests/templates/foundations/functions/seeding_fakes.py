"""CodeBuild, CodeConnections and CloudFormation's answer address, as the seeding function sees them."""

import json
from dataclasses import dataclass, field
from typing import Any

from templates.foundations.functions.seeding import Services

CONNECTION = "arn:aws:codeconnections:eu-west-1:222222222222:connection/0123abcd-1111-2222-3333-444444444444"
STACK = "arn:aws:cloudformation:eu-west-1:222222222222:stack/SC-222222222222-pp-abcdefghijklm/5678abcd"
TAG, PRODUCT = "mlops-catalog:launchers", "pp-abcdefghijklm"
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
    launchers: str | None = "all"

    def list_tags_for_resource(self, **request: str) -> dict[str, Any]:
        tags = [{"Key": "team", "Value": "all"}]
        return {"Tags": tags + ([{"Key": TAG, "Value": self.launchers}] if self.launchers is not None else [])}

    def get_connection(self, **request: str) -> dict[str, Any]:
        assert request == {"ConnectionArn": CONNECTION}
        connection = {"ConnectionStatus": self.status, "ProviderType": self.provider}
        return {"Connection": connection | ({"HostArn": "arn:host"} if self.host else {})}

    def get_host(self, **request: str) -> dict[str, Any]:
        assert request == {"HostArn": "arn:host"}
        return {"ProviderEndpoint": self.host}


@dataclass
class FakeLaunches:
    """The provisioned products of the account, of which a new one is found a moment later."""

    launched_by: str = "arn:aws:iam::222222222222:role/service-role/AmazonSageMaker-ExecutionRole-risk"
    found_after: int = 0
    searches: int = 0

    def search_provisioned_products(self, **request: Any) -> dict[str, Any]:
        assert request["AccessLevelFilter"] == {"Key": "Account", "Value": "self"}
        assert request["Filters"] == {"SearchQuery": [f"id:{PRODUCT}"]}
        self.searches += 1
        others = [{"Id": f"{PRODUCT}2", "UserArn": "arn:aws:iam::222222222222:role/other"}]
        own = [{"Id": PRODUCT, "UserArn": self.launched_by}]
        return {"ProvisionedProducts": others + (own if self.searches > self.found_after else [])}


@dataclass
class World:
    """The services, and the answers that CloudFormation received."""

    builds: FakeBuilds = field(default_factory=FakeBuilds)
    connections: FakeConnections = field(default_factory=FakeConnections)
    launches: FakeLaunches = field(default_factory=FakeLaunches)
    answers: list[dict[str, Any]] = field(default_factory=list)

    @property
    def services(self) -> Services:
        return Services(self.builds, self.connections, self.launches, self._receive, lambda _: None)

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
