"""Policies name AWS principals that exist, or are refused by each service in its own words."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

STAGE = "333333333333"
GONE = f"arn:aws:iam::{STAGE}:role/mlops-catalog/nobody"


def _policy(principal: Any, action: str, resource: str = "*", **more: Any) -> str:
    statement = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": action, "Resource": resource, **more}
    if action == "sts:AssumeRole":
        del statement["Resource"]
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _key_policy(cloud: Any, principal: Any) -> str:
    """The account keeps its key, or KMS refuses the policy for another reason."""
    administrator = json.loads(_policy(f"arn:aws:iam::{cloud.development}:root", "kms:*"))["Statement"]
    document = json.loads(_policy(principal, "kms:*"))
    return json.dumps({**document, "Statement": document["Statement"] + administrator})


def _key(cloud: Any, principal: Any) -> None:
    keys = cloud.client("kms", cloud.development)
    identifier = keys.create_key(Policy=_key_policy(cloud, principal))["KeyMetadata"]["KeyId"]
    keys.put_key_policy(KeyId=identifier, Policy=_key_policy(cloud, principal))


def _put_key_policy(cloud: Any, principal: Any) -> None:
    keys = cloud.client("kms", cloud.development)
    identifier = keys.create_key()["KeyMetadata"]["KeyId"]
    keys.put_key_policy(KeyId=identifier, Policy=_key_policy(cloud, principal))


def _bucket(cloud: Any, principal: Any) -> None:
    storage, name = cloud.client("s3", cloud.development), cloud.unique("named")
    storage.create_bucket(Bucket=name)
    storage.delete_public_access_block(Bucket=name)
    storage.put_bucket_policy(Bucket=name, Policy=_policy(principal, "s3:GetObject", f"arn:aws:s3:::{name}/*"))


def _topic(cloud: Any, principal: Any) -> None:
    topics = cloud.client("sns", cloud.development)
    topics.create_topic(Name=cloud.unique("named"), Attributes={"Policy": _policy(principal, "sns:Publish")})


def _topic_policy(cloud: Any, principal: Any) -> None:
    topics = cloud.client("sns", cloud.development)
    made = topics.create_topic(Name=cloud.unique("named"))["TopicArn"]
    given = _policy(principal, "sns:Publish", made)
    topics.set_topic_attributes(TopicArn=made, AttributeName="Policy", AttributeValue=given)


def _queue(cloud: Any, principal: Any) -> None:
    queues = cloud.client("sqs", cloud.development)
    url = queues.create_queue(QueueName=cloud.unique("named"))["QueueUrl"]
    queues.set_queue_attributes(QueueUrl=url, Attributes={"Policy": _policy(principal, "sqs:SendMessage")})


def _trust(cloud: Any, principal: Any) -> None:
    cloud.client("iam", cloud.development).create_role(
        RoleName=cloud.unique("named"), AssumeRolePolicyDocument=_policy(principal, "sts:AssumeRole")
    )


def _new_trust(cloud: Any, principal: Any) -> None:
    name = cloud.role(cloud.development, cloud.unique("named"), "lambda.amazonaws.com").rpartition("/")[2]
    cloud.client("iam", cloud.development).update_assume_role_policy(
        RoleName=name, PolicyDocument=_policy(principal, "sts:AssumeRole")
    )


INVALID_TRUST = ("MalformedPolicyDocument", f'Invalid principal in policy: "AWS":"{GONE}"')
INVALID_KEY = (
    "MalformedPolicyDocumentException",
    "Policy contains a statement with one or more invalid principals.",
)
INVALID_TOPIC = ("InvalidParameter", "Invalid parameter: Policy Error: PrincipalNotFound")
POLICIES = [
    pytest.param(_key, *INVALID_KEY, id="CreateKey"),
    pytest.param(_put_key_policy, *INVALID_KEY, id="PutKeyPolicy"),
    pytest.param(_bucket, "MalformedPolicy", "Invalid principal in policy", id="PutBucketPolicy"),
    pytest.param(_topic, *INVALID_TOPIC, id="CreateTopic"),
    pytest.param(_topic_policy, *INVALID_TOPIC, id="SetTopicAttributes"),
    pytest.param(_queue, "InvalidAttributeValue", "Invalid value for the parameter Policy.", id="SetQueueAttributes"),
    pytest.param(_trust, *INVALID_TRUST, id="CreateRole"),
    pytest.param(_new_trust, *INVALID_TRUST, id="UpdateAssumeRolePolicy"),
]


def _refused(put: Callable[[Any, Any], None], cloud: Any, principal: Any) -> dict[str, str]:
    error = _refusal(put, cloud, principal)
    assert error, f"{principal} is taken"
    return error


def _refusal(put: Callable[[Any, Any], None], cloud: Any, principal: Any) -> dict[str, str] | None:
    try:
        put(cloud, principal)
    except ClientError as error:
        return error.response["Error"]
    return None


@pytest.mark.parametrize(("put", "code", "message"), POLICIES)
def test_a_policy_cannot_name_a_role_that_does_not_exist(cloud: Any, put: Any, code: str, message: str) -> None:
    error = _refused(put, cloud, GONE)
    assert (error["Code"], error["Message"]) == (code, message)


@pytest.mark.parametrize(("put", "code", "message"), POLICIES)
def test_one_missing_role_among_others_is_enough(cloud: Any, put: Any, code: str, message: str) -> None:
    error = _refused(put, cloud, [f"arn:aws:iam::{STAGE}:root", cloud.scientist, GONE])
    assert (error["Code"], error["Message"]) == (code, message)


@pytest.mark.parametrize("put", [pytest.param(each.values[0], id=each.id) for each in POLICIES])
@pytest.mark.parametrize(
    "principal",
    [
        "arn:aws:iam::000000000042:root",
        "000000000042",
        "arn:aws:iam::222222222222:role/AmazonSageMaker-ExecutionRole-sandbox",
        "arn:aws:iam::222222222222:role/service-role/*",
        "AROAAAAAAAAAAAAAAAAAA",
    ],
    ids=["unknown account", "its number", "another path", "a wildcard in the name", "a dead id"],
)
def test_what_is_no_principal_is_refused(cloud: Any, put: Any, principal: str) -> None:
    assert _refused(put, cloud, principal)["Code"]


@pytest.mark.parametrize("put", [pytest.param(each.values[0], id=each.id) for each in POLICIES])
def test_existing_roles_accounts_and_everybody_are_accepted(cloud: Any, put: Any) -> None:
    existing = [cloud.scientist, f"arn:aws:iam::{STAGE}:root", cloud.outsider]
    assert [_refusal(put, cloud, principal) for principal in (existing, "*")] == [None, None]


def test_the_registry_takes_a_policy_for_accounts_and_not_for_a_missing_role(cloud: Any) -> None:
    """AWS's example names an account: SageMaker developer guide, "Deploy a model version from a different account"."""
    registry, name = cloud.client("sagemaker", cloud.development), cloud.unique("models")
    group = registry.create_model_package_group(ModelPackageGroupName=name)["ModelPackageGroupArn"]
    put = registry.put_model_package_group_policy
    named = _policy(GONE, "sagemaker:DescribeModelPackageGroup", group)
    assert cloud.code_of(put, ModelPackageGroupName=name, ResourcePolicy=named) == "ValidationException"
    of_account = _policy(f"arn:aws:iam::{STAGE}:root", "sagemaker:DescribeModelPackageGroup", group)
    assert put(ModelPackageGroupName=name, ResourcePolicy=of_account)["ModelPackageGroupArn"] == group


def test_a_role_made_again_is_another_principal(cloud: Any) -> None:
    storage, name, role = cloud.client("s3", cloud.development), cloud.unique("left"), cloud.unique("reader")
    storage.create_bucket(Bucket=name)
    storage.put_object(Bucket=name, Key="a", Body=b"x")
    arn = cloud.role(STAGE, role, f"arn:aws:iam::{STAGE}:root", "s3:GetObject")
    identity = cloud.client("iam", STAGE)
    identifier = identity.get_role(RoleName=role)["Role"]["RoleId"]
    storage.put_bucket_policy(Bucket=name, Policy=_policy(arn, "s3:GetObject", f"arn:aws:s3:::{name}/*"))
    assert cloud.as_role("s3", arn).get_object(Bucket=name, Key="a")["Body"].read() == b"x"

    identity.delete_role_policy(RoleName=role, PolicyName="permissions")
    identity.delete_role(RoleName=role)
    assert cloud.role(STAGE, role, f"arn:aws:iam::{STAGE}:root", "s3:GetObject") == arn

    kept = json.loads(storage.get_bucket_policy(Bucket=name)["Policy"])
    assert kept["Statement"][0]["Principal"] == {"AWS": identifier}
    assert cloud.code_of(cloud.as_role("s3", arn, "again").get_object, Bucket=name, Key="a") == "AccessDenied"
    assert cloud.code_of(storage.put_bucket_policy, Bucket=name, Policy=json.dumps(kept)) == "MalformedPolicy"


def test_a_role_named_by_a_condition_gets_in_when_it_is_made_again(cloud: Any) -> None:
    """And the policy can be put before the role is there."""
    storage, name, role = cloud.client("s3", cloud.development), cloud.unique("named"), cloud.unique("reader")
    storage.create_bucket(Bucket=name)
    storage.put_object(Bucket=name, Key="a", Body=b"x")
    arn = f"arn:aws:iam::{STAGE}:role/{role}"
    only = {
        "ArnEquals": {"aws:PrincipalArn": [arn]},
        "StringEquals": {"aws:PrincipalOrgID": "o-sandbox0001"},
    }
    storage.put_bucket_policy(
        Bucket=name, Policy=_policy("*", "s3:GetObject", f"arn:aws:s3:::{name}/*", Condition=only)
    )
    for session in ("first", "again"):
        assert cloud.role(STAGE, role, f"arn:aws:iam::{STAGE}:root", "s3:GetObject") == arn
        assert cloud.as_role("s3", arn, session).get_object(Bucket=name, Key="a")["Body"].read() == b"x"
        cloud.client("iam", STAGE).delete_role_policy(RoleName=role, PolicyName="permissions")
        cloud.client("iam", STAGE).delete_role(RoleName=role)


@pytest.mark.parametrize(
    "condition",
    [
        {},
        {"StringLike": {"aws:PrincipalOrgID": "o-*"}},
        {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/mlops-catalog/*"}},
    ],
    ids=["everybody", "any organisation", "any account's role"],
)
def test_a_public_policy_is_blocked(cloud: Any, condition: dict[str, Any]) -> None:
    storage, name = _private(cloud)
    given = _policy("*", "s3:GetObject", f"arn:aws:s3:::{name}/*", Condition=condition)
    assert cloud.code_of(storage.put_bucket_policy, Bucket=name, Policy=given) == "AccessDenied"


def test_a_fixed_organisation_is_not_the_public(cloud: Any) -> None:
    """S3 User Guide, "Blocking public access", the meaning of public: aws:PrincipalOrgID is a fixed value."""
    storage, name = _private(cloud)
    condition = {
        "StringEquals": {"aws:PrincipalOrgID": "o-sandbox0001"},
        "ArnLike": {"aws:PrincipalArn": "arn:aws:iam::333333333333:role/mlops-catalog/*"},
    }
    given = _policy("*", "s3:GetObject", f"arn:aws:s3:::{name}/*", Condition=condition)
    storage.put_bucket_policy(Bucket=name, Policy=given)
    assert json.loads(storage.get_bucket_policy(Bucket=name)["Policy"]) == json.loads(given)


def _private(cloud: Any) -> tuple[Any, str]:
    storage, name = cloud.client("s3", cloud.development), cloud.unique("private")
    storage.create_bucket(Bucket=name)
    every = ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets")
    storage.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=dict.fromkeys(every, True))
    return storage, name
