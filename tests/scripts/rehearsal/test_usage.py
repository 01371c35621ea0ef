"""What roles were used for, judged from events as CloudTrail writes them."""

from typing import Any

from scripts.rehearsal.usage import Call, calls, usage

ROLE = "arn:aws:iam::222222222222:role/mlops-catalog/sagemaker-p-1-build"


def event(source: str, name: str, **more: Any) -> dict[str, Any]:
    issuer = {"type": "Role", "arn": ROLE}
    identity = {"type": "AssumedRole", "sessionContext": {"sessionIssuer": issuer}}
    return {"eventSource": f"{source}.amazonaws.com", "eventName": name, "userIdentity": identity, **more}


def test_an_event_is_the_action_that_iam_judges() -> None:
    events = [event("monitoring", "PutMetricData"), event("s3", "ListObjects"), event("s3", "HeadObject")]
    assert [call.action for call in calls(events)] == ["cloudwatch:PutMetricData", "s3:ListBucket", "s3:GetObject"]


def test_a_refusal_is_not_a_use() -> None:
    assert list(calls([event("kms", "Decrypt", errorCode="AccessDenied")])) == [Call(ROLE, "kms:Decrypt", False)]


def test_an_error_after_the_permission_is_a_use() -> None:
    assert list(calls([event("s3", "GetObject", errorCode="NoSuchKey")])) == [Call(ROLE, "s3:GetObject", True)]


def test_handing_a_role_to_a_service_is_passing_it() -> None:
    given = {"pipelineName": "x", "nested": [{"RoleArn": "arn:aws:iam::222222222222:role/jobs"}]}
    found = [call.action for call in calls([event("sagemaker", "CreatePipeline", requestParameters=given)])]
    assert found == ["sagemaker:CreatePipeline", "iam:PassRole"]


def test_assuming_a_role_is_not_passing_it() -> None:
    given = {"roleArn": "arn:aws:iam::222222222222:role/jobs"}
    assert [call.action for call in calls([event("sts", "AssumeRole", requestParameters=given)])] == ["sts:AssumeRole"]


def test_calls_of_people_without_a_role_are_nobodys_use() -> None:
    root = {"eventSource": "s3.amazonaws.com", "eventName": "ListBuckets", "userIdentity": {"type": "Root"}}
    assert list(calls([root])) == []


def test_a_role_stands_beside_what_it_could_do_and_never_did() -> None:
    statements = [
        {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject", "sagemaker:Describe*"]},
        {"Effect": "Allow", "Action": "kms:Decrypt"},
        {"Effect": "Deny", "Action": ["sagemaker:UpdateModelPackage"]},
    ]
    found = [
        Call(ROLE, "s3:GetObject", True),
        Call(ROLE, "s3:GetObject", True),
        Call(ROLE, "sagemaker:DescribePipeline", True),
        Call(ROLE, "kms:Decrypt", False),
        Call(ROLE.replace("build", "other"), "s3:PutObject", True),
    ]
    (use,) = usage(found, {ROLE: statements})
    assert use.name == "sagemaker-p-1-build"
    assert use.allowed == {"s3:GetObject": 2, "sagemaker:DescribePipeline": 1}
    assert use.denied == {"kms:Decrypt": 1}
    assert use.granted == ("kms:Decrypt", "s3:GetObject", "s3:PutObject", "sagemaker:Describe*")
    assert use.unused == ("kms:Decrypt", "s3:PutObject")
