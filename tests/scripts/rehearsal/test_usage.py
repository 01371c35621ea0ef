"""The calls of roles, read from events as CloudTrail writes them."""

from typing import Any

from scripts.rehearsal.usage import RoleCall, role_calls, usage

ROLE = "arn:aws:iam::222222222222:role/mlops-catalog/sagemaker-p-0123456789ab-build"


def event(source: str, name: str, **more: Any) -> dict[str, Any]:
    issuer = {"type": "Role", "arn": ROLE}
    identity = {"type": "AssumedRole", "sessionContext": {"sessionIssuer": issuer}}
    return {"eventSource": f"{source}.amazonaws.com", "eventName": name, "userIdentity": identity, **more}


def test_an_event_counts_as_the_action_that_iam_evaluates() -> None:
    events = [event("monitoring", "PutMetricData"), event("s3", "ListObjects"), event("s3", "HeadObject")]
    assert [call.action for call in role_calls(events)] == ["cloudwatch:PutMetricData", "s3:ListBucket", "s3:GetObject"]


def test_a_denied_call_is_not_allowed() -> None:
    assert list(role_calls([event("kms", "Decrypt", errorCode="AccessDenied")])) == [
        RoleCall(ROLE, "kms:Decrypt", False)
    ]


def test_an_error_after_authorization_is_an_allowed_call() -> None:
    assert list(role_calls([event("s3", "GetObject", errorCode="NoSuchKey")])) == [RoleCall(ROLE, "s3:GetObject", True)]


def test_giving_a_role_to_a_service_counts_as_pass_role() -> None:
    given = {"pipelineName": "x", "nested": [{"RoleArn": "arn:aws:iam::222222222222:role/jobs"}]}
    found = [call.action for call in role_calls([event("sagemaker", "CreatePipeline", requestParameters=given)])]
    assert found == ["sagemaker:CreatePipeline", "iam:PassRole"]


def test_assuming_a_role_does_not_count_as_pass_role() -> None:
    given = {"roleArn": "arn:aws:iam::222222222222:role/jobs"}
    assert [call.action for call in role_calls([event("sts", "AssumeRole", requestParameters=given)])] == [
        "sts:AssumeRole"
    ]


def test_calls_without_a_role_are_not_counted() -> None:
    root = {"eventSource": "s3.amazonaws.com", "eventName": "ListBuckets", "userIdentity": {"type": "Root"}}
    assert list(role_calls([root])) == []


def test_the_usage_of_a_role_has_its_unused_grants() -> None:
    statements = [
        {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject", "sagemaker:Describe*"]},
        {"Effect": "Allow", "Action": "kms:Decrypt"},
        {"Effect": "Deny", "Action": ["sagemaker:UpdateModelPackage"]},
    ]
    found = [
        RoleCall(ROLE, "s3:GetObject", True),
        RoleCall(ROLE, "s3:GetObject", True),
        RoleCall(ROLE, "sagemaker:DescribePipeline", True),
        RoleCall(ROLE, "kms:Decrypt", False),
        RoleCall(ROLE.replace("build", "other"), "s3:PutObject", True),
    ]
    (found_usage,) = usage(found, {ROLE: statements})
    assert found_usage.name == "sagemaker-p-0123456789ab-build"
    assert found_usage.allowed == {"s3:GetObject": 2, "sagemaker:DescribePipeline": 1}
    assert found_usage.denied == {"kms:Decrypt": 1}
    assert found_usage.granted == ("kms:Decrypt", "s3:GetObject", "s3:PutObject", "sagemaker:Describe*")
    assert found_usage.unused == ("kms:Decrypt", "s3:PutObject")
