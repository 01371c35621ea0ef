"""What evaluators know of a world: principals and resources with their policies, accounts with an organisation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from scripts.proofs.world.stacks import Resource, Stack

Document = Mapping[str, Any]
POLICY_OF = {
    "AWS::KMS::Key": "KeyPolicy",
    "AWS::IAM::Role": "AssumeRolePolicyDocument",
    "AWS::SageMaker::ModelPackageGroup": "ModelPackageGroupPolicy",
}
"""Types whose own property is the policy of the resource."""
PROTECTED_BY = {"AWS::S3::BucketPolicy": "Bucket", "AWS::SQS::QueuePolicy": "Queues", "AWS::SNS::TopicPolicy": "Topics"}
"""Types that are the policy of other resources, which a property names."""


@dataclass(frozen=True)
class Principal:
    """A role, with what decides over its requests."""

    arn: str
    account: str
    policies: tuple[Document, ...]
    boundary: Document | None = None
    tags: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass
class Facts:
    """`policies` are of resources, by ARN; `owners` are accounts of ARNs that name none; `tags` are of resources."""

    accounts: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    principals: dict[str, Principal] = field(default_factory=dict[str, Principal])
    policies: dict[str, Document] = field(default_factory=dict[str, Document])
    owners: dict[str, str] = field(default_factory=dict[str, str])
    tags: dict[str, dict[str, str]] = field(default_factory=dict[str, dict[str, str]])

    def principal(self, arn: str) -> Principal | None:
        """One that does not exist in the world has no policies; a service is no principal of an account."""
        unknown = Principal(arn, arn.split(":")[4], ()) if arn.startswith("arn:") else None
        return self.principals.get(arn, unknown)

    def as_json(self) -> dict[str, Any]:
        """For an evaluator in another process."""
        principals = {
            arn: {"policies": list(found.policies), "boundary": found.boundary}
            for arn, found in self.principals.items()
        }
        return {"principals": principals, "policies": self.policies}


def facts_of(stacks: Iterable[Stack], accounts: Mapping[str, dict[str, Any]]) -> Facts:
    """Everything that the policies of these stacks say. Managed policies come first: roles name them."""
    found, listed = Facts(accounts=dict(accounts)), list(stacks)
    managed = {
        resource.arn: resource.properties["PolicyDocument"]
        for stack in listed
        for resource in stack.resources.values()
        if resource.kind == "AWS::IAM::ManagedPolicy"
    }
    for stack in listed:
        for title, resource in stack.resources.items():
            _add(found, stack, resource, managed)
            _add_policy(found, stack, title, resource)
    return found


def _add(found: Facts, stack: Stack, resource: Resource, managed: Mapping[str, Document]) -> None:
    found.owners[resource.arn] = stack.account
    tags = {tag["Key"]: tag["Value"] for tag in resource.properties.get("Tags", []) if isinstance(tag, dict)}
    if tags:
        found.tags[resource.arn] = tags
    if resource.kind == "AWS::IAM::Role":
        found.principals[resource.arn] = _principal(stack, resource, managed, tags)


def _principal(stack: Stack, resource: Resource, managed: Mapping[str, Document], tags: Mapping[str, str]) -> Principal:
    own = [policy["PolicyDocument"] for policy in resource.properties.get("Policies", [])]
    attached = [managed[arn] for arn in resource.properties.get("ManagedPolicyArns", [])]
    boundary = resource.properties.get("PermissionsBoundary")
    limits = managed[boundary] if boundary else None
    return Principal(resource.arn, stack.account, (*own, *attached), limits, tags)


def _add_policy(found: Facts, stack: Stack, title: str, resource: Resource) -> None:
    if resource.kind in POLICY_OF and POLICY_OF[resource.kind] in resource.properties:
        found.policies[resource.arn] = resource.properties[POLICY_OF[resource.kind]]
    if resource.kind in PROTECTED_BY:
        for arn in _protected(stack, title, PROTECTED_BY[resource.kind]):
            found.policies[arn] = resource.properties["PolicyDocument"]
    if resource.kind == "AWS::Lambda::Permission":
        _add_permission(found, stack, title, resource)


def _protected(stack: Stack, title: str, name: str) -> list[str]:
    """The ARNs of the resources that a policy is for: a property has a reference, or a list of references."""
    value = stack.template["Resources"][title]["Properties"][name]
    return [stack.arn(reference["Ref"]) for reference in (value if isinstance(value, list) else [value])]


def _add_permission(found: Facts, stack: Stack, title: str, resource: Resource) -> None:
    """A statement of the function's policy (Lambda API Reference, AddPermission)."""
    function = stack.template["Resources"][title]["Properties"]["FunctionName"]
    arn = stack.arn(function.get("Ref") or function["Fn::GetAtt"][0])
    principal = str(resource.properties["Principal"])
    sources = {
        key: resource.properties[name]
        for name, key in (("SourceArn", "aws:SourceArn"), ("SourceAccount", "aws:SourceAccount"))
        if name in resource.properties
    }
    statement: dict[str, Any] = {
        "Effect": "Allow",
        "Principal": {"Service": principal} if principal.endswith(".amazonaws.com") else {"AWS": principal},
        "Action": resource.properties["Action"],
        "Resource": arn,
        **({"Condition": {"ArnLike": sources}} if sources else {}),
    }
    before = found.policies.get(arn, {"Version": "2012-10-17", "Statement": []})
    found.policies[arn] = {**before, "Statement": [*before["Statement"], statement]}
