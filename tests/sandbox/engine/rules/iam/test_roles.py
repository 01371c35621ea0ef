"""Roles: names, attachments, tags, lists and what answers hold."""

from typing import Any

import pytest

from tests.sandbox.engine.rules.iam.documents import READ, TRUST, refusal


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"RoleName": "a/b"}, "The specified value for roleName is invalid. It must contain only alphanumeric"),
        ({"Path": "here"}, "The specified value for path is invalid. It must begin and end with /"),
        (
            {"RoleName": "r" * 65},
            "1 validation error detected: Value at 'roleName' failed to satisfy constraint: Member must have length",
        ),
        (
            {"MaxSessionDuration": 43201},
            "1 validation error detected: Value at 'maxSessionDuration' failed to satisfy constraint: Member must have",
        ),
        (
            {"Tags": [{"Key": "a" * 129, "Value": ""}]},
            "1 validation error detected: Value at 'tags.1.member.key' failed to satisfy constraint: Member must have",
        ),
        (
            {"Tags": [{"Key": str(number), "Value": ""} for number in range(51)]},
            "1 validation error detected: Value at",
        ),
    ],
)
def test_names_and_numbers_are_within_the_model(cloud: Any, iam: Any, given: dict[str, Any], problem: str) -> None:
    asked = {"RoleName": cloud.unique("role"), "AssumeRolePolicyDocument": cloud.policy(TRUST)} | given
    status, code, message = refusal(iam.create_role, **asked)
    assert (status, code) == (400, "ValidationError")
    assert message.startswith(problem)


def test_a_new_role_is_shown_without_what_getting_it_shows(cloud: Any, iam: Any) -> None:
    name = cloud.unique("role")
    asked = {"RoleName": name, "AssumeRolePolicyDocument": cloud.policy(TRUST), "Description": "reads"}
    tags = [{"Key": "team", "Value": "a"}]
    made = iam.create_role(**asked, MaxSessionDuration=7200, Tags=tags)["Role"]
    assert {"Description", "MaxSessionDuration", "RoleLastUsed"} & set(made) == set()
    assert made["Tags"] == tags
    got = iam.get_role(RoleName=name)["Role"]
    assert (got["Description"], got["MaxSessionDuration"], got["RoleLastUsed"]) == ("reads", 7200, {})


def test_a_role_without_a_description_has_none(iam: Any, role: str) -> None:
    assert "Description" not in iam.get_role(RoleName=role)["Role"]


def test_a_list_leaves_out_tags_and_goes_on_after_its_pages(cloud: Any, iam: Any) -> None:
    path = f"/{cloud.unique('path')}/"
    for number in range(3):
        tags = [{"Key": "team", "Value": "a"}]
        asked = {"RoleName": cloud.unique(f"role{number}"), "AssumeRolePolicyDocument": cloud.policy(TRUST)}
        iam.create_role(**asked, Path=path, Tags=tags)
    first = iam.list_roles(PathPrefix=path, MaxItems=2)
    assert first["IsTruncated"]
    rest = iam.list_roles(PathPrefix=path, MaxItems=2, Marker=first["Marker"])
    assert ([len(first["Roles"]), len(rest["Roles"])], rest["IsTruncated"]) == ([2, 1], False)
    assert all("Tags" not in listed for listed in first["Roles"])


@pytest.mark.parametrize("arn", ["a-name-that-is-no-arn", "arn:aws:iam::policy/short"])
def test_what_is_no_arn_is_attached_to_nothing(iam: Any, role: str, arn: str) -> None:
    expected = (400, "ValidationError", "Invalid ARN:  Could not be parsed!")
    assert refusal(iam.attach_role_policy, RoleName=role, PolicyArn=arn) == expected


@pytest.mark.parametrize("owner", ["222222222222", "aws"])
def test_a_policy_that_there_is_not_is_attached_to_nothing(iam: Any, role: str, owner: str) -> None:
    arn = f"arn:aws:iam::{owner}:policy/ThereIsNoSuchPolicy"
    expected = (404, "NoSuchEntity", f"Policy {arn} does not exist or is not attachable.")
    assert refusal(iam.attach_role_policy, RoleName=role, PolicyArn=arn) == expected


def test_ten_policies_are_attached_to_a_role(cloud: Any, iam: Any, role: str) -> None:
    for _ in range(10):
        arn = iam.create_policy(PolicyName=cloud.unique("read"), PolicyDocument=cloud.policy(READ))["Policy"]["Arn"]
        iam.attach_role_policy(RoleName=role, PolicyArn=arn)
    iam.attach_role_policy(RoleName=role, PolicyArn=arn)  # attached already
    more = {"RoleName": role, "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}
    expected = (409, "LimitExceeded", "Cannot exceed quota for PoliciesPerRole: 10")
    assert refusal(iam.attach_role_policy, **more) == expected


def test_aws_policies_are_those_of_aws(iam: Any) -> None:
    arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
    described = iam.get_policy(PolicyArn=arn)["Policy"]
    version = iam.get_policy_version(PolicyArn=arn, VersionId=described["DefaultVersionId"])["PolicyVersion"]
    allowed = [action for statement in version["Document"]["Statement"] for action in statement["Action"]]
    assert (described["Path"], sorted(allowed)) == (
        "/service-role/",
        ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
    )
    assert refusal(iam.get_policy, PolicyArn=arn.replace("service-role/", ""))[1] == "NoSuchEntity"


def test_an_attached_policy_of_aws_allows_what_it_says(cloud: Any, iam: Any) -> None:
    role = cloud.role(cloud.development, cloud.unique("reader"), f"arn:aws:iam::{cloud.development}:root")
    name = role.rpartition("/")[2]
    iam.attach_role_policy(RoleName=name, PolicyArn="arn:aws:iam::aws:policy/IAMReadOnlyAccess")
    reader = cloud.as_role("iam", role)
    assert reader.get_role(RoleName=name)["Role"]["Arn"] == role
    assert cloud.code_of(reader.delete_role, RoleName=name) == "AccessDenied"


def test_a_policy_is_detached_once(iam: Any, role: str) -> None:
    asked = {"RoleName": role, "PolicyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}
    iam.attach_role_policy(**asked)
    iam.detach_role_policy(**asked)
    expected = (404, "NoSuchEntity", f"Policy {asked['PolicyArn']} was not found.")
    assert refusal(iam.detach_role_policy, **asked) == expected


def test_a_role_with_inline_policies_stays(cloud: Any, iam: Any, role: str) -> None:
    iam.put_role_policy(RoleName=role, PolicyName="read", PolicyDocument=cloud.policy(READ))
    expected = (409, "DeleteConflict", "Cannot delete entity, must delete policies first.")
    assert refusal(iam.delete_role, RoleName=role) == expected


def test_tags_are_told_apart_without_their_case(iam: Any, role: str) -> None:
    twice = [{"Key": "team", "Value": "a"}, {"Key": "TEAM", "Value": "b"}]
    problem = "Duplicate tag keys found. Please note that Tag keys are case insensitive."
    assert refusal(iam.tag_role, RoleName=role, Tags=twice) == (400, "InvalidInput", problem)


def test_a_role_has_fifty_tags(iam: Any, role: str) -> None:
    iam.tag_role(RoleName=role, Tags=[{"Key": f"key{number}", "Value": ""} for number in range(50)])
    iam.tag_role(RoleName=role, Tags=[{"Key": "KEY0", "Value": "again"}])
    assert refusal(iam.tag_role, RoleName=role, Tags=[{"Key": "more", "Value": ""}])[:2] == (409, "LimitExceeded")


@pytest.mark.parametrize(
    ("operation", "given"),
    [
        ("create_user", {"UserName": "a"}),
        ("create_service_linked_role", {"AWSServiceName": "ecs.amazonaws.com"}),
        ("simulate_principal_policy", {"PolicySourceArn": "arn:aws:iam::222222222222:role/a", "ActionNames": ["a:b"]}),
        ("list_policies", {"Scope": "AWS"}),
    ],
)
def test_what_nothing_uses_is_refused_by_name(iam: Any, operation: str, given: dict[str, Any]) -> None:
    assert refusal(getattr(iam, operation), **given)[:2] == (501, "SandboxNotImplemented")
