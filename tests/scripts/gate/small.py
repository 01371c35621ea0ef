"""Small templates for the tests of the rules: a role, a bucket, a policy, each with one thing right or wrong."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from scripts.gate.model.template import Body, Problem, Template, TemplateKind

ACCOUNT = "arn:${AWS::Partition}:iam::${AWS::AccountId}:"
ROLE = f"{ACCOUNT}role/mlops-catalog/"
OWN = "arn:${AWS::Partition}:%s:${AWS::Region}:${AWS::AccountId}:%s"
ID = "${SageMakerProjectId}"
KEY = {"Type": "AWS::KMS::Key", "Properties": {}}


def template(resources: Mapping[str, Body], kind: TemplateKind = "product", **more: Any) -> Template:
    """`more` are other sections of the template, and `name` and `beside`."""
    name, beside = more.pop("name", "small"), more.pop("beside", {})
    return Template(name, kind, {"Resources": dict(resources), **more}, beside)


def resource(type_: str, **properties: Any) -> Body:
    return {"Type": type_, "Properties": properties}


def sub(text: str) -> Body:
    return {"Fn::Sub": text}


def own(service: str, name: str) -> Body:
    """The ARN of a resource of this account and region."""
    return sub(OWN % (service, name))


def attribute(name: str, of: str = "Arn") -> Body:
    return {"Fn::GetAtt": [name, of]}


def allow(actions: str, *resources: Any, **condition: Any) -> Body:
    """`actions` are separated by spaces; `condition` is given by operator."""
    return _statement("Allow", actions, resources, condition)


def deny(actions: str, *resources: Any, **condition: Any) -> Body:
    return _statement("Deny", actions, resources, condition)


def everybody(statement: Body) -> Body:
    return {**statement, "Principal": {"AWS": "*"}}


def service(name: str, **condition: Any) -> Body:
    """A statement of a trust policy for a service."""
    return _trust({"Service": f"{name}.amazonaws.com"}, condition)


def principal(arn: Any, **condition: Any) -> Body:
    """A statement of a trust policy for principals of accounts."""
    return _trust({"AWS": arn}, condition)


def document(*statements: Body) -> Body:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def role(name: str, *grants: Body, trust: Body | None = None, **more: Any) -> Body:
    """A role that CodeBuild assumes, if no trust is given."""
    policies = [{"PolicyName": "grants", "PolicyDocument": document(*grants)}]
    trusted = document(trust or service("codebuild"))
    return resource("AWS::IAM::Role", RoleName=sub(name), AssumeRolePolicyDocument=trusted, Policies=policies, **more)


def reported(check: Callable[[Template], Iterator[Problem]], checked: Template) -> list[str]:
    """The logical ids that the rule reports, each once."""
    return sorted({problem.resource for problem in check(checked)})


def granted(check: Callable[[Template], Iterator[Problem]], *grants: Body, name: str = f"sagemaker-{ID}-build") -> bool:
    """Whether the rule lets a role of a project have the grants."""
    return reported(check, template({"Role": role(name, *grants)})) == []


def with_policy(kind: str, policy: Body, *statements: Body, **properties: Any) -> Mapping[str, Body]:
    """A resource named `Thing` with a policy of its own; `policy` says of which type, and the member that names it."""
    (type_, member), *_ = policy.items()
    named = {"Ref": "Thing"}
    listed = named if member == "Bucket" else [named]
    return {
        "Thing": resource(kind, **properties),
        "Policy": resource(type_, **{member: listed, "PolicyDocument": document(*statements)}),
    }


def _statement(effect: str, actions: str, resources: tuple[Any, ...], condition: Mapping[str, Any]) -> Body:
    statement: Body = {"Effect": effect, "Action": actions.split(), "Resource": list(resources)}
    return statement | ({"Condition": _named(condition)} if condition else {})


def _trust(who: Body, condition: Mapping[str, Any]) -> Body:
    statement: Body = {"Effect": "Allow", "Action": ["sts:AssumeRole"], "Principal": who}
    return statement | ({"Condition": _named(condition)} if condition else {})


def _named(condition: Mapping[str, Any]) -> Body:
    """Operators such as `ForAnyValue__StringLike` have a colon."""
    return {operator.replace("__", ":"): tests for operator, tests in condition.items()}
