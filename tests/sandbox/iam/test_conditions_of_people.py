"""Conditions that the roles of people rest on: a pipeline's tags, and multi-factor authentication."""

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

ROOT = "arn:aws:iam::222222222222:root"
DECLARATION = {
    "roleArn": "",
    "artifactStore": {"type": "S3", "location": "nowhere"},
    "stages": [
        {
            "name": "Source",
            "actions": [
                {
                    "name": "Source",
                    "actionTypeId": {"category": "Source", "owner": "AWS", "provider": "CodeCommit", "version": "1"},
                    "configuration": {"RepositoryName": "none", "BranchName": "main"},
                    "outputArtifacts": [{"name": "Source"}],
                }
            ],
        },
        {
            "name": "Approve",
            "actions": [
                {
                    "name": f"Approve{team}",
                    "actionTypeId": {"category": "Approval", "owner": "AWS", "provider": "Manual", "version": "1"},
                }
                for team in ("", "-vision")
            ],
        },
    ],
}


def document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def role_with(sandbox: Any, name: str, *statements: dict[str, Any], **trust: Any) -> str:
    iam = sandbox.client("iam")
    trusted = {"Effect": "Allow", "Principal": {"AWS": ROOT}, "Action": "sts:AssumeRole", **trust}
    made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=document(trusted))["Role"]["Arn"]
    if statements:
        iam.put_role_policy(RoleName=name, PolicyName="own", PolicyDocument=document(*statements))
    return made


def client(sandbox: Any, service: str, role: str) -> Any:
    return sandbox.client_with(service, sandbox.assume(role, sandbox.development))


def code_of(call: Any, **arguments: Any) -> str:
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return caught.value.response["Error"]["Code"]


def test_a_pipeline_is_read_by_its_tag_and_approved_by_the_name_of_its_action(sandbox: Any) -> None:
    trusting = {"Effect": "Allow", "Principal": {"Service": "codepipeline.amazonaws.com"}, "Action": "sts:AssumeRole"}
    runs = sandbox.client("iam").create_role(RoleName="runs", AssumeRolePolicyDocument=document(trusting))["Role"]
    pipelines = sandbox.client("codepipeline")
    for team in ("vision", "speech"):
        declaration = DECLARATION | {"name": f"sagemaker-{team}", "roleArn": runs["Arn"]}
        tags = [{"key": "mlops-catalog:team", "value": team}]
        pipelines.create_pipeline(pipeline=declaration, tags=tags)
    condition = {"StringEquals": {"aws:ResourceTag/mlops-catalog:team": "vision"}}
    read = {"Effect": "Allow", "Action": "codepipeline:GetPipeline", "Resource": "*", "Condition": condition}
    action = "arn:aws:codepipeline:*:222222222222:sagemaker-*/Approve/Approve-vision"
    approve = {"Effect": "Allow", "Action": "codepipeline:PutApprovalResult", "Resource": action}
    tagged = approve | {"Resource": "*", "Condition": condition}
    approver = client(sandbox, "codepipeline", role_with(sandbox, "approves", read, approve))
    approver.get_pipeline(name="sagemaker-vision")
    assert code_of(approver.get_pipeline, name="sagemaker-speech") == "AccessDeniedException"
    answer = {"stageName": "Approve", "result": {"summary": "good", "status": "Approved"}, "token": "0" * 36}
    own = answer | {"pipelineName": "sagemaker-vision", "actionName": "Approve-vision"}
    assert code_of(approver.put_approval_result, **own) != "AccessDeniedException"
    of_no_team = own | {"actionName": "Approve"}
    assert code_of(approver.put_approval_result, **of_no_team) == "AccessDeniedException"
    by_tag = client(sandbox, "codepipeline", role_with(sandbox, "by-tag", tagged))
    assert code_of(by_tag.put_approval_result, **own) == "AccessDeniedException"


def test_a_session_without_a_second_factor_becomes_no_role_that_wants_one(sandbox: Any) -> None:
    wants = {"Condition": {"Bool": {"aws:MultiFactorAuthPresent": "true"}}}
    guarded = role_with(sandbox, "guarded", **wants)
    may = {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": guarded}
    tokens = client(sandbox, "sts", role_with(sandbox, "without-factor", may))
    assert code_of(tokens.assume_role, RoleArn=guarded, RoleSessionName="person") == "AccessDenied"
    sandbox.client("iam").update_assume_role_policy(
        RoleName="guarded",
        PolicyDocument=document({"Effect": "Allow", "Principal": {"AWS": ROOT}, "Action": "sts:AssumeRole"}),
    )
    tokens.assume_role(RoleArn=guarded, RoleSessionName="person")
