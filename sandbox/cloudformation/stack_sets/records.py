"""What is stored of stack sets, their instances and operations: AWS's own shapes, and what deploys them."""

from dataclasses import dataclass, field
from typing import Any, NotRequired, TypedDict

from sandbox.api.persistence import stored

Target = tuple[str, str]
"""The account and region of a stack instance."""


class AutoDeployment(TypedDict):
    Enabled: NotRequired[bool]
    RetainStacksOnAccountRemoval: NotRequired[bool]
    DependsOn: NotRequired[list[str]]


class StackSetDetail(TypedDict):
    """The members of CloudFormation's shape StackSet that are kept."""

    StackSetName: str
    StackSetId: str
    StackSetARN: str
    Status: str
    PermissionModel: str
    TemplateBody: str
    Description: NotRequired[str]
    Capabilities: NotRequired[list[str]]
    Tags: NotRequired[list[dict[str, str]]]
    AutoDeployment: NotRequired[AutoDeployment]
    ManagedExecution: NotRequired[dict[str, bool]]


class DetailedStatus(TypedDict):
    DetailedStatus: str


class StackInstanceSummary(TypedDict):
    StackSetId: str
    Account: str
    Region: str
    Status: str
    StackId: NotRequired[str]
    StatusReason: NotRequired[str]
    StackInstanceStatus: NotRequired[DetailedStatus]


class FailureCount(TypedDict):
    FailedStackInstancesCount: int


class StackSetOperation(TypedDict):
    OperationId: str
    StackSetId: str
    Action: str
    Status: str
    CreationTimestamp: str
    OperationPreferences: dict[str, Any] | None
    DeploymentTargets: dict[str, Any] | None
    StatusReason: NotRequired[str]
    StatusDetails: NotRequired[FailureCount]
    EndTimestamp: NotRequired[str]


class OperationResult(TypedDict):
    Status: str
    StatusReason: NotRequired[str]


@stored
@dataclass
class StackInstance:
    """One stack of a stack set; `overrides` are the values of its own parameters."""

    detail: StackInstanceSummary
    overrides: dict[str, str] = field(default_factory=dict)


@stored
@dataclass
class Operation:
    """`results` are by the key of the instance."""

    detail: StackSetOperation
    results: dict[str, OperationResult]

    @property
    def is_unfinished(self) -> bool:
        return self.detail["Status"] in ("RUNNING", "QUEUED", "STOPPING")


@stored
@dataclass
class StackSet:
    """`values` are the parameters by name, `units` the regions by organizational unit, `operations` are by their id."""

    detail: StackSetDetail
    values: dict[str, str]
    instances: dict[str, StackInstance] = field(default_factory=dict)
    operations: dict[str, Operation] = field(default_factory=dict)
    units: dict[str, list[str]] = field(default_factory=dict)

    @property
    def auto_deployment(self) -> AutoDeployment:
        return self.detail.get("AutoDeployment", {})

    def targets(self) -> list[Target]:
        """Where its instances are."""
        return [(instance.detail["Account"], instance.detail["Region"]) for instance in self.instances.values()]

    def instance(self, target: Target) -> StackInstance:
        """The instance of an account and region, which is added when it is missing."""
        account, region = target
        identifier = self.detail["StackSetId"]
        detail: StackInstanceSummary = {
            "StackSetId": identifier,
            "Account": account,
            "Region": region,
            "Status": "OUTDATED",
        }
        return self.instances.setdefault(key_of(target), StackInstance(detail))


def key_of(target: Target) -> str:
    return "|".join(target)


def target_of(key: str) -> Target:
    account, _, region = key.partition("|")
    return account, region
