"""A build project."""

from typing import NotRequired, TypedDict


class EnvironmentVariable(TypedDict):
    name: str
    value: str
    type: NotRequired[str]


class Environment(TypedDict):
    type: str
    image: str
    computeType: str
    environmentVariables: NotRequired[list[EnvironmentVariable]]


class Source(TypedDict):
    type: str
    location: NotRequired[str]
    buildspec: NotRequired[str]


class SecondarySource(TypedDict):
    type: str
    location: str
    sourceIdentifier: str


class Artifacts(TypedDict):
    type: str
    location: NotRequired[str]
    path: NotRequired[str]
    name: NotRequired[str]
    artifactIdentifier: NotRequired[str]


class Cache(TypedDict, total=False):
    type: str
    location: str
    modes: list[str]


class VpcConfig(TypedDict, total=False):
    vpcId: str
    subnets: list[str]
    securityGroupIds: list[str]


class CloudWatchLogs(TypedDict):
    status: str
    groupName: NotRequired[str]
    streamName: NotRequired[str]


class LogsConfig(TypedDict):
    cloudWatchLogs: NotRequired[CloudWatchLogs]


class Project(TypedDict):
    name: str
    arn: str
    source: Source
    secondarySources: NotRequired[list[SecondarySource]]
    artifacts: Artifacts
    secondaryArtifacts: NotRequired[list[Artifacts]]
    environment: Environment
    serviceRole: str
    encryptionKey: str
    cache: NotRequired[Cache]
    vpcConfig: NotRequired[VpcConfig]
    logsConfig: NotRequired[LogsConfig]
    timeoutInMinutes: int
    queuedTimeoutInMinutes: int
