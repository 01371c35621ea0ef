"""State machines of stacks: made, changed in place, left alone when nothing changed, refused with AWS's words."""

import json
from typing import Any

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "states.amazonaws.com"}, "Action": "sts:AssumeRole"},
    ],
}
ROLE = {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "states", "AssumeRolePolicyDocument": TRUST}}
DONE = {"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}
WAITING = {"StartAt": "Done", "States": {"Done": {"Type": "Wait", "Seconds": 1, "End": True}}}
TRAINING = {
    "StartAt": "Train",
    "States": {
        "Train": {
            "Type": "Task",
            "Resource": "arn:aws:states:::sagemaker:createTrainingJob.sync",
            "Parameters": {
                "TrainingJobName": "t",
                "RoleArn": "arn:aws:iam::222222222222:role/r",
                "AlgorithmSpecification": {"TrainingInputMode": "File"},
                "OutputDataConfig": {"S3OutputPath": "s3://b/o"},
                "ResourceConfig": {"InstanceCount": 1, "InstanceType": "ml.m5.large", "VolumeSizeInGB": 1},
                "StoppingCondition": {"MaxRuntimeInSeconds": 60},
            },
            "End": True,
        }
    },
}


def template(name: str, definition: dict[str, Any], **tags: str) -> dict[str, Any]:
    properties = {
        "StateMachineName": name,
        "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
        "DefinitionString": json.dumps(definition),
        "Tags": [{"Key": key, "Value": value} for key, value in tags.items()],
    }
    role = {**ROLE, "Properties": {**ROLE["Properties"], "RoleName": f"{name}-role"}}
    outputs = {"Arn": {"Value": {"Ref": "Machine"}}, "Name": {"Value": {"Fn::GetAtt": ["Machine", "Name"]}}}
    machine = {"Type": "AWS::StepFunctions::StateMachine", "Properties": properties}
    return {"Resources": {"Role": role, "Machine": machine}, "Outputs": outputs}


def outputs(stack: dict[str, Any]) -> dict[str, str]:
    return {each["OutputKey"]: each["OutputValue"] for each in stack["Outputs"]}


def test_a_machine_is_its_arn_and_changes_in_place(sandbox: Any) -> None:
    found = outputs(sandbox.deploy("machine", template("changing", DONE, team="weather")))
    assert found == {"Arn": "arn:aws:states:us-east-1:222222222222:stateMachine:changing", "Name": "changing"}
    changed = sandbox.update("machine", template("changing", WAITING, team="climate"))
    assert changed["StackStatus"] == "UPDATE_COMPLETE", sandbox.failures("machine")
    client = sandbox.client("stepfunctions")
    assert json.loads(client.describe_state_machine(stateMachineArn=found["Arn"])["definition"]) == WAITING
    tags = {tag["key"]: tag["value"] for tag in client.list_tags_for_resource(resourceArn=found["Arn"])["tags"]}
    assert tags == {"team": "climate"}


def test_a_definition_that_was_changed_elsewhere_stays_when_the_template_says_the_same_as_before(sandbox: Any) -> None:
    """CloudFormation compares templates, and calls no handler of a resource whose properties are the same."""
    found = outputs(sandbox.deploy("elsewhere", template("elsewhere", DONE)))
    client = sandbox.client("stepfunctions")
    client.update_state_machine(stateMachineArn=found["Arn"], definition=json.dumps(WAITING))
    further = template("elsewhere", DONE)
    further["Resources"]["Topic"] = {"Type": "AWS::SNS::Topic"}
    assert sandbox.update("elsewhere", further)["StackStatus"] == "UPDATE_COMPLETE", sandbox.failures("elsewhere")
    assert json.loads(client.describe_state_machine(stateMachineArn=found["Arn"])["definition"]) == WAITING


def test_a_machine_that_waits_for_jobs_needs_a_role_that_makes_the_rule_for_their_end(sandbox: Any) -> None:
    sandbox.deploy("waiting", template("waiting", TRAINING))
    assert "is not authorized to create managed-rule." in sandbox.failures("waiting")[0]
