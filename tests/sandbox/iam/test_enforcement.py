"""What a person may do follows from their role, with AWS's own refusals."""

import json
import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

ALARM = {
    "Namespace": "Tests",
    "MetricName": "Errors",
    "Statistic": "Sum",
    "Period": 60,
    "EvaluationPeriods": 1,
    "Threshold": 1,
    "ComparisonOperator": "GreaterThanThreshold",
}


def _assumed(sandbox: Any, *statements: dict[str, Any]) -> dict[str, str]:
    """Credentials of a new role in the development account with these permissions."""
    name, identity = f"person-{uuid.uuid4().hex[:8]}", sandbox.client("iam")
    trust = {"Effect": "Allow", "Principal": {"AWS": "222222222222"}, "Action": "sts:AssumeRole"}
    role = identity.create_role(
        RoleName=name, AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]})
    )["Role"]["Arn"]
    permissions = json.dumps({"Version": "2012-10-17", "Statement": list(statements)})
    identity.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=permissions)
    return sandbox.assume(role, sandbox.development)


def test_the_data_scientist_is_the_studio_role(sandbox: Any) -> None:
    who = sandbox.client("sts", "data-scientist").get_caller_identity()["Arn"]
    assert ":assumed-role/AmazonSageMaker-ExecutionRole-sandbox/" in who


def test_the_data_scientist_cannot_make_a_portfolio(sandbox: Any) -> None:
    with pytest.raises(ClientError, match="not authorized to perform: servicecatalog:CreatePortfolio"):
        sandbox.client("servicecatalog", "data-scientist").create_portfolio(DisplayName="x", ProviderName="y")


def test_a_boundary_is_judged_when_a_role_is_changed(sandbox: Any) -> None:
    identity = sandbox.client("iam")
    everything = json.dumps({"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}})
    limit = identity.create_policy(PolicyName="changed-limit", PolicyDocument=everything)["Policy"]["Arn"]
    trusted = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    trust = json.dumps({"Version": "2012-10-17", "Statement": trusted})
    identity.create_role(RoleName="with-limit", AssumeRolePolicyDocument=trust, PermissionsBoundary=limit)
    identity.create_role(RoleName="without-limit", AssumeRolePolicyDocument=trust)
    condition = {"StringEquals": {"iam:PermissionsBoundary": limit}}
    allowed = {"Effect": "Allow", "Action": "iam:PutRolePolicy", "Resource": "*", "Condition": condition}
    person = sandbox.client_with("iam", _assumed(sandbox, allowed))
    person.put_role_policy(RoleName="with-limit", PolicyName="p", PolicyDocument=everything)
    with pytest.raises(ClientError, match="iam:PutRolePolicy"):
        person.put_role_policy(RoleName="without-limit", PolicyName="p", PolicyDocument=everything)


def test_a_role_passes_only_to_the_service_that_a_policy_names(sandbox: Any) -> None:
    role = "arn:aws:iam::222222222222:role/passed"
    condition = {"StringEquals": {"iam:PassedToService": "events.amazonaws.com"}}
    passing = {"Effect": "Allow", "Action": "iam:PassRole", "Resource": role, "Condition": condition}
    rest = {"Effect": "Allow", "Action": ["events:*", "scheduler:*"], "Resource": "*"}
    credentials = _assumed(sandbox, passing, rest)
    rule = {"Name": "passing", "ScheduleExpression": "rate(1 day)", "RoleArn": role}
    assert sandbox.client_with("events", credentials).put_rule(**rule)["RuleArn"]
    target = {"Arn": "arn:aws:sqs:us-east-1:222222222222:q", "RoleArn": role}
    with pytest.raises(ClientError, match="iam:PassRole"):
        sandbox.client_with("scheduler", credentials).create_schedule(
            Name="s", ScheduleExpression="rate(1 days)", FlexibleTimeWindow={"Mode": "OFF"}, Target=target
        )


def test_the_owner_of_a_bucket_is_the_resource_account(sandbox: Any) -> None:
    sandbox.client("s3", sandbox.hub).create_bucket(Bucket="owned-by-hub")
    sandbox.client("s3").create_bucket(Bucket="owned-by-development")
    condition = {"StringEquals": {"aws:ResourceAccount": sandbox.development}}
    reading = {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*", "Condition": condition}
    person = sandbox.client_with("s3", _assumed(sandbox, reading))
    assert person.list_objects_v2(Bucket="owned-by-development")["KeyCount"] == 0
    with pytest.raises(ClientError, match="s3:ListBucket"):
        person.list_objects_v2(Bucket="owned-by-hub")


def test_a_service_that_nobody_emulates_is_refused_by_name(sandbox: Any) -> None:
    with pytest.raises(ClientError, match="rekognition:ListCollections is not emulated") as refused:
        sandbox.client("rekognition").list_collections()
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 501


def test_a_name_for_a_key_needs_permissions_on_the_name_and_on_the_key(sandbox: Any) -> None:
    key = sandbox.client("kms").create_key()["KeyMetadata"]
    naming = {"Effect": "Allow", "Action": "kms:CreateAlias", "Resource": "arn:aws:kms:*:*:alias/mine"}
    on_key = {"Effect": "Allow", "Action": "kms:CreateAlias", "Resource": key["Arn"]}
    half = sandbox.client_with("kms", _assumed(sandbox, naming))
    whole = sandbox.client_with("kms", _assumed(sandbox, naming, on_key))
    with pytest.raises(ClientError, match=f"kms:CreateAlias on resource: {key['Arn']}"):
        half.create_alias(AliasName="alias/mine", TargetKeyId=key["KeyId"])
    whole.create_alias(AliasName="alias/mine", TargetKeyId=key["KeyId"])


def test_tagging_an_alarm_is_judged_on_that_alarm(sandbox: Any) -> None:
    watch = sandbox.client("cloudwatch")
    for name in ("ours", "theirs"):
        watch.put_metric_alarm(AlarmName=name, **ALARM)
    alarm = "arn:aws:cloudwatch:us-east-1:222222222222:alarm:"
    tagging = {"Effect": "Allow", "Action": "cloudwatch:TagResource", "Resource": f"{alarm}ours"}
    person = sandbox.client_with("cloudwatch", _assumed(sandbox, tagging))
    person.tag_resource(ResourceARN=f"{alarm}ours", Tags=[{"Key": "k", "Value": "v"}])
    with pytest.raises(ClientError, match=r"cloudwatch:TagResource on resource: .*alarm:theirs"):
        person.tag_resource(ResourceARN=f"{alarm}theirs", Tags=[{"Key": "k", "Value": "v"}])


def test_deleting_alarms_is_judged_on_each_of_them(sandbox: Any) -> None:
    watch = sandbox.client("cloudwatch")
    for name in ("mine-1", "mine-2", "another"):
        watch.put_metric_alarm(AlarmName=name, **ALARM)
    mine = "arn:aws:cloudwatch:us-east-1:222222222222:alarm:mine-*"
    deleting = {"Effect": "Allow", "Action": "cloudwatch:DeleteAlarms", "Resource": mine}
    person = sandbox.client_with("cloudwatch", _assumed(sandbox, deleting))
    person.delete_alarms(AlarmNames=["mine-1"])
    with pytest.raises(ClientError, match=r"cloudwatch:DeleteAlarms on resource: .*alarm:another"):
        person.delete_alarms(AlarmNames=["mine-2", "another"])
    assert [each["AlarmName"] for each in watch.describe_alarms(AlarmNamePrefix="mine-")["MetricAlarms"]] == ["mine-2"]


def test_a_dashboard_is_judged_by_its_own_arn_which_has_no_region(sandbox: Any) -> None:
    mine = "arn:aws:cloudwatch::222222222222:dashboard/mine-*"
    actions = ["cloudwatch:PutDashboard", "cloudwatch:DeleteDashboards"]
    person = sandbox.client_with(
        "cloudwatch", _assumed(sandbox, {"Effect": "Allow", "Action": actions, "Resource": mine})
    )
    body = json.dumps({"widgets": []})
    for name in ("mine-1", "mine-2"):
        person.put_dashboard(DashboardName=name, DashboardBody=body)
    with pytest.raises(ClientError, match=r"cloudwatch:PutDashboard on resource: .*::222222222222:dashboard/another"):
        person.put_dashboard(DashboardName="another", DashboardBody=body)
    with pytest.raises(ClientError, match=r"cloudwatch:DeleteDashboards on resource: .*dashboard/another"):
        person.delete_dashboards(DashboardNames=["mine-1", "another"])
    person.delete_dashboards(DashboardNames=["mine-1", "mine-2"])


def test_ending_a_subscription_is_judged_on_its_topic(sandbox: Any) -> None:
    topics = sandbox.client("sns")
    mine, theirs = (topics.create_topic(Name=name)["TopicArn"] for name in ("subscribed-mine", "subscribed-theirs"))
    subscribed = [
        topics.subscribe(TopicArn=topic, Protocol="email", Endpoint="team@example.com", ReturnSubscriptionArn=True)
        for topic in (mine, theirs)
    ]
    ending = {"Effect": "Allow", "Action": "sns:Unsubscribe", "Resource": mine}
    person = sandbox.client_with("sns", _assumed(sandbox, ending))
    person.unsubscribe(SubscriptionArn=subscribed[0]["SubscriptionArn"])
    with pytest.raises(ClientError, match=r"sns:Unsubscribe on resource: .*subscribed-theirs"):
        person.unsubscribe(SubscriptionArn=subscribed[1]["SubscriptionArn"])
