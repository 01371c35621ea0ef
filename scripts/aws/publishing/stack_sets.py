"""Service-managed StackSets: the stacks that every spoke of some organisational units gets."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from scripts.aws.answers import error_code, parameter_list, parameter_values, tag_list
from scripts.aws.publishing.stack_set_failures import raise_failures, rolled_back
from scripts.aws.retries import Busy, retry_while_busy
from scripts.aws.waiting import until
from scripts.publishing.changes import ApplyStackSet
from scripts.publishing.desired import TAGS, StackSet
from scripts.publishing.existing import ExistingStackSet, StackInstance
from scripts.publishing.publish import Watch

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

# Auto-deployment keeps a removed account's stacks: without the launch role its projects could not be deleted.
AUTO_DEPLOYMENT: Any = {"Enabled": True, "RetainStacksOnAccountRemoval": True}
# Strict tolerance deploys to one account after another; this one is as fast as the account limit allows.
BUSY = Busy("OperationInProgressException")
PREFERENCES: Any = {
    "RegionConcurrencyType": "PARALLEL",
    "MaxConcurrentPercentage": 100,
    "FailureTolerancePercentage": 100,
    "ConcurrencyMode": "SOFT_FAILURE_TOLERANCE",
}


class StackSets:
    """The StackSets of one hub; `call_as` is SELF in the management account, DELEGATED_ADMIN elsewhere."""

    def __init__(self, client: "CloudFormationClient", call_as: Any) -> None:
        self.client = client
        self.call_as = call_as

    def find(self, name: str, *, overridable: bool = False) -> ExistingStackSet | None:
        """The StackSet and its stacks, or None when there is none.

        Overridden parameters are read only if it is `overridable`, with one call per stack: DescribeStackInstance alone
        returns them (CloudFormation API reference, "StackInstance" and "StackInstanceSummary").
        """
        try:
            stack_set: Any = self.client.describe_stack_set(StackSetName=name, CallAs=self.call_as)["StackSet"]
        except ClientError as error:
            if error_code(error) == "StackSetNotFoundException":
                return None
            raise
        instances = self._instances(name)
        places = [(item.account, item.region) for item in instances if overridable and not item.left_out]
        return ExistingStackSet(
            template=json.loads(stack_set.get("TemplateBody", "{}")),
            parameters=parameter_values(stack_set.get("Parameters", [])),
            units=frozenset(stack_set.get("OrganizationalUnitIds", [])),
            instances=instances,
            overrides={place: own for place in places if (own := self._overridden(name, *place))},
            after=frozenset(map(_name, stack_set.get("AutoDeployment", {}).get("DependsOn", []))),
        )

    def apply(self, change: ApplyStackSet, watch: Watch) -> None:
        """Make the StackSet and its stacks what they should be.

        Raises UnfinishedError that names every account in which a stack failed; the other accounts are done.
        """
        stack_set = change.stack_set
        if not change.exists:
            self.client.create_stack_set(**self._definition(change), ManagedExecution={"Active": True})
        elif change.outdated or not change.new_units:
            self._update(change, watch)
        if change.new_units:
            units = [stack_set.units[unit] for unit in change.new_units]
            self._start("create_stack_instances", stack_set.name, _targets(units, stack_set.regions), watch)
        self._override(change, watch)
        self._recreate(stack_set, watch)
        raise_failures(stack_set.title, self._instances(stack_set.name))

    def _definition(self, change: ApplyStackSet) -> dict[str, Any]:
        stack_set = change.stack_set
        return {
            "StackSetName": stack_set.name,
            "Description": f"SageMaker project catalog: {stack_set.title}",
            "TemplateURL": change.template_url,
            "Parameters": parameter_list(stack_set.parameters),
            "Capabilities": ["CAPABILITY_NAMED_IAM"],
            "Tags": tag_list(TAGS),
            "PermissionModel": "SERVICE_MANAGED",
            "AutoDeployment": self._auto_deployment(stack_set),
            "CallAs": self.call_as,
        }

    def _auto_deployment(self, stack_set: StackSet) -> Any:
        """StackSets follow an account automatically and all at once, unless one depends on another."""
        before = [self._arn(name) for name in stack_set.after]
        return {**AUTO_DEPLOYMENT, "DependsOn": before} if before else AUTO_DEPLOYMENT

    def _arn(self, name: str) -> str:
        answer = self.client.describe_stack_set(StackSetName=name, CallAs=self.call_as)
        return answer["StackSet"].get("StackSetARN", "")

    def _update(self, change: ApplyStackSet, watch: Watch) -> None:
        definition = self._definition(change)
        answer = retry_while_busy(
            self.client.update_stack_set, BUSY, watch, **definition, OperationPreferences=PREFERENCES
        )
        self._wait(change.stack_set.name, answer["OperationId"], watch)

    def _overridden(self, name: str, account: str, region: str) -> dict[str, str]:
        place = {"StackInstanceAccount": account, "StackInstanceRegion": region}
        answer = self.client.describe_stack_instance(StackSetName=name, CallAs=self.call_as, **place)
        return parameter_values(answer["StackInstance"].get("ParameterOverrides", []))

    def _override(self, change: ApplyStackSet, watch: Watch) -> None:
        """Only stacks that exist can have parameters of their own."""
        stack_set = change.stack_set
        instances = self._instances(stack_set.name) if change.overrides else ()
        present = {(instance.account, instance.region) for instance in instances}
        for override in change.overrides:
            if override.place in present:
                targets = _targets(list(stack_set.units.values()), [override.region], [override.account])
                parameters = {"ParameterOverrides": parameter_list(override.parameters)}
                self._start("update_stack_instances", stack_set.name, {**targets, **parameters}, watch)

    def _recreate(self, stack_set: StackSet, watch: Watch) -> None:
        """A stack whose creation failed can never be updated: its instance is deleted and created again."""
        broken = [instance for instance in self._instances(stack_set.name) if rolled_back(instance)]
        if not broken:
            return
        regions = tuple(sorted({instance.region for instance in broken}))
        accounts = sorted({instance.account for instance in broken})
        targets = _targets(list(stack_set.units.values()), regions, accounts)
        self._start("delete_stack_instances", stack_set.name, {**targets, "RetainStacks": False}, watch)
        self._start("create_stack_instances", stack_set.name, targets, watch)

    def _start(self, operation: str, name: str, targets: dict[str, Any], watch: Watch) -> None:
        """Begin an operation on stacks and wait for its end."""
        answer = retry_while_busy(
            getattr(self.client, operation),
            BUSY,
            watch,
            StackSetName=name,
            OperationPreferences=PREFERENCES,
            CallAs=self.call_as,
            **targets,
        )
        self._wait(name, answer["OperationId"], watch)

    def _wait(self, name: str, operation: str, watch: Watch) -> None:
        def ended() -> str | None:
            answer = self.client.describe_stack_set_operation(
                StackSetName=name, OperationId=operation, CallAs=self.call_as
            )
            status = answer["StackSetOperation"].get("Status", "")
            return status if status in ("SUCCEEDED", "FAILED", "STOPPED") else None

        until(ended, watch, f"operation {operation} on StackSet {name}")

    def _instances(self, name: str) -> tuple[StackInstance, ...]:
        pages = self.client.get_paginator("list_stack_instances").paginate(StackSetName=name, CallAs=self.call_as)
        return tuple(_instance(item) for page in pages for item in page["Summaries"])


def _instance(item: Any) -> StackInstance:
    return StackInstance(
        account=item.get("Account", ""),
        region=item.get("Region", ""),
        status=item.get("Status", ""),
        reason=item.get("StatusReason", ""),
        detail=item.get("StackInstanceStatus", {}).get("DetailedStatus", ""),
    )


def _name(arn: str) -> str:
    """Of `arn:aws:cloudformation:eu-west-1:012345678901:stackset/name:unique`, the name."""
    return arn.partition("/")[2].partition(":")[0]


def _targets(units: list[str], regions: Sequence[str], accounts: Sequence[str] = ()) -> dict[str, Any]:
    """All accounts of the units, or some of them."""
    some = {"Accounts": list(accounts), "AccountFilterType": "INTERSECTION"} if accounts else {}
    return {"DeploymentTargets": {"OrganizationalUnitIds": units, **some}, "Regions": list(regions)}
