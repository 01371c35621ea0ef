"""A build of a project."""

import datetime
from typing import NotRequired, TypedDict

from sandbox.services.codebuild.state.project import Artifacts, Cache, Environment, SecondarySource, Source, VpcConfig


class PhaseContext(TypedDict):
    statusCode: str
    message: str


class BuildPhase(TypedDict):
    phaseType: str
    phaseStatus: NotRequired[str]
    startTime: NotRequired[datetime.datetime]
    endTime: NotRequired[datetime.datetime]
    durationInSeconds: NotRequired[int]
    contexts: NotRequired[list[PhaseContext]]


class LogsLocation(TypedDict, total=False):
    """Empty when CloudWatch Logs is disabled."""

    groupName: str
    streamName: str
    deepLink: str
    cloudWatchLogsArn: str


class ExportedEnvironmentVariable(TypedDict):
    name: str
    value: str


class Build(TypedDict):
    id: str
    arn: str
    projectName: str
    buildNumber: int
    buildStatus: str
    buildComplete: bool
    currentPhase: str
    startTime: datetime.datetime
    endTime: NotRequired[datetime.datetime]
    phases: list[BuildPhase]
    initiator: str
    timeoutInMinutes: int
    queuedTimeoutInMinutes: int
    source: Source
    secondarySources: NotRequired[list[SecondarySource]]
    sourceVersion: str
    resolvedSourceVersion: NotRequired[str]
    artifacts: NotRequired[Artifacts]
    environment: Environment
    serviceRole: str
    encryptionKey: str
    cache: NotRequired[Cache]
    vpcConfig: NotRequired[VpcConfig]
    logs: LogsLocation
    exportedEnvironmentVariables: NotRequired[list[ExportedEnvironmentVariable]]
    reportArns: NotRequired[list[str]]
