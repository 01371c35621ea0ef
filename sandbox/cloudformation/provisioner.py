"""Makes, changes and deletes a resource as its table entry says, and reads it back."""

import contextlib
import re
import uuid
from collections.abc import Iterator
from typing import Any

from botocore import xform_name
from botocore.exceptions import BotoCoreError, ClientError
from ministack.core.responses import get_account_id, get_region
from ministack.services.cloudformation.provisioners import _physical_name

from sandbox.api import loopback
from sandbox.api.errors import ServiceError
from sandbox.cloudformation import readback
from sandbox.cloudformation.resource import Call, Facts, Kind, Setting, look_up
from sandbox.cloudformation.shapes import UnknownPropertyError, member_of, to_api
from sandbox.iam import permission_checks as permissions

_GONE = re.compile(r"NotFound|NoSuch|DoesNotExist|NonExistent|Could not find|does not exist", re.IGNORECASE)
Result = tuple[str, dict[str, Any]]


class ProvisioningError(Exception):
    """Why a resource failed, in the words that a stack event shows."""


class Provisioner:
    """The create, update and delete handlers of one type, as the engine calls them."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind

    def create(self, logical_id: str, properties: dict, stack_name: str) -> Result:
        self._refuse_unknown(logical_id, properties)
        self._require_handler_reads()
        facts = self._facts(logical_id, properties, stack_name)
        if self.kind.reads_first:
            self._read(facts)
        facts["result"] = self._call(self.kind.create, facts, self.kind.properties_at_creation())
        facts["id"] = look_up(self.kind.identifier, facts)
        try:
            return self._complete(logical_id, facts)
        except Exception:
            # The engine knows nothing yet of what was half made.
            with loopback.acting_as(loopback.root(facts["account"])), contextlib.suppress(ProvisioningError):
                self.delete(facts["id"], facts["properties"])
            raise

    def _complete(self, logical_id: str, facts: Facts) -> Result:
        if self.kind.after:
            self.kind.after(facts)
        self._settle(facts)
        self._read(facts)
        for setting in self.kind.settings:
            if setting.at_create:
                self._apply(setting, {}, facts)
        return self._finished(logical_id, facts)

    def update(self, physical_id: str, old: dict, new: dict, stack_name: str, logical_id: str) -> Result:
        self._refuse_unknown(logical_id, new)
        self._require_handler_reads()
        facts = self._facts(logical_id, new, stack_name) | {"id": physical_id}
        before = self._facts(logical_id, old, stack_name)["properties"]
        changed = {name for name in before | facts["properties"] if before.get(name) != facts["properties"].get(name)}
        self._read(facts)
        own = set(self.kind.properties) - {name for setting in self.kind.settings for name in setting.properties}
        if changed & own:
            self._update_in_place(logical_id, changed & own, facts)
        for setting in self.kind.settings:
            if changed.intersection(setting.properties):
                self._apply(setting, before, facts)
        return self._finished(logical_id, facts)

    def delete(self, physical_id: str, properties: dict) -> None:
        facts = self._facts("", properties, "") | {"id": physical_id}
        for setting in self.kind.settings:
            if setting.each and setting.remove and setting.at_create and not setting.kept_first:
                self._remove_all(setting, facts)
        for call in self.kind.delete:
            self._forgiving(call, facts)

    def _update_in_place(self, logical_id: str, changed: set[str], facts: Facts) -> None:
        if self.kind.update is None:
            raise ProvisioningError(
                f"{self.kind.type} {logical_id}: the sandbox cannot change {', '.join(sorted(changed))} in place"
            )
        facts["result"] = self._call(self.kind.update, facts, self.kind.properties_at_creation())
        self._settle(facts)

    def _settle(self, facts: Facts) -> None:
        problem = self.kind.settled(facts) if self.kind.settled else None
        if problem:
            raise ProvisioningError(problem)

    def _refuse_unknown(self, logical_id: str, properties: dict) -> None:
        unknown = sorted(set(properties) - set(self.kind.properties))
        if unknown:
            raise ProvisioningError(
                f"{self.kind.type} {logical_id}: the sandbox does not act on property {', '.join(unknown)}"
            )

    def _require_handler_reads(self) -> None:
        for action in self.kind.handler_reads:
            try:
                permissions.require(loopback.current(), action, "*")
            except ServiceError as refused:
                raise ProvisioningError(refused.message) from refused

    def _facts(self, logical_id: str, properties: dict, stack_name: str) -> Facts:
        given = dict(properties)
        if self.kind.name and logical_id:
            name, length = self.kind.name
            # Buckets must be lower case; SageMaker's ARNs are, and a name must be told from its ARN.
            lowercase = self.kind.service in ("s3", "sagemaker")
            given.setdefault(name, _physical_name(stack_name, logical_id, max_len=length, lowercase=lowercase))
        place = {"account": get_account_id(), "region": get_region(), "token": uuid.uuid4().hex}
        return {"properties": given, "result": {}, "read": {}, "logical_id": logical_id, **place}

    def _finished(self, logical_id: str, facts: Facts) -> Result:
        self._read(facts)
        lost = readback.lost_properties(self.kind, facts)
        if lost:
            raise ProvisioningError(f"{self.kind.type} {logical_id}: {', '.join(lost)} was lost by the sandbox")
        attributes = {name: look_up(expression, facts) for name, expression in self.kind.attributes.items()}
        return facts["id"], {name: value for name, value in attributes.items() if value is not None}

    def _read(self, facts: Facts) -> None:
        with loopback.acting_as(loopback.root(facts["account"])):
            for call in self.kind.reads:
                try:
                    facts["read"][call.operation] = self._call(call, facts, set())
                except ProvisioningError:
                    facts["read"][call.operation] = {}

    def _apply(self, setting: Setting, before: dict, facts: Facts) -> None:
        if setting.each:
            self._apply_each(setting, before, facts)
            return
        given = [facts["properties"][name] for name in setting.properties if name in facts["properties"]]
        # A switch that is off is removed like one that is gone.
        if given and not (setting.remove and all(str(value).lower() == "false" for value in given)):
            self._call(setting.put, facts, set(setting.properties))
        elif setting.remove and (given or before.keys() & set(setting.properties)):
            self._call(setting.remove, facts, set())

    def _apply_each(self, setting: Setting, before: dict, facts: Facts) -> None:
        old, new = dict(_items(setting, before)), dict(_items(setting, facts["properties"]))
        if setting.kept_first and not before:
            new.pop(next(iter(new)))
        if setting.anew:
            self._remove(setting, [old.pop(key) for key in list(old) if new.get(key) != old[key]], facts)
        # What is new comes first: a product must never be left without a version.
        for key, item in new.items():
            if old.get(key) != item:
                call = setting.change if setting.change and key in old else setting.put
                self._call(call, facts | {"item": item, "token": uuid.uuid4().hex}, set())
        self._remove(setting, [item for key, item in old.items() if key not in new], facts)

    def _remove(self, setting: Setting, items: list[Any], facts: Facts) -> None:
        for item in items if setting.remove else ():
            self._call(setting.remove, facts | {"item": item}, set())

    def _remove_all(self, setting: Setting, facts: Facts) -> None:
        for _, item in _items(setting, facts["properties"]):
            if setting.remove:
                self._forgiving(setting.remove, facts | {"item": item})

    def _forgiving(self, call: Call, facts: Facts) -> None:
        try:
            self._call(call, facts, set())
        except ProvisioningError as error:
            if not _GONE.search(str(error)):
                raise

    def _call(self, call: Call, facts: Facts, takes: set[str]) -> dict[str, Any]:
        service = call.service or self.kind.service
        shape = loopback.model(service).operation_model(call.operation).input_shape
        parameters = self._parameters(call, shape, facts, takes if call.takes is None else takes & set(call.takes))
        return invoke(service, call.operation, parameters)

    def _parameters(self, call: Call, shape: Any, facts: Facts, takes: set[str]) -> dict[str, Any]:
        path = f"{self.kind.type} {facts['logical_id']}"
        parameters: dict[str, Any] = {}
        try:
            for name in sorted(takes & facts["properties"].keys()):
                value = self.kind.conversions.get(name, lambda given: given)(facts["properties"][name])
                _place(parameters, shape, self.kind.names.get(name, name), value, f"{path}: {name}")
            for member, expression in call.members.items():
                value = look_up(expression, facts)
                if value is not None:
                    _place(parameters, shape, member, value, f"{path}: {member}")
        except UnknownPropertyError as error:
            raise ProvisioningError(f"{error} is a property that the sandbox does not act on") from error
        return parameters


def invoke(service: str, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """One API call under the current credentials; AWS's refusal becomes the reason of the failure."""
    try:
        return getattr(loopback.client(service), xform_name(operation))(**parameters)
    except ClientError as error:
        answer, status = error.response["Error"], error.response["ResponseMetadata"].get("HTTPStatusCode")
        reason = f"{answer.get('Message')} (Service: {service}, Status Code: {status}, {answer.get('Code')})"
        raise ProvisioningError(reason) from error
    except BotoCoreError as error:
        raise ProvisioningError(f"{service}:{operation}: {error}") from error


def _items(setting: Setting, properties: dict) -> Iterator[tuple[str, Any]]:
    value = properties.get(setting.properties[0]) or []
    if isinstance(value, dict):
        value = [{"Key": key, "Value": each} for key, each in value.items()]
    for item in value:
        yield str(look_up(setting.key, item)), item


def _place(parameters: dict, shape: Any, target: str, value: Any, path: str) -> None:
    """Put a value where a dotted member path says, converted to that member's shape."""
    name, _, rest = target.partition(".")
    if shape.type_name == "map":
        parameters[target] = to_api(shape.value, value, path)
        return
    member = member_of(shape, name)
    if member is None:
        raise UnknownPropertyError(path)
    if rest:
        _place(parameters.setdefault(member, {}), shape.members[member], rest, value, path)
    elif isinstance(parameters.get(member), dict) and isinstance(value, dict):
        parameters[member] |= to_api(shape.members[member], value, path)
    else:
        parameters[member] = to_api(shape.members[member], value, path)
