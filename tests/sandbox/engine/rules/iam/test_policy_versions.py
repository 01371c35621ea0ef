"""Versions of managed policies, by IAM and by stacks."""

from typing import Any

import pytest
from botocore.exceptions import ClientError


def document(cloud: Any, number: int) -> str:
    return cloud.policy({"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::lake/{number}"})


@pytest.fixture
def iam(cloud: Any) -> Any:
    return cloud.client("iam", cloud.development)


@pytest.fixture
def policy(cloud: Any, iam: Any) -> str:
    made = iam.create_policy(PolicyName=cloud.unique("lake"), PolicyDocument=document(cloud, 1), Description="reads")
    return made["Policy"]["Arn"]


def test_a_policy_has_five_versions(cloud: Any, iam: Any, policy: str) -> None:
    for number in range(2, 6):
        iam.create_policy_version(PolicyArn=policy, PolicyDocument=document(cloud, number))
    listed = iam.list_policy_versions(PolicyArn=policy)["Versions"]
    assert [each["VersionId"] for each in listed] == ["v5", "v4", "v3", "v2", "v1"]
    with pytest.raises(ClientError, match="A managed policy can have up to 5 versions") as refused:
        iam.create_policy_version(PolicyArn=policy, PolicyDocument=document(cloud, 6))
    assert refused.value.response["Error"]["Code"] == "LimitExceeded"


def test_a_policy_with_more_versions_stays(cloud: Any, iam: Any, policy: str) -> None:
    iam.create_policy_version(PolicyArn=policy, PolicyDocument=document(cloud, 2))
    assert cloud.code_of(iam.delete_policy, PolicyArn=policy) == "DeleteConflict"
    iam.delete_policy_version(PolicyArn=policy, VersionId="v2")
    iam.delete_policy(PolicyArn=policy)
    with pytest.raises(ClientError, match=f"Policy {policy} was not found."):
        iam.get_policy(PolicyArn=policy)


def test_another_version_becomes_the_default(cloud: Any, iam: Any, policy: str) -> None:
    iam.create_policy_version(PolicyArn=policy, PolicyDocument=document(cloud, 2))
    iam.set_default_policy_version(PolicyArn=policy, VersionId="v2")
    assert iam.get_policy(PolicyArn=policy)["Policy"]["DefaultVersionId"] == "v2"
    defaults = [each["IsDefaultVersion"] for each in iam.list_policy_versions(PolicyArn=policy)["Versions"]]
    assert defaults == [True, False]
    problem = f"Policy {policy} version v9 does not exist or is not attachable."
    for call in (iam.set_default_policy_version, iam.get_policy_version, iam.delete_policy_version):
        with pytest.raises(ClientError, match=problem):
            call(PolicyArn=policy, VersionId="v9")


def test_the_number_of_a_deleted_version_is_not_given_again(cloud: Any, iam: Any, policy: str) -> None:
    second = iam.create_policy_version(PolicyArn=policy, PolicyDocument=document(cloud, 2))["PolicyVersion"]
    iam.delete_policy_version(PolicyArn=policy, VersionId=second["VersionId"])
    asked = {"PolicyArn": policy, "PolicyDocument": document(cloud, 3), "SetAsDefault": True}
    assert iam.create_policy_version(**asked)["PolicyVersion"]["VersionId"] == "v3"
    assert iam.get_policy(PolicyArn=policy)["Policy"]["DefaultVersionId"] == "v3"
    stored = iam.get_policy_version(PolicyArn=policy, VersionId="v3")["PolicyVersion"]
    assert (stored["Document"]["Statement"][0]["Resource"], stored["IsDefaultVersion"]) == ("arn:aws:s3:::lake/3", True)


def test_a_new_policy_is_shown_without_its_description(cloud: Any, iam: Any, policy: str) -> None:
    shown = iam.create_policy(PolicyName=cloud.unique("a"), PolicyDocument=document(cloud, 1), Description="reads")
    assert "Description" not in shown["Policy"]
    got = iam.get_policy(PolicyArn=policy)["Policy"]
    assert (got["Description"], got["Tags"]) == ("reads", [])


def test_a_stack_changes_its_policy_as_often_as_it_likes_and_deletes_it(sandbox: Any) -> None:
    name = "policy-versions"

    def template(number: int) -> dict[str, Any]:
        statement = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::lake/{number}"}
        properties = {"PolicyDocument": {"Version": "2012-10-17", "Statement": [statement]}}
        resource = {"Type": "AWS::IAM::ManagedPolicy", "Properties": properties}
        return {"Resources": {"Policy": resource}, "Outputs": {"Arn": {"Value": {"Ref": "Policy"}}}}

    arn = sandbox.deploy(name, template(1))["Outputs"][0]["OutputValue"]
    for number in range(2, 8):
        assert sandbox.update(name, template(number))["StackStatus"] == "UPDATE_COMPLETE"
    versions = sandbox.client("iam").list_policy_versions(PolicyArn=arn)["Versions"]
    assert [each["VersionId"] for each in versions] == ["v7", "v6", "v5", "v4", "v3"]
    stack = sandbox.client("cloudformation").describe_stacks(StackName=name)["Stacks"][0]["StackId"]
    sandbox.client("cloudformation").delete_stack(StackName=name)
    assert sandbox.settled(stack)["StackStatus"] == "DELETE_COMPLETE"
