"""New buckets, their policies, and lists of them and of what they hold."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.sandbox.cloud import Cloud
from tests.sandbox.conftest import Sandbox

ErrorOf = Callable[..., dict[str, Any]]


def test_a_new_bucket_has_an_arn_and_a_location(storage: Any, bucket: str) -> None:
    again = storage.create_bucket(Bucket=bucket)
    assert (again["BucketArn"], again["Location"]) == (f"arn:aws:s3:::{bucket}", f"/{bucket}")
    far = storage.create_bucket(Bucket=f"{bucket}-eu", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    assert far["Location"] == f"http://{bucket}-eu.s3.amazonaws.com/"
    head = storage.head_bucket(Bucket=bucket)
    assert (head["BucketArn"], head["BucketRegion"]) == (f"arn:aws:s3:::{bucket}", "us-east-1")


@pytest.mark.parametrize(
    ("parameters", "code"),
    [
        ({"Bucket": "xn--bucket"}, "InvalidBucketName"),
        ({"Bucket": "bucket-s3alias"}, "InvalidBucketName"),
        ({"CreateBucketConfiguration": {"LocationConstraint": "us-east-1"}}, "InvalidLocationConstraint"),
        ({"CreateBucketConfiguration": {"LocationConstraint": "mars-1"}}, "InvalidLocationConstraint"),
        ({"ObjectOwnership": "Nobody"}, "InvalidArgument"),
        ({"CreateBucketConfiguration": {"Tags": [{"Key": "aws:a", "Value": ""}]}}, "InvalidTag"),
        ({"ObjectLockEnabledForBucket": True}, "SandboxNotImplemented"),
        ({"ACL": "private"}, "SandboxNotImplemented"),
    ],
)
def test_a_bucket_that_s3_cannot_make_is_refused(
    storage: Any, error_of: ErrorOf, parameters: dict[str, Any], code: str
) -> None:
    assert error_of(storage.create_bucket, **{"Bucket": "rules-of-buckets"} | parameters)["Code"] == code


def test_a_bucket_of_ones_own_is_made_again_but_not_with_tags(storage: Any, bucket: str, error_of: ErrorOf) -> None:
    storage.create_bucket(Bucket=bucket)
    tags = {"Tags": [{"Key": "a", "Value": "1"}]}
    error = error_of(storage.create_bucket, Bucket=bucket, CreateBucketConfiguration=tags)
    assert (error["Code"], error["BucketName"], error["status"]) == ("BucketAlreadyOwnedByYou", bucket, 409)


def _statement(action: str, resource: str, **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": {"AWS": "222222222222"}, "Action": action, "Resource": resource} | more


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        (_statement("s3:GetObject", "arn:aws:s3:::another/*"), "Policy has invalid resource"),
        (_statement("sqs:SendMessage", "{}/*"), "Policy has invalid action"),
        (_statement("s3:GetObject", "{}"), "Action does not apply to any resource(s) in statement"),
        (_statement("s3:ListBucket", "{}/a"), "Action does not apply to any resource(s) in statement"),
        ({"Effect": "Allow", "Action": "s3:*", "Resource": "{}"}, "Missing required field Principal"),
        (
            _statement("s3:*", "{}", Principal={"AWS": "arn:aws:iam::222222222222:role/none"}),
            "Invalid principal in policy",
        ),
    ],
)
def test_a_policy_that_is_not_about_the_bucket_is_refused(
    storage: Any, bucket: str, error_of: ErrorOf, statement: dict[str, Any], message: str
) -> None:
    statement = statement | {"Resource": statement["Resource"].replace("{}", f"arn:aws:s3:::{bucket}")}
    error = error_of(storage.put_bucket_policy, Bucket=bucket, Policy=Cloud.policy(statement))
    assert (error["Code"], error["Message"]) == ("MalformedPolicy", message)


def test_a_policy_is_json(storage: Any, bucket: str, error_of: ErrorOf) -> None:
    error = error_of(storage.put_bucket_policy, Bucket=bucket, Policy="[]")
    assert (error["Code"], error["Message"]) == (
        "MalformedPolicy",
        "Policies must be valid JSON and the first byte must be '{'",
    )


def test_a_deny_binds_the_root_but_not_from_the_policy(
    sandbox: Sandbox, storage: Any, bucket: str, error_of: ErrorOf
) -> None:
    storage.put_object(Bucket=bucket, Key="kept/a")
    everybody = {"Effect": "Deny", "Principal": "*", "Action": "s3:*"}
    below = [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/kept/*"]
    storage.put_bucket_policy(Bucket=bucket, Policy=Cloud.policy(everybody | {"Resource": below}))
    error = error_of(storage.get_object, Bucket=bucket, Key="kept/a")
    assert (error["Code"], error["status"]) == ("AccessDenied", 403)
    assert error_of(storage.list_objects_v2, Bucket=bucket)["Code"] == "AccessDenied"
    assert storage.put_object(Bucket=bucket, Key="free/a")["ETag"]
    assert storage.get_bucket_policy(Bucket=bucket)["Policy"]
    storage.delete_bucket_policy(Bucket=bucket)
    assert storage.get_object(Bucket=bucket, Key="kept/a")["ContentLength"] == 0


def test_lists_show_checksums_and_owners_by_id(storage: Any, versioned: str) -> None:
    version = storage.put_object(Bucket=versioned, Key="a b")["VersionId"]
    storage.delete_object(Bucket=versioned, Key="a b")
    storage.put_object(Bucket=versioned, Key="c")
    listed = storage.list_object_versions(Bucket=versioned)
    assert [(found["Key"], found["ChecksumAlgorithm"]) for found in listed["Versions"]] == [
        ("a b", ["CRC32"]),
        ("c", ["CRC32"]),
    ]
    assert listed["Versions"][0]["VersionId"] == version
    assert listed["DeleteMarkers"][0]["Key"] == "a b"
    assert set(listed["Versions"][0]["Owner"]) == {"ID"}
    assert storage.list_objects_v2(Bucket=versioned)["Contents"][0]["ChecksumType"] == "FULL_OBJECT"
    assert set(storage.list_objects(Bucket=versioned)["Contents"][0]["Owner"]) == {"ID"}


@pytest.mark.parametrize(
    ("operation", "argument", "parameters"),
    [
        ("list_objects", "encoding-type", {"EncodingType": "base64"}),
        ("list_multipart_uploads", "encoding-type", {"EncodingType": "base64"}),
        ("list_objects_v2", "continuation-token", {"ContinuationToken": "no token"}),
        ("list_object_versions", "version-id-marker", {"VersionIdMarker": "null"}),
    ],
)
def test_a_list_with_an_argument_that_cannot_be_is_refused(
    storage: Any, error_of: ErrorOf, operation: str, argument: str, parameters: dict[str, str]
) -> None:
    storage.create_bucket(Bucket="rules-of-lists")
    error = error_of(getattr(storage, operation), Bucket="rules-of-lists", **parameters)
    assert (error["Code"], error["ArgumentName"]) == ("InvalidArgument", argument)


def test_several_objects_are_deleted_one_by_one(storage: Any, bucket: str, error_of: ErrorOf) -> None:
    storage.put_object(Bucket=bucket, Key="a")
    objects = [{"Key": "a"}, {"Key": "gone"}, {"Key": "a", "VersionId": "made-up"}]
    answer = storage.delete_objects(Bucket=bucket, Delete={"Objects": objects})
    assert [found["Key"] for found in answer["Deleted"]] == ["a", "gone"]
    assert [(found["Code"], found["VersionId"]) for found in answer["Errors"]] == [("NoSuchVersion", "made-up")]
    many = {"Objects": [{"Key": str(number)} for number in range(1001)]}
    assert error_of(storage.delete_objects, Bucket=bucket, Delete=many)["Code"] == "MalformedXML"


def test_a_list_has_at_most_a_thousand_entries(storage: Any, bucket: str) -> None:
    assert storage.list_objects_v2(Bucket=bucket, MaxKeys=5000)["MaxKeys"] == 1000


def test_a_bucket_with_versions_is_not_deleted(storage: Any, versioned: str, error_of: ErrorOf) -> None:
    storage.put_object(Bucket=versioned, Key="a")
    storage.delete_object(Bucket=versioned, Key="a")
    error = error_of(storage.delete_bucket, Bucket=versioned)
    assert (error["Code"], error["BucketName"], error["status"]) == ("BucketNotEmpty", versioned, 409)
    assert error["Message"].endswith("You must delete all versions in the bucket.")


def test_a_bucket_that_does_not_exist_is_named(storage: Any, error_of: ErrorOf) -> None:
    for call in (storage.get_bucket_policy, storage.list_objects, storage.get_bucket_lifecycle_configuration):
        error = error_of(call, Bucket="no-such-bucket-here")
        assert (error["Code"], error["BucketName"], error["status"]) == ("NoSuchBucket", "no-such-bucket-here", 404)
