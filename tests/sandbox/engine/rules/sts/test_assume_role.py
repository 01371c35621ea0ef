"""Sessions of roles: who gets one, how long it lasts, its tags and its policies."""

import datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError


@pytest.fixture
def root(cloud: Any) -> str:
    return f"arn:aws:iam::{cloud.development}:root"


@pytest.fixture
def role(cloud: Any, root: str) -> str:
    """A role that its account may assume, with session tags."""
    return tagged_role(cloud, root)


def tagged_role(cloud: Any, trusted: str, *actions: str) -> str:
    arn = cloud.role(cloud.development, cloud.unique("role"), trusted, *actions)
    actions_of_trust = ["sts:AssumeRole", "sts:TagSession"]
    trust = cloud.policy({"Effect": "Allow", "Principal": {"AWS": trusted}, "Action": actions_of_trust})
    name = arn.rpartition("/")[2]
    cloud.client("iam", cloud.development).update_assume_role_policy(RoleName=name, PolicyDocument=trust)
    return arn


@pytest.fixture
def sts(cloud: Any) -> Any:
    return cloud.client("sts", cloud.development)


def refusal(sts: Any, **arguments: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as refused:
        sts.assume_role(**{"RoleSessionName": "test"} | arguments)
    error = refused.value.response["Error"]
    return error["Code"], error["Message"]


def tags(**values: str) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in values.items()]


@pytest.mark.parametrize(
    "arn",
    [
        "a-role-without-any-arn",
        "arn::iam::222222222222:role/a",
        "arn:aws:::222222222222:role/a",
        "arn:aws:iam::role/aaaa",
    ],
)
def test_what_is_no_arn_is_invalid(sts: Any, arn: str) -> None:
    assert refusal(sts, RoleArn=arn) == ("ValidationError", f"{arn} is invalid")


@pytest.mark.parametrize("name", ["a:b", "a b", "ä"])
def test_a_session_has_a_name_of_certain_characters(sts: Any, role: str, name: str) -> None:
    code, message = refusal(sts, RoleArn=role, RoleSessionName=name * 2)
    start = f"1 validation error detected: Value '{name * 2}' at 'roleSessionName' failed to satisfy constraint: "
    pattern = "Member must satisfy regular expression pattern: [\\w+=,.@-]*"
    assert (code, message) == ("ValidationError", start + pattern)


@pytest.mark.parametrize("resource", ["iam::222222222222:role/nobody", "iam::222222222222:user/a", "s3:::a-bucket"])
def test_whether_a_role_exists_is_not_told(cloud: Any, sts: Any, resource: str) -> None:
    arn = f"arn:aws:{resource}"
    caller = f"User: arn:aws:iam::{cloud.development}:root"
    message = f"{caller} is not authorized to perform: sts:AssumeRole on resource: {arn}"
    assert refusal(sts, RoleArn=arn) == ("AccessDenied", message)


def test_a_session_lasts_an_hour_or_as_long_as_the_role_lets_it(cloud: Any, sts: Any, role: str) -> None:
    longer = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."
    assert refusal(sts, RoleArn=role, DurationSeconds=7200) == ("ValidationError", longer)
    cloud.client("iam", cloud.development).update_role(RoleName=role.rpartition("/")[2], MaxSessionDuration=7200)
    given = sts.assume_role(RoleArn=role, RoleSessionName="test", DurationSeconds=7200)
    left = given["Credentials"]["Expiration"] - datetime.datetime.now(datetime.UTC)
    assert datetime.timedelta(hours=1.9) < left <= datetime.timedelta(hours=2)
    usual = sts.assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]["Expiration"]
    assert usual - datetime.datetime.now(datetime.UTC) <= datetime.timedelta(hours=1)


def test_a_session_of_a_session_lasts_at_most_an_hour(cloud: Any, role: str) -> None:
    second = tagged_role(cloud, role)
    name = second.rpartition("/")[2]
    iam = cloud.client("iam", cloud.development)
    iam.update_role(RoleName=name, MaxSessionDuration=43200)
    may = cloud.policy({"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": second})
    iam.put_role_policy(RoleName=role.rpartition("/")[2], PolicyName="chain", PolicyDocument=may)
    chained = cloud.as_role("sts", role)
    message = "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining."
    assert refusal(chained, RoleArn=second, DurationSeconds=3601) == ("ValidationError", message)
    assert chained.assume_role(RoleArn=second, RoleSessionName="test", DurationSeconds=3600)["Credentials"]


def test_transitive_tags_are_among_the_tags_and_tags_differ_in_more_than_case(sts: Any, role: str) -> None:
    stranger = "The specified transitive tag key must be included in the requested tags."
    given = {"RoleArn": role, "Tags": tags(team="a")}
    assert refusal(sts, **given, TransitiveTagKeys=["unit"]) == ("InvalidParameterValue", stranger)
    assert sts.assume_role(**given, TransitiveTagKeys=["TEAM"], RoleSessionName="test")["Credentials"]
    twice = "Duplicate tag keys found. Please note that Tag keys are case insensitive."
    assert refusal(sts, RoleArn=role, Tags=tags(team="a", TEAM="b")) == ("InvalidParameterValue", twice)


def test_transitive_tags_stay_through_a_chain_and_cannot_be_set_again(cloud: Any, sts: Any, role: str) -> None:
    second = tagged_role(cloud, role)
    may = {"Effect": "Allow", "Action": ["sts:AssumeRole", "sts:TagSession"], "Resource": second}
    iam = cloud.client("iam", cloud.development)
    iam.put_role_policy(RoleName=role.rpartition("/")[2], PolicyName="chain", PolicyDocument=cloud.policy(may))
    mine = {"StringEquals": {"aws:PrincipalTag/team": "a"}}
    reads = cloud.policy({"Effect": "Allow", "Action": "iam:GetRole", "Resource": "*", "Condition": mine})
    iam.put_role_policy(RoleName=second.rpartition("/")[2], PolicyName="read", PolicyDocument=reads)

    first = sts.assume_role(RoleArn=role, RoleSessionName="test", Tags=tags(team="a"), TransitiveTagKeys=["team"])
    chained = cloud.client_with("sts", first["Credentials"])
    code, message = refusal(chained, RoleArn=second, Tags=tags(Team="b"))
    assert (code, message.endswith("it conflicts with a transitive tag key from the calling session.")) == (
        "InvalidParameterValue",
        True,
    )
    last = chained.assume_role(RoleArn=second, RoleSessionName="test")["Credentials"]
    reader = cloud.client_with("iam", last)
    assert reader.get_role(RoleName=role.rpartition("/")[2])["Role"]["Arn"] == role


def test_who_tags_a_session_has_permission_to_do_so(cloud: Any, role: str) -> None:
    second = tagged_role(cloud, role)
    may = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": second}
    iam = cloud.client("iam", cloud.development)
    iam.put_role_policy(RoleName=role.rpartition("/")[2], PolicyName="chain", PolicyDocument=cloud.policy(may))
    chained = cloud.as_role("sts", role)
    assert chained.assume_role(RoleArn=second, RoleSessionName="test")["Credentials"]
    code, message = refusal(chained, RoleArn=second, Tags=tags(team="a"))
    assert (code, "sts:TagSession" in message) == ("AccessDenied", True)


def test_a_session_policy_is_one_that_iam_would_store(cloud: Any, sts: Any, role: str) -> None:
    wrong = cloud.policy({"Effect": "Allow", "Action": "GetRole", "Resource": "*"})
    problem = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
    assert refusal(sts, RoleArn=role, Policy=wrong) == ("MalformedPolicyDocument", problem)
    long = cloud.policy({"Effect": "Allow", "Action": "iam:GetRole", "Resource": f"arn:aws:iam::*:role/{'a' * 2048}"})
    assert refusal(sts, RoleArn=role, Policy=long)[0] == "ValidationError"


def test_the_size_of_packed_policies_is_not_made_up(cloud: Any, sts: Any, role: str) -> None:
    reads = cloud.policy({"Effect": "Allow", "Action": "iam:GetRole", "Resource": "*"})
    assert "PackedPolicySize" not in sts.assume_role(RoleArn=role, RoleSessionName="test", Policy=reads)


@pytest.mark.parametrize(
    ("operation", "given"),
    [
        ("get_session_token", {}),
        ("get_federation_token", {"Name": "test"}),
        ("get_access_key_info", {"AccessKeyId": "AKIA" + "A" * 16}),
    ],
)
def test_other_sessions_are_refused_by_name(sts: Any, operation: str, given: dict[str, str]) -> None:
    with pytest.raises(ClientError, match="is not emulated by the sandbox"):
        getattr(sts, operation)(**given)


def test_what_the_session_would_ignore_is_refused_by_name(sts: Any, role: str) -> None:
    assert refusal(sts, RoleArn=role, SourceIdentity="me")[0] == "SandboxNotImplemented"
