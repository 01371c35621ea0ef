"""What the sandbox does not offer of the engine's services is refused by its own name, whatever the protocol."""

import json
import re
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.conftest import Sandbox

_BY_HOST = {"WriteGetObjectResponse", "ListDirectoryBuckets"}
_TEXTS = {"timestamp": "2026-01-01T00:00:00Z", "blob": b"{}", "boolean": True, "float": 1.0}


def _example(shape: Any) -> Any:
    """The least that botocore's serializer takes for a shape."""
    if shape.type_name == "structure":
        names = list(shape.members)[:1] if getattr(shape, "is_tagged_union", False) else shape.required_members
        return {name: _example(shape.members[name]) for name in names}
    if shape.type_name == "list":
        return [_example(shape.member)] * max(1, shape.metadata.get("min", 0))
    if shape.type_name == "map":
        return {"name": _example(shape.value)}
    if shape.type_name == "string":
        return (shape.metadata.get("enum") or ["a" * max(3, shape.metadata.get("min", 3))])[0]
    if shape.type_name in ("integer", "long"):
        return max(1, shape.metadata.get("min", 1))
    return _TEXTS.get(shape.type_name, 1)


def _offered(sandbox: Sandbox) -> dict[str, dict[str, Any]]:
    with urllib.request.urlopen(f"{sandbox.endpoint}/_sandbox/coverage") as answer:  # noqa: S310 - our own server
        return json.load(answer)["engine"]


def _refusal(client: Any, model: Any) -> str:
    """Status and message; an answer to HEAD has no body, only the status."""
    try:
        client._make_api_call(model.name, _example(model.input_shape) if model.input_shape else {})
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        return f"{status} {'' if model.http['method'] == 'HEAD' else error.response['Error']['Message']}"
    return "accepted"


def _operations(client: Any) -> Iterator[Any]:
    """Deprecated operations have the request of their successor; two of S3 are told apart by their host alone."""
    models = (client.meta.service_model.operation_model(name) for name in client.meta.service_model.operation_names)
    return (model for model in models if not model.deprecated and model.name not in _BY_HOST)


def _is_named(answer: str, service: str, model: Any) -> bool:
    """A method and a path are the name of an operation that this botocore has and the sandbox's has not yet."""
    newer = rf"501 {service}:{model.http['method']} /\S+ is not emulated by the sandbox"
    named = f"501 {service}:{model.name} is not emulated by the sandbox"
    return answer in {"501 ", named} or bool(re.fullmatch(newer, answer))


def test_an_operation_that_is_not_offered_is_refused_with_501_and_its_name(sandbox: Sandbox) -> None:
    unexpected: dict[str, str] = {}
    for service, offered in _offered(sandbox).items():
        client = sandbox.client(service)
        for model in _operations(client):
            answer = _refusal(client, model) if model.name not in offered else ""
            if answer and not _is_named(answer, service, model):
                unexpected[f"{service}:{model.name}"] = answer
    assert unexpected == {}


@pytest.mark.parametrize(
    ("service", "operation", "named"),
    [
        ("rds", "DescribeDBInstances", "rds:DescribeDBInstances"),
        ("dax", "DescribeClusters", "dax:DescribeClusters"),
        ("arc-region-switch", "ListPlans", "arc-region-switch:ListPlans"),
        ("lex-models", "GetBots", "lex:GET /bots/"),
        ("sesv2", "ListContactLists", "ses:GET /v2/email/contact-lists"),
        ("rds-data", "ExecuteStatement", "rds-data:POST /Execute"),
        ("cloudfront", "ListDistributions", "cloudfront:GET /2020-05-31/distribution"),
    ],
)
def test_a_service_that_nothing_uses_is_refused_by_its_name_in_its_protocol(
    sandbox: Sandbox, service: str, operation: str, named: str
) -> None:
    client = sandbox.client(service)
    answer = _refusal(client, client.meta.service_model.operation_model(operation))
    assert answer == f"501 {named} is not emulated by the sandbox"
