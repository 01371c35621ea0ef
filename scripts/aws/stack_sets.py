"""Service-managed StackSets: the stacks that every spoke of some organisational units gets."""

import json
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from scripts.aws.failures import error_code
from scripts.aws.waiting import Tick, in_turn, until
from scripts.changes import ApplyStackSet
from scripts.desired import TAGS, StackSet
from scripts.errors import UnfinishedError
from scripts.found import FoundStackSet, Instance

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient

# Auto-deployment keeps a removed account's stacks: without the launch role its projects could not be deleted.
AUTO_DEPLOYMENT: Any = {"Enabled": True, "RetainStacksOnAccountRemoval": True}
# Strict tolerance deploys to one account after another; this one is as fast as the account limit allows.
BUSY = "OperationInProgressException"
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

    def find(self, name: str) -> FoundStackSet | None:
        """The StackSet and its stacks, or None when there is none."""
        try:
            found = self.client.describe_stack_set(StackSetName=name, CallAs=self.call_as)["StackSet"]
        except ClientError as error:
            if error_code(error) == "StackSetNotFoundException":
                return None
            raise
        parameters = {
            item.get("ParameterKey", ""): item.get("ParameterValue", "") for item in found.get("Parameters", [])
        }
        return FoundStackSet(
            template=json.loads(found.get("TemplateBody", "{}")),
            parameters=parameters,
            units=frozenset(found.get("OrganizationalUnitIds", [])),
            instances=self._instances(name),
        )

    def apply(self, change: ApplyStackSet, tick: Tick) -> None:
        """Make the StackSet and its stacks what they should be.

        Raises UnfinishedError that names every account in which a stack failed; the other accounts are done.
        """
        stack_set = change.stack_set
        if not change.exists:
            self.client.create_stack_set(**self._definition(change), ManagedExecution={"Active": True})
        elif change.outdated or not change.new_units:
            self._update(change, tick)
        if change.new_units:
            self._deploy(stack_set, [stack_set.units[unit] for unit in change.new_units], tick)
        self._require_success(stack_set)

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
            "AutoDeployment": AUTO_DEPLOYMENT,
            "CallAs": self.call_as,
        }

    def _update(self, change: ApplyStackSet, tick: Tick) -> None:
        definition = self._definition(change)
        answer = in_turn(self.client.update_stack_set, BUSY, tick, **definition, OperationPreferences=PREFERENCES)
        self._wait(change.stack_set.name, answer["OperationId"], tick)

    def _deploy(self, stack_set: StackSet, units: list[str], tick: Tick) -> None:
        answer = in_turn(
            self.client.create_stack_instances,
            BUSY,
            tick,
            StackSetName=stack_set.name,
            DeploymentTargets={"OrganizationalUnitIds": units},
            Regions=list(stack_set.regions),
            OperationPreferences=PREFERENCES,
            CallAs=self.call_as,
        )
        self._wait(stack_set.name, answer["OperationId"], tick)

    def _wait(self, name: str, operation: str, tick: Tick) -> None:
        def ended() -> str | None:
            answer = self.client.describe_stack_set_operation(
                StackSetName=name, OperationId=operation, CallAs=self.call_as
            )
            status = answer["StackSetOperation"].get("Status", "")
            return status if status in ("SUCCEEDED", "FAILED", "STOPPED") else None

        until(ended, tick)

    def _require_success(self, stack_set: StackSet) -> None:
        """An operation that succeeded can hide failures that it tolerated: only the stacks tell."""
        behind = [instance for instance in self._instances(stack_set.name) if instance.status != "CURRENT"]
        if behind:
            reasons = "; ".join(f"{item.account} ({item.region}): {item.reason or item.status}" for item in behind)
            problem = f"{stack_set.title} failed in {len(behind)} of the accounts: {reasons}"
            raise UnfinishedError(problem, hint="the others are done; mend the cause in these and publish again")

    def _instances(self, name: str) -> tuple[Instance, ...]:
        pages = self.client.get_paginator("list_stack_instances").paginate(StackSetName=name, CallAs=self.call_as)
        return tuple(
            Instance(
                account=item.get("Account", ""),
                region=item.get("Region", ""),
                status=item.get("Status", ""),
                reason=item.get("StatusReason", ""),
            )
            for page in pages
            for item in page["Summaries"]
        )
