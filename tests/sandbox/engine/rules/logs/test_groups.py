"""Log groups and streams: names, keys, tags and retention as CloudWatch Logs takes them."""

import json
from typing import Any

import pytest

from tests.sandbox.conftest import Sandbox
from tests.sandbox.engine.rules.refusals import code, refusal

USE = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"]
NOT_ALLOWED = "The specified KMS key does not exist or is not allowed to be used with Arn"


@pytest.fixture
def logs(sandbox: Sandbox) -> Any:
    return sandbox.client("logs")


def key_for(sandbox: Sandbox, group: str, actions: list[str]) -> str:
    """The ARN of a key that CloudWatch Logs may use in some ways for one group."""
    everything = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{sandbox.development}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    of_the_group = {
        "Effect": "Allow",
        "Principal": {"Service": "logs.us-east-1.amazonaws.com"},
        "Action": actions,
        "Resource": "*",
        "Condition": {"ArnEquals": {"kms:EncryptionContext:aws:logs:arn": arn(sandbox, group)}},
    }
    policy = json.dumps({"Version": "2012-10-17", "Statement": [everything, of_the_group]})
    return sandbox.client("kms").create_key(Policy=policy)["KeyMetadata"]["Arn"]


def arn(sandbox: Sandbox, group: str) -> str:
    return f"arn:aws:logs:us-east-1:{sandbox.development}:log-group:{group}"


@pytest.mark.parametrize("name", ["a" * 513, "with blank", "aws/mine"])
def test_a_name_that_aws_does_not_take_is_refused(logs: Any, name: str) -> None:
    assert code(logs.create_log_group, logGroupName=name) == "InvalidParameterException"


def test_what_exists_or_is_missing_is_told_without_its_name(logs: Any) -> None:
    logs.create_log_group(logGroupName="told")
    exists = ("ResourceAlreadyExistsException", "The specified log group already exists")
    assert refusal(logs.create_log_group, logGroupName="told") == exists
    no_group = ("ResourceNotFoundException", "The specified log group does not exist.")
    assert refusal(logs.delete_log_group, logGroupName="untold") == no_group
    assert refusal(logs.put_retention_policy, logGroupName="untold", retentionInDays=7) == no_group
    no_stream = ("ResourceNotFoundException", "The specified log stream does not exist.")
    assert refusal(logs.get_log_events, logGroupName="told", logStreamName="none") == no_stream
    assert refusal(logs.delete_log_stream, logGroupName="told", logStreamName="none") == no_stream


def test_a_group_is_found_by_prefix_or_by_pattern(logs: Any) -> None:
    problem = refusal(logs.describe_log_groups, logGroupNamePrefix="a", logGroupNamePattern="b")
    together = "LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters."
    assert problem == ("InvalidParameterException", together)


def test_streams_are_found_by_the_identifier_of_their_group(logs: Any, sandbox: Sandbox) -> None:
    logs.create_log_group(logGroupName="identified")
    logs.create_log_stream(logGroupName="identified", logStreamName="one")
    by_name = logs.describe_log_streams(logGroupIdentifier="identified")["logStreams"]
    by_arn = logs.describe_log_streams(logGroupIdentifier=arn(sandbox, "identified"))["logStreams"]
    assert by_name == by_arn
    assert set(by_name[0]) == {"arn", "creationTime", "logStreamName", "storedBytes"}
    both = {"logGroupName": "identified", "logGroupIdentifier": "identified"}
    exclusive = ("ValidationException", "LogGroup name and LogGroup ARN are mutually exclusive parameters.")
    assert refusal(logs.describe_log_streams, **both) == exclusive
    assert refusal(logs.filter_log_events, **both) == exclusive
    assert refusal(logs.get_log_events, logStreamName="one", **both) == exclusive
    assert code(logs.describe_log_streams) == "ValidationException"


def test_streams_by_time_have_no_prefix(logs: Any) -> None:
    logs.create_log_group(logGroupName="ordered")
    asked = {"logGroupName": "ordered", "orderBy": "LastEventTime", "logStreamNamePrefix": "a"}
    assert code(logs.describe_log_streams, **asked) == "InvalidParameterException"


def test_a_group_is_encrypted_with_a_key_that_logs_may_use_for_it(logs: Any, sandbox: Sandbox) -> None:
    key = key_for(sandbox, "encrypted", USE)
    logs.create_log_group(logGroupName="encrypted", kmsKeyId=key)
    assert logs.describe_log_groups(logGroupNamePrefix="encrypted")["logGroups"][0]["kmsKeyId"] == key
    logs.disassociate_kms_key(logGroupName="encrypted")
    assert "kmsKeyId" not in logs.describe_log_groups(logGroupNamePrefix="encrypted")["logGroups"][0]
    logs.associate_kms_key(logGroupName="encrypted", kmsKeyId=key)
    assert logs.describe_log_groups(logGroupNamePrefix="encrypted")["logGroups"][0]["kmsKeyId"] == key


def test_a_key_that_logs_may_not_use_for_the_group_is_refused(logs: Any, sandbox: Sandbox) -> None:
    refused = ("AccessDeniedException", f"{NOT_ALLOWED} '{arn(sandbox, 'other')}'")
    for key in (
        key_for(sandbox, "not-this-one", USE),
        key_for(sandbox, "other", ["kms:Decrypt"]),
        sandbox.client("kms").create_key()["KeyMetadata"]["Arn"],
        f"arn:aws:kms:us-east-1:{sandbox.development}:key/12345678-1234-1234-1234-123456789012",
    ):
        assert refusal(logs.create_log_group, logGroupName="other", kmsKeyId=key) == refused
    assert logs.describe_log_groups(logGroupNamePrefix="other")["logGroups"] == []


def test_a_disabled_key_and_what_is_no_arn_are_invalid(logs: Any, sandbox: Sandbox) -> None:
    logs.create_log_group(logGroupName="late-key")
    key = key_for(sandbox, "late-key", USE)
    sandbox.client("kms").disable_key(KeyId=key)
    invalid = "InvalidParameterException"
    assert code(logs.associate_kms_key, logGroupName="late-key", kmsKeyId=key) == invalid
    assert code(logs.associate_kms_key, logGroupName="late-key", kmsKeyId=key.rpartition("/")[2]) == invalid


def test_a_group_has_fifty_tags(logs: Any, sandbox: Sandbox) -> None:
    logs.create_log_group(logGroupName="tagged", tags={f"tag-{number}": "v" for number in range(50)})
    logs.tag_resource(resourceArn=arn(sandbox, "tagged"), tags={"tag-0": "again"})
    further = {"resourceArn": arn(sandbox, "tagged"), "tags": {"further": "v"}}
    assert code(logs.tag_resource, **further) == "TooManyTagsException"
    assert logs.list_tags_for_resource(resourceArn=arn(sandbox, "tagged"))["tags"]["tag-0"] == "again"


def test_an_odd_number_of_days_and_another_class_are_refused(logs: Any) -> None:
    logs.create_log_group(logGroupName="kept")
    assert code(logs.put_retention_policy, logGroupName="kept", retentionInDays=8) == "InvalidParameterException"
    problem = refusal(logs.create_log_group, logGroupName="rare", logGroupClass="INFREQUENT_ACCESS")
    assert problem[1].startswith("logGroupClass INFREQUENT_ACCESS")
