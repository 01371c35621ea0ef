"""Service-managed StackSets: the stacks that every spoke of some organisational units gets."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from scripts.aws.failures import error_code
from scripts.aws.publishing.stack_set_failures import raise_failures, rolled_back
from scripts.aws.waiting import Busy, Watch, in_turn, until
from scripts.publishing.changes import ApplyStackSet
from scripts.publishing.desired import TAGS, StackSet
from scripts.publishing.existing import FoundStackSet, Instance

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

    def find(self, name: str, *, overridable: bool = False) -> FoundStackSet | None:
        """The StackSet and its stacks, or None when there is none.

        AWS lists nowhere what is overridden: it is read of one stack after the other, and only if it is `overridable`.
        """
        try:
            found: Any = self.client.describe_stack_set(StackSetName=name, CallAs=self.call_as)["StackSet"]
        except ClientError as error:
            if error_code(error) == "StackSetNotFoundException":
                return None
            raise
        parameters = {
            item.get("ParameterKey", ""): item.get("ParameterValue", "") for item in found.get("Parameters", [])
        }
        instances = self._instances(name)
        asked = [(each.account, each.region) for each in instances if overridable and not each.left_out]
        return FoundStackSet(
            template=json.loads(found.get("TemplateBody", "{}")),
            parameters=parameters,
            units=frozenset(found.get("OrganizationalUnitIds", [])),
            instances=instances,
            overrides={place: own for place in asked if (own := self._overridden(name, *place))},
            after=frozenset(map(_name, found.get("AutoDeployment", {}).get("DependsOn", []))),
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
        self._make_again(stack_set, watch)
        raise_failures(stack_set.title, self._instances(stack_set.name))

    def _definition(self, change: ApplyStackSet) -> dict[str, Any]:
        stack_set = change.stack_set
        return {
            "StackSetName": stack_set.name,
            "Description": f"SageMaker project catalog: {stack_set.title}",
            "TemplateURL": change.template_url,
            "Parameters": [
                {"ParameterKey": key, "ParameterValue": value} for key, value in stack_set.parameters.items()
            ],
            "Capabilities": ["CAPABILITY_NAMED_IAM"],
            "Tags": [{"Key": key, "Value": value} for key, value in TAGS.items()],
            "PermissionModel": "SERVICE_MANAGED",
            "AutoDeployment": self._auto_deployment(stack_set),
            "CallAs": self.call_as,
        }

    def _auto_deployment(self, stack_set: StackSet) -> Any:
        """StackSets follow an account on their own and all at once, unless one is told to wait for another."""
        before = [self._arn(name) for name in stack_set.after]
        return {**AUTO_DEPLOYMENT, "DependsOn": before} if before else AUTO_DEPLOYMENT

    def _arn(self, name: str) -> str:
        found = self.client.describe_stack_set(StackSetName=name, CallAs=self.call_as)["StackSet"]
        return found.get("StackSetARN", "")

    def _update(self, change: ApplyStackSet, watch: Watch) -> None:
        definition = self._definition(change)
        answer = in_turn(self.client.update_stack_set, BUSY, watch, **definition, OperationPreferences=PREFERENCES)
        self._wait(change.stack_set.name, answer["OperationId"], watch)

    def _overridden(self, name: str, account: str, region: str) -> dict[str, str]:
        place = {"StackInstanceAccount": account, "StackInstanceRegion": region}
        answer = self.client.describe_stack_instance(StackSetName=name, CallAs=self.call_as, **place)
        given = answer["StackInstance"].get("ParameterOverrides", [])
        return {item.get("ParameterKey", ""): item.get("ParameterValue", "") for item in given}

    def _override(self, change: ApplyStackSet, watch: Watch) -> None:
        """Only stacks that exist can have parameters of their own."""
        stack_set = change.stack_set
        present = {(each.account, each.region) for each in self._instances(stack_set.name)} if change.overrides else ()
        for each in change.overrides:
            if (each.account, each.region) in present:
                targets = _targets(list(stack_set.units.values()), [each.region], [each.account])
                given = [{"ParameterKey": key, "ParameterValue": value} for key, value in each.parameters.items()]
                more = {**targets, "ParameterOverrides": given}
                self._start("update_stack_instances", stack_set.name, more, watch)

    def _make_again(self, stack_set: StackSet, watch: Watch) -> None:
        """A stack whose creation failed can never be updated: what it is an instance of is deleted and made again."""
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
        answer = in_turn(
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

    def _instances(self, name: str) -> tuple[Instance, ...]:
        pages = self.client.get_paginator("list_stack_instances").paginate(StackSetName=name, CallAs=self.call_as)
        return tuple(_instance(item) for page in pages for item in page["Summaries"])


def _instance(item: Any) -> Instance:
    return Instance(
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
    """All accounts of the units, or only some of them."""
    only = {"Accounts": list(accounts), "AccountFilterType": "INTERSECTION"} if accounts else {}
    return {"DeploymentTargets": {"OrganizationalUnitIds": units, **only}, "Regions": list(regions)}
