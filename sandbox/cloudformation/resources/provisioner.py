"""Creates, changes and deletes a resource as its table entry declares, and reads it back."""

import contextlib
import uuid
from typing import Any

from ministack.core.responses import get_account_id, get_region
from ministack.services.cloudformation.provisioners import _physical_name

from sandbox.api import loopback
from sandbox.api.errors import ServiceError
from sandbox.cloudformation.resources import readback, settings
from sandbox.cloudformation.resources.api_calls import ProvisioningError, call, call_unless_gone
from sandbox.cloudformation.resources.facts import Facts, Properties, look_up
from sandbox.cloudformation.resources.resource_type import ResourceType
from sandbox.iam import permission_checks as permissions

Attributes = dict[str, Any]
Result = tuple[str, Attributes]


class Provisioner:
    """The create, update and delete handlers of one resource type, as the engine calls them."""

    def __init__(self, resource_type: ResourceType) -> None:
        self.resource_type = resource_type

    def create(self, logical_id: str, properties: Properties, stack_name: str) -> Result:
        """Physical id and attributes of the new resource."""
        self._refuse_unknown(logical_id, properties)
        self._require_handler_reads()
        facts = self._facts(logical_id, properties, stack_name)
        if self.resource_type.reads_first:
            self._read(facts)
        facts["result"] = call(
            self.resource_type, self.resource_type.create, facts, self.resource_type.properties_at_creation()
        )
        physical_id = facts["id"] = look_up(self.resource_type.identifier, facts)
        try:
            return physical_id, self._complete(logical_id, facts)
        except Exception:
            # The engine has no physical id yet and cannot roll this back.
            with loopback.acting_as(loopback.root(facts["account"])), contextlib.suppress(ProvisioningError):
                self.delete(physical_id, facts["properties"])
            raise

    def _complete(self, logical_id: str, facts: Facts) -> Attributes:
        if self.resource_type.after_create:
            self.resource_type.after_create(facts)
        self._stabilize(facts)
        self._read(facts)
        for setting in self.resource_type.settings:
            if setting.at_create:
                settings.apply(self.resource_type, setting, {}, facts)
        return self._read_back(logical_id, facts)

    def update(self, physical_id: str, old: Properties, new: Properties, stack_name: str, logical_id: str) -> Result:
        """Physical id and attributes of the changed resource."""
        self._refuse_unknown(logical_id, new)
        self._require_handler_reads()
        facts: Facts = {**self._facts(logical_id, new, stack_name), "id": physical_id}
        before = self._facts(logical_id, old, stack_name)["properties"]
        changed = {name for name in before | facts["properties"] if before.get(name) != facts["properties"].get(name)}
        self._read(facts)
        changed_in_place = changed & self.resource_type.properties_without_setting()
        if changed_in_place:
            self._update_in_place(logical_id, changed_in_place, facts)
        for setting in self.resource_type.settings:
            if changed.intersection(setting.properties):
                settings.apply(self.resource_type, setting, before, facts)
        return physical_id, self._read_back(logical_id, facts)

    def delete(self, physical_id: str, properties: Properties) -> None:
        facts: Facts = {**self._facts("", properties, ""), "id": physical_id}
        for setting in self.resource_type.settings:
            settings.remove_elements(self.resource_type, setting, facts)
        if any(api_call.each for api_call in self.resource_type.delete):
            self._read(facts)
        for api_call in self.resource_type.delete:
            for item in (look_up(api_call.each, facts) or []) if api_call.each else [None]:
                call_unless_gone(self.resource_type, api_call, {**facts, "item": item})

    def _update_in_place(self, logical_id: str, changed: set[str], facts: Facts) -> None:
        if self.resource_type.update is None:
            raise ProvisioningError(
                f"{self.resource_type.type} {logical_id}: the sandbox cannot change {', '.join(sorted(changed))} "
                "in place"
            )
        facts["result"] = call(
            self.resource_type, self.resource_type.update, facts, self.resource_type.properties_at_creation()
        )
        self._stabilize(facts)

    def _stabilize(self, facts: Facts) -> None:
        failure = self.resource_type.stabilize(facts) if self.resource_type.stabilize else None
        if failure:
            raise ProvisioningError(failure)

    def _refuse_unknown(self, logical_id: str, properties: Properties) -> None:
        unknown = sorted(set(properties) - set(self.resource_type.properties))
        if unknown:
            raise ProvisioningError(
                f"Properties validation failed for resource {logical_id} with message:\n"
                + "\n".join(f"#: extraneous key [{name}] is not permitted" for name in unknown)
            )

    def _require_handler_reads(self) -> None:
        for action in self.resource_type.handler_reads:
            try:
                permissions.require(loopback.current(), action, "*")
            except ServiceError as refused:
                raise ProvisioningError(refused.message) from refused

    def _facts(self, logical_id: str, properties: Properties, stack_name: str) -> Facts:
        named = dict(properties)
        if self.resource_type.name and logical_id:
            name, length = self.resource_type.name
            # Bucket names must be lower case; SageMaker's ARNs are, and a name must be recognised in its ARN.
            lowercase = self.resource_type.service in ("s3", "sagemaker")
            made = _physical_name(stack_name, logical_id, max_len=length, lowercase=lowercase)
            prefix = self.resource_type.name_prefix
            named.setdefault(name, f"{prefix}{made.removeprefix(stack_name)}" if prefix else made)
        return {
            "properties": named,
            "result": {},
            "read": {},
            "logical_id": logical_id,
            "account": get_account_id(),
            "region": get_region(),
            "token": uuid.uuid4().hex,
        }

    def _read_back(self, logical_id: str, facts: Facts) -> Attributes:
        """The resource's attributes, after a check that the service kept every property."""
        self._read(facts)
        lost = readback.lost_properties(self.resource_type, facts)
        if lost:
            problem = f"{', '.join(lost)} was lost by the sandbox"
            raise ProvisioningError(f"{self.resource_type.type} {logical_id}: {problem}")
        attributes = {name: look_up(expression, facts) for name, expression in self.resource_type.attributes.items()}
        # Recorded for a topic: Fn::GetAtt takes a property as well as what the type calls its return values.
        return facts["properties"] | {name: value for name, value in attributes.items() if value is not None}

    def _read(self, facts: Facts) -> None:
        with loopback.acting_as(loopback.root(facts["account"])):
            for api_call in self.resource_type.reads:
                try:
                    facts["read"][api_call.operation] = call(self.resource_type, api_call, facts)
                except ProvisioningError:
                    facts["read"][api_call.operation] = {}
