"""A pipeline as its owner declares it, in the shape of CodePipeline's API."""

from collections.abc import Iterator
from typing import NotRequired, TypedDict


class ActionTypeId(TypedDict):
    category: str
    owner: str
    provider: str
    version: str


class ArtifactName(TypedDict):
    name: str


class ActionDeclaration(TypedDict):
    name: str
    actionTypeId: ActionTypeId
    runOrder: NotRequired[int]
    configuration: NotRequired[dict[str, str]]
    inputArtifacts: NotRequired[list[ArtifactName]]
    outputArtifacts: NotRequired[list[ArtifactName]]
    roleArn: NotRequired[str]
    region: NotRequired[str]
    namespace: NotRequired[str]
    timeoutInMinutes: NotRequired[int]


class FailureConditions(TypedDict):
    result: NotRequired[str]
    conditions: NotRequired[list[object]]


class StageDeclaration(TypedDict):
    name: str
    actions: list[ActionDeclaration]
    onFailure: NotRequired[FailureConditions]
    onSuccess: NotRequired[object]
    beforeEntry: NotRequired[object]


class EncryptionKey(TypedDict):
    id: str
    type: str


class ArtifactStore(TypedDict):
    type: str
    location: str
    encryptionKey: NotRequired[EncryptionKey]


class Variable(TypedDict):
    name: str
    defaultValue: NotRequired[str]


class BranchFilter(TypedDict):
    includes: NotRequired[list[str]]
    excludes: NotRequired[list[str]]


class PushFilter(TypedDict):
    branches: NotRequired[BranchFilter]


class GitConfiguration(TypedDict):
    sourceActionName: str
    push: NotRequired[list[PushFilter]]


class TriggerDeclaration(TypedDict):
    providerType: str
    gitConfiguration: GitConfiguration


class PipelineDeclaration(TypedDict):
    name: str
    roleArn: str
    version: int
    pipelineType: str
    executionMode: str
    artifactStore: ArtifactStore
    artifactStores: NotRequired[dict[str, ArtifactStore]]
    stages: list[StageDeclaration]
    triggers: NotRequired[list[TriggerDeclaration]]
    variables: NotRequired[list[Variable]]


def actions_of(pipeline: PipelineDeclaration) -> Iterator[ActionDeclaration]:
    return (action for stage in pipeline["stages"] for action in stage["actions"])


def input_names(action: ActionDeclaration) -> list[str]:
    return [artifact["name"] for artifact in action.get("inputArtifacts", [])]


def output_names(action: ActionDeclaration) -> list[str]:
    return [artifact["name"] for artifact in action.get("outputArtifacts", [])]
