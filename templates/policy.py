"""Policy documents: statements, trust and the refusal of plain HTTP."""

from collections.abc import Sequence
from typing import Any

from troposphere import Ref

Statement = dict[str, Any]
Values = Sequence[Any]


def actions_of(service: str, actions: str) -> tuple[str, ...]:
    """`actions_of("s3", "GetObject PutObject")` is both of them, as IAM spells them."""
    return tuple(f"{service}:{action}" for action in actions.split())


def allow(actions: Values, resources: Values, condition: Statement | None = None) -> Statement:
    """A statement for an identity policy."""
    return _statement("Allow", actions, condition) | {"Resource": list(resources)}


def deny(actions: Values, resources: Values, condition: Statement | None = None) -> Statement:
    return _statement("Deny", actions, condition) | {"Resource": list(resources)}


def with_principal(principal: Statement | str, statement: Statement) -> Statement:
    """The same statement for a resource policy, which names its principal."""
    return statement | {"Principal": principal}


def service_trust(service: str, source: Any) -> Statement:
    """A service that documents its source keys may assume the role for `source` alone: no confused deputy."""
    same_account = {"StringEquals": {"aws:SourceAccount": Ref("AWS::AccountId")}, "ArnLike": {"aws:SourceArn": source}}
    return _statement("Allow", ["sts:AssumeRole"], same_account) | {
        "Principal": {"Service": f"{service}.amazonaws.com"}
    }


def service_trust_if_source_account_known(service: str, *accounts: Any, source: Any = None) -> Statement:
    """For a service that documents no source keys: where it sends them, they must be these."""
    if_known: Statement = {"StringEqualsIfExists": {"aws:SourceAccount": list(accounts)}}
    if source is not None:
        if_known["ArnLikeIfExists"] = {"aws:SourceArn": source}
    return _statement("Allow", ["sts:AssumeRole"], if_known) | {"Principal": {"Service": f"{service}.amazonaws.com"}}


def principal_trust(principal: Any, condition: Statement) -> Statement:
    """Principals of AWS accounts may assume the role when the condition holds."""
    return _statement("Allow", ["sts:AssumeRole"], condition) | {"Principal": {"AWS": principal}}


def refuse_plain_http(service: str, resources: Values) -> Statement:
    """A resource policy statement that refuses requests without TLS."""
    statement = deny([f"{service}:*"], resources, {"Bool": {"aws:SecureTransport": "false"}})
    return with_principal("*", statement) | {"Sid": "RefusePlainHttp"}


def document(statements: Values) -> Statement:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def _statement(effect: str, actions: Values, condition: Statement | None) -> Statement:
    statement: Statement = {"Effect": effect, "Action": list(actions)}
    return statement | ({"Condition": condition} if condition else {})
