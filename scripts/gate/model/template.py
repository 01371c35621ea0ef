"""A rendered template as the rules read it: resources, parameters, roles and all statements of its policies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal, NamedTuple

from scripts.gate.model.statements import Kind, Statement, statements
from scripts.gate.model.values import branches, text, texts, walk

Body = dict[str, Any]
TemplateKind = Literal["product", "foundation", "team", "stage", "endpoint"]
RESOURCE_POLICIES = {
    "AWS::KMS::Key": "KeyPolicy",
    "AWS::S3::BucketPolicy": "PolicyDocument",
    "AWS::SNS::TopicPolicy": "PolicyDocument",
    "AWS::SQS::QueuePolicy": "PolicyDocument",
    "AWS::SageMaker::ModelPackageGroup": "ModelPackageGroupPolicy",
}
BOUNDARY_SUFFIX = "-boundary"


class Problem(NamedTuple):
    """What a rule found: the resource's logical id, and a sentence with what to do."""

    resource: str
    text: str


@dataclass(frozen=True, eq=False)
class Resource:
    name: str
    type: str
    properties: Body
    attributes: Body
    """All its members: Type, Properties, DeletionPolicy, Condition, DependsOn."""

    @cached_property
    def values(self) -> tuple[Any, ...]:
        """Every value inside its properties."""
        return tuple(walk(self.properties))

    @cached_property
    def inline(self) -> tuple[Statement, ...]:
        """The statements of a role's own policies."""
        return tuple(_inline(self))

    @cached_property
    def trust(self) -> tuple[Statement, ...]:
        return tuple(statements(self.name, "trust", self.properties.get("AssumeRolePolicyDocument")))

    @cached_property
    def policy(self) -> tuple[Statement, ...]:
        """The statements of a resource policy."""
        return tuple(statements(self.name, "resource", self.properties.get(RESOURCE_POLICIES[self.type])))


@dataclass(frozen=True, eq=False)
class Role:
    """A role: its name as text, who may assume it, and what its policies in the template grant."""

    title: str
    name: str
    resource: Resource
    trust: tuple[Statement, ...]
    grants: tuple[Statement, ...]

    @property
    def services(self) -> frozenset[str]:
        return frozenset(service for statement in self.trust for service in statement.services)

    @property
    def granted(self) -> Iterator[tuple[str, Statement]]:
        """Each action that it is allowed, with its statement."""
        return ((action, statement) for statement in self.grants if statement.allows for action in statement.actions)


@dataclass(frozen=True, eq=False)
class Template:
    """`beside` holds the other templates of the catalog by their names.

    `original` is a template that this one is a changed copy of: what both share is read once.
    """

    name: str
    kind: TemplateKind
    body: Body
    beside: Mapping[str, "Template"] = field(default_factory=dict)
    original: "Template | None" = None

    @property
    def file(self) -> str:
        """The name that its file has among the rendered templates."""
        return f"foundation-{self.name}.json" if self.kind in ("foundation", "team") else f"{self.name}.json"

    @cached_property
    def resources(self) -> tuple[Resource, ...]:
        known = {id(found.attributes): found for found in self.original.resources} if self.original else {}
        return tuple(
            known.get(id(body)) or Resource(name, body.get("Type", ""), _first(body.get("Properties", {})), body)
            for name, body in self.body.get("Resources", {}).items()
        )

    @cached_property
    def parameters(self) -> Mapping[str, Body]:
        return self.body.get("Parameters", {})

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        known = {role.resource: role for role in self.original.roles} if self.original else {}
        return tuple(
            known[resource]
            if resource in known and "ManagedPolicyArns" not in resource.properties
            else self._role(resource)
            for resource in self.of_type("AWS::IAM::Role")
        )

    @cached_property
    def identity(self) -> tuple[Statement, ...]:
        """What roles are granted, by their own policies and by managed ones of the template."""
        managed = [found for policy in self.of_type("AWS::IAM::ManagedPolicy") for found in _managed(policy)]
        return (*[found for role in self.roles for found in role.resource.inline], *managed)

    @cached_property
    def resource_policies(self) -> tuple[Statement, ...]:
        return tuple(found for resource in self.of_type(*RESOURCE_POLICIES) for found in resource.policy)

    @cached_property
    def trust(self) -> tuple[Statement, ...]:
        return tuple(found for role in self.roles for found in role.trust)

    @property
    def every_statement(self) -> tuple[Statement, ...]:
        return (*self.identity, *self.resource_policies, *self.trust)

    def of_type(self, *types: str) -> tuple[Resource, ...]:
        return tuple(resource for resource in self.resources if resource.type in types)

    def resource(self, name: str) -> Resource | None:
        return next((resource for resource in self.resources if resource.name == name), None)

    def policy_of(self, kind: str, member: str, name: str) -> tuple[Statement, ...]:
        """The statements of the policies of one bucket, queue or topic."""
        policies = [found for found in self.of_type(kind) if f"${{{name}}}" in texts(found.properties.get(member))]
        own = {found.name for found in policies}
        return tuple(found for found in self.resource_policies if found.place in own)

    def _role(self, resource: Resource) -> Role:
        attached = texts(resource.properties.get("ManagedPolicyArns"))
        managed = [policy for policy in self.of_type("AWS::IAM::ManagedPolicy") if f"${{{policy.name}}}" in attached]
        return Role(
            resource.name,
            text(resource.properties.get("RoleName")),
            resource,
            resource.trust,
            (*resource.inline, *[found for policy in managed for found in _managed(policy)]),
        )


def _first(properties: Any) -> Body:
    return next((found for found in branches(properties) if isinstance(found, dict)), {})


def _inline(resource: Resource) -> Iterator[Statement]:
    for listed in branches(resource.properties.get("Policies", [])):
        for policy in listed:
            for found in branches(policy):
                yield from statements(resource.name, "identity", found.get("PolicyDocument"))


def _managed(policy: Resource) -> Iterator[Statement]:
    kind: Kind = "boundary" if is_boundary(policy) else "identity"
    yield from statements(policy.name, kind, policy.properties.get("PolicyDocument"))


def is_boundary(policy: Resource) -> bool:
    return text(policy.properties.get("ManagedPolicyName")).endswith(BOUNDARY_SUFFIX)
