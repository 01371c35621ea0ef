"""Stacks: whose rights they use, what they refuse, how they fail."""

import json
import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

TOPIC = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
BOUNDARY = "arn:aws:iam::222222222222:policy/limit"


def _document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def _trust(service: str) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}


def _role(name: str, **properties: Any) -> dict[str, Any]:
    trust = json.loads(_document(_trust("lambda.amazonaws.com")))
    settings = {"RoleName": name, "Path": "/mlops-catalog/", "AssumeRolePolicyDocument": trust, **properties}
    return {"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": settings}}}


@pytest.fixture(scope="module")
def launch_role(sandbox: Any) -> str:
    """A role that may make roles with the boundary, and pass none."""
    identity = sandbox.client("iam")
    anything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    identity.create_policy(PolicyName="limit", PolicyDocument=_document(anything))
    trust = _document(_trust("cloudformation.amazonaws.com"))
    role = identity.create_role(RoleName="stack-launch", AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    bounded = {
        "Effect": "Allow",
        "Action": "iam:CreateRole",
        "Resource": "arn:aws:iam::222222222222:role/mlops-catalog/*",
        "Condition": {"StringEquals": {"iam:PermissionsBoundary": BOUNDARY}},
    }
    others = {"Effect": "Allow", "Action": ["iam:DeleteRole", "lambda:*", "s3:GetObject"], "Resource": "*"}
    identity.put_role_policy(RoleName="stack-launch", PolicyName="p", PolicyDocument=_document(bounded, others))
    return role


def test_a_stack_fails_with_the_action_that_its_role_lacks(sandbox: Any, launch_role: str) -> None:
    stack = sandbox.deploy("denied", TOPIC, RoleARN=launch_role)
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    reason = sandbox.failures("denied")[0]
    assert "assumed-role/stack-launch/AWSCloudFormation is not authorized to perform: sns:CreateTopic" in reason


def test_a_role_without_the_boundary_is_denied(sandbox: Any, launch_role: str) -> None:
    stack = sandbox.deploy("unbounded", _role("unbounded"), RoleARN=launch_role)
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    expected = "iam:CreateRole on resource: arn:aws:iam::222222222222:role/mlops-catalog/unbounded"
    assert expected in sandbox.failures("unbounded")[0]


def test_a_role_with_the_boundary_is_made(sandbox: Any, launch_role: str) -> None:
    stack = sandbox.deploy("bounded", _role("bounded", PermissionsBoundary=BOUNDARY), RoleARN=launch_role)
    assert stack["StackStatus"] == "CREATE_COMPLETE"


def test_passing_a_role_needs_the_right_to(sandbox: Any, launch_role: str) -> None:
    function = {"Runtime": "python3.13", "Handler": "index.handler", "Code": {"ZipFile": "x = 1"}, "Role": launch_role}
    role = sandbox.client("iam").get_role(RoleName="stack-launch")["Role"]["Arn"].replace("stack-launch", "other")
    function["Role"] = role
    template = {"Resources": {"Function": {"Type": "AWS::Lambda::Function", "Properties": function}}}
    sandbox.deploy("passing", template, RoleARN=launch_role)
    assert f"is not authorized to perform: iam:PassRole on resource: {role}" in sandbox.failures("passing")[0]


def test_a_role_that_does_not_trust_cloudformation_cannot_run_a_stack(sandbox: Any) -> None:
    scientist = "arn:aws:iam::222222222222:role/service-role/AmazonSageMaker-ExecutionRole-sandbox"
    with pytest.raises(ClientError, match="cannot be assumed"):
        sandbox.deploy("untrusting", TOPIC, RoleARN=scientist)


def test_an_unknown_property_is_refused_by_name(sandbox: Any) -> None:
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"Colour": "red"}}
    sandbox.deploy("unknown-property", {"Resources": {"Topic": topic}})
    assert sandbox.failures("unknown-property")[0] == (
        "AWS::SNS::Topic Topic: the sandbox does not act on property Colour"
    )


def test_an_unknown_nested_property_is_refused_by_path(sandbox: Any) -> None:
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"VersioningConfiguration": {"Colour": "red"}}}
    sandbox.deploy("unknown-nested", {"Resources": {"Bucket": bucket}})
    assert "VersioningConfiguration/Colour" in sandbox.failures("unknown-nested")[0]


def test_an_unknown_type_is_refused_by_name(sandbox: Any) -> None:
    with pytest.raises(ClientError, match=r"Unrecognized resource types: \[AWS::Robot::Arm\]"):
        sandbox.deploy("unknown-type", {"Resources": {"Arm": {"Type": "AWS::Robot::Arm"}}})


def test_an_empty_change_set_fails_in_the_words_of_aws(sandbox: Any) -> None:
    sandbox.deploy("unchanged", TOPIC)
    stacks = sandbox.client("cloudformation")
    stacks.create_change_set(StackName="unchanged", ChangeSetName="none", UsePreviousTemplate=True)
    found = stacks.describe_change_set(StackName="unchanged", ChangeSetName="none")
    assert found["Status"] == "FAILED"
    assert found["StatusReason"].startswith("The submitted information didn't contain changes.")


def test_a_change_set_is_executed(sandbox: Any) -> None:
    stacks = sandbox.client("cloudformation")
    body = json.dumps({"Resources": {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "planned"}}}})
    options = {"StackName": "planned", "ChangeSetName": "first"}
    stacks.create_change_set(**options, ChangeSetType="CREATE", TemplateBody=body)
    changes = stacks.describe_change_set(**options)["Changes"]
    stacks.execute_change_set(**options)
    assert [each["ResourceChange"]["Action"] for each in changes] == ["Add"]
    assert sandbox.settled("planned")["StackStatus"] == "CREATE_COMPLETE"


def test_a_template_is_read_with_the_rights_of_the_caller(sandbox: Any) -> None:
    storage, bucket = sandbox.client("s3"), f"templates-{uuid.uuid4().hex[:8]}"
    storage.create_bucket(Bucket=bucket)
    storage.put_object(Bucket=bucket, Key="a/b.json", Body=json.dumps(TOPIC))
    address = f"https://{bucket}.s3.us-east-1.amazonaws.com/a/b.json"
    with pytest.raises(ClientError, match="Access Denied"):
        sandbox.client("cloudformation", sandbox.outsider).create_stack(StackName="remote", TemplateURL=address)
    sandbox.client("cloudformation").create_stack(StackName="remote", TemplateURL=address)
    assert sandbox.settled("remote")["StackStatus"] == "CREATE_COMPLETE"


def test_a_rule_of_the_template_is_honoured(sandbox: Any) -> None:
    rule = {"Assertions": [{"Assert": {"Fn::Equals": [{"Ref": "Stage"}, "test"]}, "AssertDescription": "only test"}]}
    template = {"Parameters": {"Stage": {"Type": "String", "Default": "live"}}, "Rules": {"OnlyTest": rule}, **TOPIC}
    with pytest.raises(ClientError, match="only test"):
        sandbox.deploy("ruled", template)


def test_a_parameter_is_read_from_the_parameter_store(sandbox: Any) -> None:
    sandbox.client("ssm").put_parameter(Name="/stacks/name", Type="String", Value="from-store")
    parameter = {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/stacks/name"}
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Ref": "Name"}}}
    template = {"Parameters": {"Name": parameter}, "Resources": {"Topic": topic}}
    sandbox.deploy("stored", template)
    assert sandbox.client("sns").get_topic_attributes(TopicArn="arn:aws:sns:us-east-1:222222222222:from-store")


def test_a_failed_update_brings_back_what_was(sandbox: Any) -> None:
    good = {"Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "kept", "DisplayName": "before"}}}
    sandbox.deploy("returning", {"Resources": good})
    worse = json.loads(json.dumps(good))
    worse["Topic"]["Properties"]["DisplayName"] = "after"
    worse["Queue"] = {"Type": "AWS::SQS::Queue", "DependsOn": "Topic", "Properties": {"Colour": "red"}}
    stack = sandbox.update("returning", {"Resources": worse})
    topic = sandbox.client("sns").get_topic_attributes(TopicArn="arn:aws:sns:us-east-1:222222222222:kept")
    assert stack["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert topic["Attributes"]["DisplayName"] == "before"


def test_a_retained_bucket_outlives_its_stack(sandbox: Any) -> None:
    bucket = {"Type": "AWS::S3::Bucket", "DeletionPolicy": "Retain", "Properties": {"BucketName": "outliving"}}
    stack = sandbox.deploy("retaining", {"Resources": {"Bucket": bucket}})
    sandbox.client("cloudformation").delete_stack(StackName="retaining")
    assert sandbox.settled(stack["StackId"])["StackStatus"] == "DELETE_COMPLETE"
    assert sandbox.client("s3").head_bucket(Bucket="outliving")


def test_the_pattern_of_a_stored_parameter_is_for_its_name(sandbox: Any) -> None:
    sandbox.client("ssm").put_parameter(Name="/stacks/patterned", Type="String", Value="No Path")
    kind = {"Type": "AWS::SSM::Parameter::Value<String>", "AllowedPattern": "^/stacks/[a-z]+$"}
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Ref": "Name"}}}
    template = {"Parameters": {"Name": kind}, "Resources": {"Topic": topic}}
    given = {"ParameterKey": "Name", "ParameterValue": "/stacks/patterned"}
    assert sandbox.deploy("patterned", template, Parameters=[given])["StackStatus"] == "CREATE_COMPLETE"
    with pytest.raises(ClientError, match="must match pattern"):
        sandbox.deploy("unpatterned", template, Parameters=[{**given, "ParameterValue": "/other/name"}])


def test_a_key_that_must_not_rotate_does_not(sandbox: Any) -> None:
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::222222222222:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    policy = json.loads(_document(statement))
    key = {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": policy, "EnableKeyRotation": False}}
    template = {"Resources": {"Key": key}, "Outputs": {"Key": {"Value": {"Ref": "Key"}}}}
    identifier = sandbox.deploy("resting", template)["Outputs"][0]["OutputValue"]
    assert not sandbox.client("kms").get_key_rotation_status(KeyId=identifier)["KeyRotationEnabled"]


def test_a_pipeline_definition_in_a_bucket_is_refused_by_name(sandbox: Any) -> None:
    definition = {"PipelineDefinitionS3Location": {"Bucket": "b", "Key": "k"}}
    properties = {"PipelineName": "p", "PipelineDefinition": definition, "RoleArn": "arn:aws:iam::222222222222:role/x"}
    pipeline = {"Type": "AWS::SageMaker::Pipeline", "Properties": properties}
    sandbox.deploy("remote-definition", {"Resources": {"Pipeline": pipeline}})
    assert "PipelineDefinition/PipelineDefinitionS3Location" in sandbox.failures("remote-definition")[0]
