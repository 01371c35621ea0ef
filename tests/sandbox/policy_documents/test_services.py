"""Every service that stores a policy of a resource refuses a document that breaks the grammar, with its own code."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.sandbox.engine.rules.refusals import code

Cloud = Any


def _bucket(cloud: Cloud) -> Callable[[str], tuple[Callable[..., Any], dict[str, str]]]:
    client, name = cloud.client("s3", cloud.development), cloud.unique("policies")
    client.create_bucket(Bucket=name)
    return lambda text: (client.put_bucket_policy, {"Bucket": name, "Policy": text})


def _topic(cloud: Cloud) -> Callable[[str], tuple[Callable[..., Any], dict[str, str]]]:
    client = cloud.client("sns", cloud.development)
    topic = client.create_topic(Name=cloud.unique("policies"))["TopicArn"]
    given = {"TopicArn": topic, "AttributeName": "Policy"}
    return lambda text: (client.set_topic_attributes, {**given, "AttributeValue": text})


def _queue(cloud: Cloud) -> Callable[[str], tuple[Callable[..., Any], dict[str, Any]]]:
    client = cloud.client("sqs", cloud.development)
    address = client.create_queue(QueueName=cloud.unique("policies"))["QueueUrl"]
    return lambda text: (client.set_queue_attributes, {"QueueUrl": address, "Attributes": {"Policy": text}})


def _bus(cloud: Cloud) -> Callable[[str], tuple[Callable[..., Any], dict[str, str]]]:
    client, name = cloud.client("events", cloud.development), cloud.unique("policies")
    client.create_event_bus(Name=name)
    return lambda text: (client.put_permission, {"EventBusName": name, "Policy": text})


def _key(cloud: Cloud) -> Callable[[str], tuple[Callable[..., Any], dict[str, str]]]:
    client = cloud.client("kms", cloud.development)
    return lambda text: (client.create_key, {"Policy": text})


SERVICES = {
    "MalformedPolicy": _bucket,
    "InvalidParameter": _topic,
    "InvalidAttributeValue": _queue,
    "ValidationException": _bus,
    "MalformedPolicyDocumentException": _key,
}
STATEMENT = {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}


@pytest.mark.parametrize("expected", SERVICES)
def test_a_document_that_breaks_the_grammar_is_refused(cloud: Cloud, expected: str) -> None:
    put = SERVICES[expected](cloud)
    for wrong in (
        {"Effect": "Perhaps"},
        {"Principal": "arn:aws:iam::222222222222:root"},
        {"Principal": {"Person": "*"}},
        {"Extra": "element"},
        {"Condition": {"StringSounds": {"aws:PrincipalOrgID": "o-1"}}},
        {"Condition": {"StringEquals": "o-1"}},
        {"NotAction": "*"},
    ):
        call, arguments = put(json.dumps({"Version": "2012-10-17", "Statement": [{**STATEMENT, **wrong}]}))
        assert code(call, **arguments) == expected, wrong
    for text in ("no JSON", "[]", '{"Version": "2012-10-17", "Statement": []}', '{"Version": "2020-01-01"}'):
        call, arguments = put(text)
        assert code(call, **arguments) == expected, text
