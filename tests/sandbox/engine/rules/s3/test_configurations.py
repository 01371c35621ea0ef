"""Configurations of buckets: what S3 refuses, and what it answers where nothing was set."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.sandbox.conftest import Sandbox

ErrorOf = Callable[..., dict[str, Any]]
DELETES = {"Status": "Enabled", "Expiration": {"Days": 3}}


def _lifecycle(bucket: str, *rules: dict[str, Any]) -> dict[str, Any]:
    return {"Bucket": bucket, "LifecycleConfiguration": {"Rules": list(rules)}}


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (DELETES, "MalformedXML"),
        (DELETES | {"Filter": {}, "Prefix": ""}, "MalformedXML"),
        (DELETES | {"Filter": {"Prefix": "a", "ObjectSizeGreaterThan": 1}}, "MalformedXML"),
        (DELETES | {"Filter": {"And": {"Prefix": "a"}}}, "MalformedXML"),
        (DELETES | {"Filter": {}, "Status": "On"}, "MalformedXML"),
        ({"Status": "Enabled", "Filter": {}}, "InvalidRequest"),
        ({"Status": "Enabled", "Filter": {}, "NoncurrentVersionExpiration": {}}, "MalformedXML"),
        (DELETES | {"Filter": {}, "Expiration": {"Days": 0}}, "InvalidArgument"),
        (DELETES | {"Filter": {}, "Expiration": {"Days": 1, "ExpiredObjectDeleteMarker": True}}, "MalformedXML"),
        (DELETES | {"Filter": {}, "Expiration": {"Date": datetime(2030, 1, 1, 12, tzinfo=UTC)}}, "InvalidArgument"),
        (DELETES | {"Filter": {}, "ID": "i" * 256}, "InvalidArgument"),
        (DELETES | {"Filter": {}, "Transitions": [{"Days": 1, "StorageClass": "GLACIER"}]}, "SandboxNotImplemented"),
    ],
)
def test_a_lifecycle_rule_that_s3_cannot_keep_is_refused(
    storage: Any, bucket: str, error_of: ErrorOf, rule: dict[str, Any], code: str
) -> None:
    assert error_of(storage.put_bucket_lifecycle_configuration, **_lifecycle(bucket, rule))["Code"] == code


def test_a_rule_gets_an_id_and_names_it_in_the_headers_of_its_objects(storage: Any, bucket: str) -> None:
    storage.put_bucket_lifecycle_configuration(**_lifecycle(bucket, DELETES | {"Filter": {"Prefix": "old/"}}))
    answer = storage.get_bucket_lifecycle_configuration(Bucket=bucket)
    assert answer["TransitionDefaultMinimumObjectSize"] == "all_storage_classes_128K"
    name = answer["Rules"][0]["ID"]
    expiration = storage.put_object(Bucket=bucket, Key="old/a")["Expiration"]
    date = datetime.now(UTC) + timedelta(days=4)
    assert expiration == f'expiry-date="{date:%a, %d %b %Y} 00:00:00 GMT", rule-id="{name}"'
    assert storage.head_object(Bucket=bucket, Key="old/a")["Expiration"] == expiration
    assert "Expiration" not in storage.put_object(Bucket=bucket, Key="new/a")


def test_a_rule_about_tags_and_sizes_is_about_their_objects_only(storage: Any, bucket: str) -> None:
    several = {"Tags": [{"Key": "team", "Value": "weather"}], "ObjectSizeGreaterThan": 2}
    storage.put_bucket_lifecycle_configuration(**_lifecycle(bucket, DELETES | {"Filter": {"And": several}}))
    assert "Expiration" in storage.put_object(Bucket=bucket, Key="a", Body=b"123", Tagging="team=weather")
    assert "Expiration" not in storage.put_object(Bucket=bucket, Key="b", Body=b"12", Tagging="team=weather")
    assert "Expiration" not in storage.put_object(Bucket=bucket, Key="c", Body=b"123")


@pytest.mark.parametrize(
    ("tags", "code"),
    [
        ([{"Key": "aws:a", "Value": ""}], "InvalidTag"),
        ([{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}], "InvalidTag"),
        ([{"Key": "a,b", "Value": ""}], "InvalidTag"),
        ([{"Key": "a", "Value": "v" * 257}], "InvalidTag"),
        ([{"Key": str(number), "Value": ""} for number in range(51)], "BadRequest"),
    ],
)
def test_tags_that_s3_cannot_keep_are_refused(
    storage: Any, bucket: str, error_of: ErrorOf, tags: list[dict[str, str]], code: str
) -> None:
    storage.put_object(Bucket=bucket, Key="a")
    given = {"Bucket": bucket, "Tagging": {"TagSet": tags}}
    assert error_of(storage.put_bucket_tagging, **given)["Code"] == code
    assert error_of(storage.put_object_tagging, **given, Key="a")["Code"] == code


def test_tags_of_a_bucket_without_any_are_missing(storage: Any, bucket: str, error_of: ErrorOf) -> None:
    storage.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": [{"Key": "a", "Value": ""}]})
    storage.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": []})
    error = error_of(storage.get_bucket_tagging, Bucket=bucket)
    assert (error["Code"], error["BucketName"]) == ("NoSuchTagSet", bucket)


def test_a_delete_marker_has_no_tags_but_the_version_below_has(storage: Any, versioned: str, error_of: ErrorOf) -> None:
    version = storage.put_object(Bucket=versioned, Key="a", Tagging="b=1")["VersionId"]
    storage.delete_object(Bucket=versioned, Key="a")
    error = error_of(storage.get_object_tagging, Bucket=versioned, Key="a")
    assert (error["Code"], error["ResourceType"], error["status"]) == ("MethodNotAllowed", "DeleteMarker", 405)
    answer = storage.get_object_tagging(Bucket=versioned, Key="a", VersionId=version)
    assert (answer["TagSet"], answer["VersionId"]) == ([{"Key": "b", "Value": "1"}], version)


def test_logs_go_to_a_bucket_of_the_same_owner_and_region(
    sandbox: Sandbox, storage: Any, bucket: str, error_of: ErrorOf
) -> None:
    sandbox.client("s3", sandbox.hub).create_bucket(Bucket=f"{bucket}-hub")
    far = {"CreateBucketConfiguration": {"LocationConstraint": "eu-west-1"}}
    storage.create_bucket(Bucket=f"{bucket}-far", **far)
    for target, code in (
        (f"{bucket}-none", "InvalidTargetBucketForLogging"),
        (f"{bucket}-hub", "InvalidTargetBucketForLogging"),
        (f"{bucket}-far", "CrossLocationLoggingProhibitted"),
    ):
        status = {"LoggingEnabled": {"TargetBucket": target, "TargetPrefix": ""}}
        assert error_of(storage.put_bucket_logging, Bucket=bucket, BucketLoggingStatus=status)["Code"] == code


def test_settings_that_were_not_given_are_off(storage: Any, bucket: str, error_of: ErrorOf) -> None:
    storage.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration={"BlockPublicAcls": True})
    settings = storage.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
    assert [name for name, value in settings.items() if value] == ["BlockPublicAcls"]
    assert len(settings) == 4
    storage.delete_public_access_block(Bucket=bucket)
    error = error_of(storage.get_public_access_block, Bucket=bucket)
    assert (error["Code"], error["BucketName"]) == ("NoSuchPublicAccessBlockConfiguration", bucket)


def test_configurations_outside_the_schema_are_refused(storage: Any, bucket: str, error_of: ErrorOf) -> None:
    calls = (
        (storage.put_bucket_versioning, {"VersioningConfiguration": {"Status": "On"}}),
        (storage.put_bucket_ownership_controls, {"OwnershipControls": {"Rules": [{"ObjectOwnership": "Mine"}]}}),
        (storage.put_bucket_ownership_controls, {"OwnershipControls": {"Rules": []}}),
        (storage.put_bucket_cors, {"CORSConfiguration": {"CORSRules": []}}),
    )
    for call, parameters in calls:
        assert error_of(call, Bucket=bucket, **parameters)["Code"] == "MalformedXML"
    methods = {"CORSRules": [{"AllowedMethods": ["PATCH"], "AllowedOrigins": ["*"]}]}
    assert error_of(storage.put_bucket_cors, Bucket=bucket, CORSConfiguration=methods)["Code"] == "InvalidRequest"


def test_events_go_to_eventbridge_only(storage: Any, bucket: str, error_of: ErrorOf) -> None:
    put = storage.put_bucket_notification_configuration
    put(Bucket=bucket, NotificationConfiguration={"EventBridgeConfiguration": {}})
    assert storage.get_bucket_notification_configuration(Bucket=bucket)["EventBridgeConfiguration"] == {}
    topic = {"TopicArn": "arn:aws:sns:us-east-1:222222222222:t", "Events": ["s3:ObjectCreated:*"]}
    error = error_of(put, Bucket=bucket, NotificationConfiguration={"TopicConfigurations": [topic]})
    assert (error["status"], "TopicConfigurations" in error["Message"]) == (501, True)
