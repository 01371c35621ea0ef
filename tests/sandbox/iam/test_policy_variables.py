"""Policy variables, session tags and the keys of CloudFormation: refused when they are wrong, not only accepted."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

TAG = "development-account"
TEMPLATE = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
OWN = {"StringEquals": {f"aws:RequestTag/{TAG}": "${aws:PrincipalAccount}"}}
PREFIX = "https://templates-of-the-catalog.s3.us-east-1.amazonaws.com/stages/"
ROLE = "arn:aws:iam::222222222222:role/for-stacks"
UNDER_MLOPS = {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-sandbox0001/*/ou-sand-mlops001/*"}}


def _role(cloud: Any, account: str, condition: dict[str, Any], *statements: dict[str, Any]) -> str:
    """A role in `account` that any principal gets into with session tags, if the condition holds."""
    trust = {
        "Effect": "Allow",
        "Principal": {"AWS": "*"},
        "Action": ["sts:AssumeRole", "sts:TagSession"],
        "Condition": condition,
    }
    iam, name = cloud.client("iam", account), cloud.unique("entered")
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=cloud.policy(trust))["Role"]["Arn"]
    if statements:
        iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=cloud.policy(*statements))
    return arn


def _caller(cloud: Any, account: str, *actions: str) -> Any:
    """STS as a role of the account that has these actions, on everything."""
    role = cloud.role(account, cloud.unique("caller"), f"arn:aws:iam::{account}:root", *actions)
    return cloud.as_role("sts", role)


def _assume(sts: Any, role: str, **tags: str) -> dict[str, str]:
    given = [{"Key": key.replace("_", "-"), "Value": value} for key, value in tags.items()]
    return sts.assume_role(RoleArn=role, RoleSessionName="test", Tags=given)["Credentials"]


def _refused(call: Any, *arguments: Any, **named: Any) -> str:
    with pytest.raises(ClientError) as refused:
        call(*arguments, **named)
    assert refused.value.response["Error"]["Code"] in ("AccessDenied", "AccessDeniedException")
    return refused.value.response["Error"]["Message"]


def test_a_trust_compares_a_session_tag_with_the_callers_account(cloud: Any) -> None:
    role = _role(cloud, cloud.hub, OWN)
    sts = _caller(cloud, cloud.development, "sts:AssumeRole", "sts:TagSession")
    assert _assume(sts, role, development_account=cloud.development)
    assert "sts:AssumeRole" in _refused(_assume, sts, role, development_account="555555555555")
    assert "sts:AssumeRole" in _refused(sts.assume_role, RoleArn=role, RoleSessionName="test")


def test_who_may_not_tag_sessions_does_not_get_in_with_a_tag(cloud: Any) -> None:
    role = _role(cloud, cloud.hub, OWN)
    sts = _caller(cloud, cloud.development, "sts:AssumeRole")
    assert "sts:TagSession" in _refused(_assume, sts, role, development_account=cloud.development)


def test_a_trust_may_allow_one_session_tag_alone(cloud: Any) -> None:
    """IAM User Guide, "aws:TagKeys": a key with several values, so that every one is compared."""
    role = _role(cloud, cloud.hub, {**OWN, "ForAllValues:StringEquals": {"aws:TagKeys": [TAG]}})
    sts = _caller(cloud, cloud.development, "sts:AssumeRole", "sts:TagSession")
    assert _assume(sts, role, development_account=cloud.development)
    assert _refused(_assume, sts, role, development_account=cloud.development, team="a")


def test_a_trust_may_ask_for_a_unit_of_the_organisation(cloud: Any) -> None:
    role = _role(cloud, cloud.hub, {**OWN, **UNDER_MLOPS})
    for account in (cloud.hub, cloud.outsider):
        sts = _caller(cloud, account, "sts:AssumeRole", "sts:TagSession")
        assert _refused(_assume, sts, role, development_account=account)
    inside = _caller(cloud, cloud.development, "sts:AssumeRole", "sts:TagSession")
    assert _assume(inside, role, development_account=cloud.development)


def test_a_trust_may_ask_for_the_organisation_of_the_role_itself(cloud: Any) -> None:
    """As in the Amazon EKS User Guide, "EKS Pod Identity role": a variable in a trust policy."""
    role = _role(cloud, cloud.hub, {"StringEquals": {"aws:PrincipalOrgID": "${aws:ResourceOrgID}"}})
    assert _assume(_caller(cloud, cloud.development, "sts:AssumeRole", "sts:TagSession"), role)
    assert _refused(_assume, _caller(cloud, cloud.outsider, "sts:AssumeRole", "sts:TagSession"), role)


def test_an_identity_may_assume_roles_of_its_organisation_alone(cloud: Any) -> None:
    within = {"StringEquals": {"aws:ResourceOrgID": "${aws:PrincipalOrgID}"}}
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": "*", "Condition": within}
    caller = cloud.role(cloud.development, cloud.unique("within"), f"arn:aws:iam::{cloud.development}:root")
    iam = cloud.client("iam", cloud.development)
    iam.put_role_policy(RoleName=caller.rpartition("/")[2], PolicyName="own", PolicyDocument=cloud.policy(statement))
    sts = cloud.as_role("sts", caller)
    anyone: dict[str, Any] = {"Bool": {"aws:SecureTransport": "true"}}
    assert sts.assume_role(RoleArn=_role(cloud, cloud.hub, anyone), RoleSessionName="test")
    assert _refused(sts.assume_role, RoleArn=_role(cloud, cloud.outsider, anyone), RoleSessionName="test")


@pytest.fixture(scope="module")
def parameters(cloud: Any) -> dict[str, Any]:
    """SSM in a session without the tag, and in one for each of two teams."""
    own = {
        "Effect": "Allow",
        "Action": "ssm:PutParameter",
        "Resource": f"arn:aws:ssm:*:*:parameter/${{aws:PrincipalTag/{TAG}}}/*",
    }
    role = _role(cloud, cloud.development, {"Bool": {"aws:SecureTransport": "true"}}, own)
    sts = _caller(cloud, cloud.development, "sts:AssumeRole", "sts:TagSession")
    sessions = {team: _assume(sts, role, development_account=team) for team in ("one", "two")}
    sessions["none"] = sts.assume_role(RoleArn=role, RoleSessionName="test")["Credentials"]
    return {team: cloud.client_with("ssm", session) for team, session in sessions.items()}


def test_a_resource_has_the_sessions_tag_in_it(parameters: dict[str, Any]) -> None:
    given = {"Value": "x", "Type": "String", "Overwrite": True}
    assert parameters["one"].put_parameter(Name="/one/a", **given)
    assert _refused(parameters["one"].put_parameter, Name="/two/a", **given)
    assert _refused(parameters["two"].put_parameter, Name="/one/a", **given)


def test_a_statement_whose_variable_has_no_value_does_not_apply(parameters: dict[str, Any]) -> None:
    for name in ("//a", "/one/a", "/${aws:PrincipalTag/development-account}/a"):
        with pytest.raises(ClientError):
            parameters["none"].put_parameter(Name=name, Value="x", Type="String", Overwrite=True)


@pytest.fixture(scope="module")
def stacks(cloud: Any) -> Any:
    s3 = cloud.client("s3", cloud.development)
    for bucket in ("templates-of-the-catalog", "templates-of-someone"):
        s3.create_bucket(Bucket=bucket)
        for key in ("stages/1.json", "stages/2.json", "other/1.json"):
            template = TEMPLATE | {"Description": key}
            s3.put_object(Bucket=bucket, Key=key, Body=json.dumps(template).encode())
    cloud.role(cloud.development, "for-stacks", "cloudformation.amazonaws.com", "sns:*")
    cloud.role(cloud.development, "for-more", "cloudformation.amazonaws.com", "*")
    resource = f"arn:aws:cloudformation:*:*:stack/own-${{aws:PrincipalTag/{TAG}}}-*/*"
    with_role = {"ArnEquals": {"cloudformation:RoleArn": ROLE}}
    from_place = {**with_role, "StringLike": {"cloudformation:TemplateUrl": f"{PREFIX}*"}}
    changing = ["cloudformation:CreateStack", "cloudformation:UpdateStack"]
    statements = [
        {"Effect": "Allow", "Action": changing, "Resource": resource, "Condition": from_place},
        {"Effect": "Allow", "Action": "cloudformation:DeleteStack", "Resource": resource, "Condition": with_role},
        {"Effect": "Allow", "Action": "cloudformation:DescribeStacks", "Resource": resource},
        {"Effect": "Allow", "Action": ["iam:PassRole", "s3:GetObject"], "Resource": "*"},
    ]
    role = _role(cloud, cloud.development, {"Bool": {"aws:SecureTransport": "true"}}, *statements)
    sts = _caller(cloud, cloud.development, "sts:AssumeRole", "sts:TagSession")
    return cloud.client_with("cloudformation", _assume(sts, role, development_account="one"))


def _given(**changed: Any) -> dict[str, Any]:
    return {"StackName": "own-one-a", "TemplateURL": f"{PREFIX}1.json", "RoleARN": ROLE, **changed}


@pytest.mark.parametrize(
    "changed",
    [
        {"StackName": "own-two-a"},
        {"StackName": "own-two-own-one-a"},
        {"TemplateURL": "https://templates-of-the-catalog.s3.us-east-1.amazonaws.com/other/1.json"},
        {"TemplateURL": "https://templates-of-someone.s3.us-east-1.amazonaws.com/stages/1.json"},
        {"RoleARN": "arn:aws:iam::222222222222:role/for-more"},
    ],
)
def test_another_name_place_or_role_is_refused(stacks: Any, changed: dict[str, str]) -> None:
    assert "cloudformation:CreateStack" in _refused(stacks.create_stack, **_given(**changed))


@pytest.mark.parametrize("missing", ["TemplateURL", "RoleARN"])
def test_a_request_without_the_key_is_refused(stacks: Any, missing: str) -> None:
    given = {name: value for name, value in _given().items() if name != missing}
    body = {"TemplateBody": json.dumps(TEMPLATE)} if missing == "TemplateURL" else {}
    assert "cloudformation:CreateStack" in _refused(stacks.create_stack, **given, **body)


def test_the_keys_are_of_updates_and_deletions_too(cloud: Any, stacks: Any) -> None:
    def settled() -> str:
        return cloud.settled(lambda: stacks.describe_stacks(StackName="own-one-a")["Stacks"][0]["StackStatus"])

    stacks.create_stack(**_given())
    assert settled() == "CREATE_COMPLETE"
    elsewhere = _given(TemplateURL="https://templates-of-someone.s3.us-east-1.amazonaws.com/stages/2.json")
    previous = {"StackName": "own-one-a", "UsePreviousTemplate": True, "RoleARN": ROLE}
    for refused in (elsewhere, previous):
        assert "cloudformation:UpdateStack" in _refused(stacks.update_stack, **refused)
    with_more = {"StackName": "own-one-a", "RoleARN": "arn:aws:iam::222222222222:role/for-more"}
    for refused in (with_more, {"StackName": "own-one-a"}):
        assert "cloudformation:DeleteStack" in _refused(stacks.delete_stack, **refused)
    stacks.delete_stack(StackName="own-one-a", RoleARN=ROLE)
