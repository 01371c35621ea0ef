"""One stack: a template in an account, with its parameters, as resources whose properties are concrete."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from scripts.proofs.world.intrinsics import Scope
from scripts.proofs.world.physical import arn_of, attribute_of, unique_id

SETTING = "AWS::SSM::Parameter::Value<"


@dataclass(frozen=True)
class Resource:
    """One resource of a stack with what it is known by."""

    kind: str
    arn: str
    properties: Mapping[str, Any]
    condition: str = ""


@dataclass(frozen=True)
class Stack:
    """`settings` are the SSM parameters of the account, by name; `source` is the name of the template."""

    name: str
    account: str
    region: str
    template: Mapping[str, Any]
    parameters: Mapping[str, str] = field(default_factory=dict[str, str])
    settings: Mapping[str, str] = field(default_factory=dict[str, str])
    source: str = ""

    @property
    def identifier(self) -> str:
        token = unique_id(self.account, self.name)
        unique = f"{token[:8]}-1111-2222-3333-{token}"
        return f"arn:aws:cloudformation:{self.region}:{self.account}:stack/{self.name}/{unique}"

    @cached_property
    def values(self) -> dict[str, Any]:
        """Parameters and pseudo parameters."""
        pseudo = {
            "AWS::AccountId": self.account,
            "AWS::Partition": "aws",
            "AWS::Region": self.region,
            "AWS::StackId": self.identifier,
            "AWS::StackName": self.name,
            "AWS::URLSuffix": "amazonaws.com",
        }
        declared = self.template.get("Parameters", {})
        return {**pseudo, **{name: self._parameter(name, body) for name, body in declared.items()}}

    @cached_property
    def scope(self) -> Scope:
        template = self.template
        return Scope(
            self.values, self.attribute, template.get("Conditions", {}), template.get("Mappings", {}), self.settings
        )

    def attribute(self, title: str, name: str) -> str:
        """What `Ref` (as `Ref`) or `GetAtt` gives of a resource."""
        kind, properties = self.template["Resources"][title]["Type"], _Lazy(self, title)
        return attribute_of(kind, name, self.arn(title), properties)

    def arn(self, title: str) -> str:
        kind = self.template["Resources"][title]["Type"]
        return arn_of(kind, self._place(title), _Lazy(self, title))

    @cached_property
    def resources(self) -> dict[str, Resource]:
        """The resources whose condition holds, by logical id."""
        found = self.template["Resources"]
        return {title: self._resource(title, body) for title, body in found.items() if self._is_made(body)}

    def _resource(self, title: str, body: Mapping[str, Any]) -> Resource:
        properties = self.scope.resolve(body.get("Properties", {}))
        return Resource(body["Type"], self.arn(title), properties, body.get("Condition", ""))

    def _is_made(self, body: Mapping[str, Any]) -> bool:
        return "Condition" not in body or self.scope.holds(body["Condition"])

    def _place(self, title: str) -> dict[str, str]:
        unique = unique_id(self.account, self.name, title)
        return {"account": self.account, "region": self.region, "unique": unique}

    def _parameter(self, name: str, body: Mapping[str, Any]) -> Any:
        value = self.parameters.get(name, body.get("Default", ""))
        kind = body["Type"]
        if kind.startswith(SETTING):
            value = self.settings[value]
        return value.split(",") if "List" in kind else value


class _Lazy(Mapping[str, Any]):
    """Properties of a resource, each resolved when it is read: a name must not wait for what refers to it."""

    def __init__(self, stack: Stack, title: str) -> None:
        self._stack, self._raw = stack, stack.template["Resources"][title].get("Properties", {})

    def __getitem__(self, name: str) -> Any:
        return self._stack.scope.resolve(self._raw[name])

    def __iter__(self) -> Any:
        return iter(name for name in self._raw if name.endswith(("Name", "Path")))

    def __len__(self) -> int:
        return len(self._raw)
