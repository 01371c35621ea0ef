"""A call can take more permissions than the one that it is named for."""

import json
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

Person = Callable[..., Any]
GROUP = "arn:aws:sagemaker:us-east-1:222222222222:model-package-group/"


@pytest.fixture
def person(sandbox: Any) -> Person:
    """Makes a client of a new person in the development account with these permissions."""

    def make(service: str, *permissions: tuple[Any, ...]) -> Any:
        role = _role(sandbox, f"person-{uuid.uuid4().hex[:8]}", *permissions)
        return sandbox.client_with(service, sandbox.assume(role, sandbox.development))

    return make


def _role(sandbox: Any, name: str, *permissions: tuple[Any, ...]) -> str:
    identity = sandbox.client("iam")
    trusted = {"AWS": "222222222222", "Service": "sagemaker.amazonaws.com"}
    trust = {"Effect": "Allow", "Principal": trusted, "Action": "sts:AssumeRole"}
    made = identity.create_role(RoleName=name, AssumeRolePolicyDocument=_document(trust))["Role"]["Arn"]
    identity.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=_document(*map(_statement, permissions)))
    return made


def _statement(permission: tuple[Any, ...]) -> dict[str, Any]:
    return dict(zip(("Action", "Resource", "Condition"), permission, strict=False)) | {"Effect": "Allow"}


def _document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def test_giving_tags_at_creation_is_tagging(person: Person) -> None:
    tags = [{"Key": "team", "Value": "one"}]
    creating = ("sagemaker:CreateModelPackageGroup", "*")
    tagging = ("sagemaker:AddTags", f"{GROUP}mine", {"StringEquals": {"aws:RequestTag/team": "one"}})
    person("sagemaker", creating).create_model_package_group(ModelPackageGroupName="without-tags")
    with pytest.raises(ClientError, match=f"sagemaker:AddTags on resource: {GROUP}another"):
        person("sagemaker", creating, tagging).create_model_package_group(ModelPackageGroupName="another", Tags=tags)
    person("sagemaker", creating, tagging).create_model_package_group(ModelPackageGroupName="mine", Tags=tags)


def test_publishing_to_an_encrypted_topic_uses_its_key(person: Person, sandbox: Any) -> None:
    key = sandbox.client("kms").create_key()["KeyMetadata"]["Arn"]
    topic = sandbox.client("sns").create_topic(Name="secret", Attributes={"KmsMasterKeyId": key})["TopicArn"]
    publishing, using = ("sns:Publish", topic), (["kms:GenerateDataKey", "kms:Decrypt"], key)
    with pytest.raises(ClientError, match=f"kms:GenerateDataKey on resource: {key}"):
        person("sns", publishing).publish(TopicArn=topic, Message="hello")
    assert person("sns", publishing, using).publish(TopicArn=topic, Message="hello")["MessageId"]


def test_a_subscription_is_judged_as_its_topic(person: Person, sandbox: Any) -> None:
    topics = [sandbox.client("sns").create_topic(Name=name)["TopicArn"] for name in ("ours", "theirs")]
    first, second = [
        sandbox.client("sns").subscribe(
            TopicArn=topic, Protocol="email", Endpoint="a@b.example", ReturnSubscriptionArn=True
        )
        for topic in topics
    ]
    ends = person("sns", ("sns:Unsubscribe", topics[0]))
    ends.unsubscribe(SubscriptionArn=first["SubscriptionArn"])
    with pytest.raises(ClientError, match=f"sns:Unsubscribe on resource: {topics[1]} "):
        ends.unsubscribe(SubscriptionArn=second["SubscriptionArn"])


def test_encrypting_the_disks_of_an_endpoint_needs_a_grant_for_its_caller(person: Person, sandbox: Any) -> None:
    sagemaker, key = sandbox.client("sagemaker"), sandbox.client("kms").create_key()["KeyMetadata"]["Arn"]
    role = _role(sandbox, "serves", ("s3:GetObject", "*"))
    sagemaker.create_model(ModelName="m", PrimaryContainer={"Image": "own/image:1"}, ExecutionRoleArn=role)
    variant = {"VariantName": "v", "ModelName": "m", "InitialInstanceCount": 1, "InstanceType": "ml.m5.large"}
    sagemaker.create_endpoint_config(EndpointConfigName="c", ProductionVariants=[variant], KmsKeyId=key)
    creating = ("sagemaker:CreateEndpoint", "*")
    granting = ("kms:CreateGrant", key, {"Bool": {"kms:GrantIsForAWSResource": "true"}})
    with pytest.raises(ClientError, match=f"kms:CreateGrant on resource: {key}"):
        person("sagemaker", creating).create_endpoint(EndpointName="e", EndpointConfigName="c")
    person("sagemaker", creating, granting).create_endpoint(EndpointName="e", EndpointConfigName="c")


def test_a_role_that_hands_itself_on_passes_itself(sandbox: Any) -> None:
    passing = ("iam:PassRole", "arn:aws:iam::222222222222:role/may-pass")
    with pytest.raises(ClientError, match="iam:PassRole on resource: arn:aws:iam::222222222222:role/may-not-pass"):
        _own_pipeline(sandbox, "may-not-pass")
    assert _own_pipeline(sandbox, "may-pass", passing)["PipelineArn"].endswith("pipeline/may-pass")


def _own_pipeline(sandbox: Any, name: str, *permissions: tuple[Any, ...]) -> dict[str, Any]:
    """A pipeline that a role makes to run as itself."""
    role = _role(sandbox, name, ("sagemaker:CreatePipeline", "*"), *permissions)
    definition = {"Version": "2020-12-01", "Steps": [{"Name": "No", "Type": "Fail", "Arguments": {}}]}
    sagemaker = sandbox.client_with("sagemaker", sandbox.assume(role, sandbox.development))
    return sagemaker.create_pipeline(PipelineName=name, PipelineDefinition=json.dumps(definition), RoleArn=role)


def test_an_object_with_an_access_control_list_takes_a_permission_of_its_own(person: Person, sandbox: Any) -> None:
    bucket = f"lists-{uuid.uuid4().hex[:8]}"
    sandbox.client("s3").create_bucket(Bucket=bucket)
    given = {"Bucket": bucket, "Key": "a", "Body": b"x", "ACL": "bucket-owner-full-control"}
    writing = ("s3:PutObject", f"arn:aws:s3:::{bucket}/*")
    with pytest.raises(ClientError, match="s3:PutObjectAcl"):
        person("s3", writing).put_object(**given)
    assert person("s3", writing, ("s3:PutObjectAcl", writing[1])).put_object(**given)["ETag"]
