"""CodePipeline: how its roles are assumed, when a pipeline can be made, and what an event passes to it."""

import json
from typing import Any

from scripts.live.fixtures import (
    BUCKET,
    ROLE,
    STACK,
    allow,
    begin_stack,
    bucket,
    policy,
    service_role,
    settled_stack,
    trust,
)
from scripts.live.lab import Lab
from scripts.live.probe import Probe, Verdict, broken, held, verdict

PIPELINE = "codepipeline:CreatePipeline "
LAUNCHES = 20
"""Stacks; a role that is used too early is refused now and then only."""
TOPIC = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}


def definition(lab: Lab, role: str, store: str) -> dict[str, Any]:
    """A pipeline of a source that is never there and an approval: its executions make nothing and cost nothing."""
    source: dict[str, Any] = {"S3Bucket": store, "S3ObjectKey": "absent.zip", "PollForSourceChanges": "false"}
    return {
        "name": lab.name(),
        "roleArn": role,
        "pipelineType": "V2",
        "executionMode": "QUEUED",
        "artifactStore": {"type": "S3", "location": store},
        "stages": [
            {"name": "Source", "actions": [_action("Source", "Source", "S3", source) | _output()]},
            {"name": "Approval", "actions": [_action("Approve", "Approval", "Manual", {})]},
        ],
        "variables": [{"name": "Model", "defaultValue": "none"}],
    }


def _action(name: str, category: str, provider: str, configuration: dict[str, Any]) -> dict[str, Any]:
    kind = {"category": category, "owner": "AWS", "provider": provider, "version": "1"}
    return {"name": name, "actionTypeId": kind, **({"configuration": configuration} if configuration else {})}


def _output() -> dict[str, Any]:
    return {"outputArtifacts": [{"name": "Code"}]}


def _if_sent(lab: Lab, source: str) -> dict[str, Any]:
    """As `policy.service_trust_if_source_account_known`: no source keys, or those of the account and of what it is."""
    return {
        "StringEqualsIfExists": {"aws:SourceAccount": [lab.place.account]},
        "ArnLikeIfExists": {"aws:SourceArn": source},
    }


def ask_source_keys(lab: Lab) -> Verdict:
    """Both services assume a role whose trust allows only what the templates allow."""
    store = bucket(lab)
    pipeline, stacks = lab.arn("codepipeline", lab.name()), lab.arn("cloudformation", f"stack/{lab.name('stack')}/*")
    role = service_role(lab, "pipeline", "codepipeline", allow(["s3:*"]), condition=_if_sent(lab, pipeline))
    deployer = service_role(lab, "stacks", "cloudformation", allow(["sns:*"]), condition=_if_sent(lab, stacks))
    refused = lab.create_patiently("codepipeline:CreatePipeline", pipeline=definition(lab, role, store))
    if refused:
        return broken(f"CodePipeline does not assume the role: {refused.code}: {refused.message}")
    refused = lab.create_patiently(
        "cloudformation:CreateStack", StackName=lab.name("stack"), TemplateBody=json.dumps(TOPIC), RoleARN=deployer
    )
    if refused:
        return broken(f"CloudFormation does not assume the role: {refused.code}: {refused.message}")
    made = settled_stack(lab, lab.name("stack"))
    status = made["StackStatus"]
    return verdict(status == "CREATE_COMPLETE", f"the pipeline was made, the stack is {status}")


def _launch_template(lab: Lab, store: str) -> dict[str, Any]:
    """A role and a pipeline that uses it at once, as every product has them."""
    described = definition(lab, "", store)
    stages = [_resource_stage(stage) for stage in described["stages"]]
    properties = {
        "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
        "PipelineType": "V2",
        "ArtifactStore": {"Type": "S3", "Location": store},
        "Stages": stages,
    }
    role = {"AssumeRolePolicyDocument": json.loads(policy(trust({"Service": "codepipeline.amazonaws.com"})))}
    return {
        "Resources": {
            "Role": {"Type": "AWS::IAM::Role", "Properties": role},
            "Pipeline": {"Type": "AWS::CodePipeline::Pipeline", "Properties": properties},
        }
    }


def _resource_stage(value: Any) -> Any:
    """The API's members as CloudFormation spells them, except the free keys of a configuration."""
    if isinstance(value, list):
        return [_resource_stage(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {name[0].upper() + name[1:]: _resource_stage(each) for name, each in value.items()}


def ask_new_roles(lab: Lab) -> Verdict:
    """As many launches as make a refusal now and then visible; all have to succeed."""
    template = _launch_template(lab, bucket(lab))
    for number in range(LAUNCHES):
        begin_stack(lab, f"s{number}", template, Capabilities=["CAPABILITY_IAM"])
    for number in range(LAUNCHES):
        made = settled_stack(lab, lab.name(f"s{number}"))
        if made["StackStatus"] != "CREATE_COMPLETE":
            events = lab("cloudformation:DescribeStackEvents", StackName=lab.name(f"s{number}"))["StackEvents"]
            reasons = [event.get("ResourceStatusReason", "") for event in events if "FAILED" in event["ResourceStatus"]]
            return broken(
                f"launch {number + 1} of {LAUNCHES} failed: {reasons[-1] if reasons else made['StackStatus']}"
            )
    return held(f"{LAUNCHES} launches succeeded")


def ask_variables(lab: Lab) -> Verdict:
    """An event's target starts the pipeline with the variable that its input names."""
    store, source = bucket(lab), lab.name()
    role = service_role(lab, "pipeline", "codepipeline", allow(["s3:*"]))
    starter = service_role(lab, "events", "events", allow(["codepipeline:StartPipelineExecution"]))
    refused = lab.create_patiently("codepipeline:CreatePipeline", pipeline=definition(lab, role, store))
    if refused:
        raise refused
    lab.create("events:PutRule", Name=lab.name("start"), EventPattern=json.dumps({"source": [source]}))
    transformer = {
        "InputPathsMap": {"model": "$.detail.model"},
        "InputTemplate": '{"variables":[{"name":"Model","value":"<model>"}]}',
    }
    pipeline = lab.arn("codepipeline", lab.name())
    target = {"Id": "pipeline", "Arn": pipeline, "RoleArn": starter, "InputTransformer": transformer}
    lab("events:PutTargets", Rule=lab.name("start"), Targets=[target])
    lab.rest()
    event = {"Source": source, "DetailType": "Model decided", "Detail": json.dumps({"model": "the-approved-one"})}
    lab("events:PutEvents", Entries=[event])
    return _started_with(lab, "the-approved-one")


def _started_with(lab: Lab, value: str) -> Verdict:
    def by_event(answer: dict[str, Any]) -> list[str]:
        found = answer["pipelineExecutionSummaries"]
        return [item["pipelineExecutionId"] for item in found if item["trigger"]["triggerType"] == "CloudWatchEvent"]

    def has_ended(answer: dict[str, Any]) -> bool:
        return bool(by_event(answer)) and answer["pipelineExecutionSummaries"][0]["status"] != "InProgress"

    listed = lab.until("codepipeline:ListPipelineExecutions", has_ended, lab.pace.event, pipelineName=lab.name())
    if not by_event(listed):
        return broken("the event started no execution")
    execution = by_event(listed)[0]
    found = lab("codepipeline:GetPipelineExecution", pipelineName=lab.name(), pipelineExecutionId=execution)
    variables = {item["name"]: item["resolvedValue"] for item in found["pipelineExecution"].get("variables", [])}
    passed = variables.get("Model") == value
    return verdict(passed, f"the variable has {'the value of the event' if passed else 'another value'}")


PROBES = (
    Probe(
        5,
        "do CloudFormation and CodePipeline assume roles that allow no source keys but their own?",
        ask_source_keys,
        f"{ROLE}{BUCKET}{PIPELINE}{STACK}",
    ),
    Probe(
        6,
        "is a pipeline made only when its new role can be assumed?",
        ask_new_roles,
        f"{BUCKET}{STACK}cloudformation:DescribeStackEvents",
    ),
    Probe(
        8,
        "does CodePipeline take variables from the input of an event's target?",
        ask_variables,
        f"{ROLE}{BUCKET}{PIPELINE}events:PutRule events:PutTargets events:PutEvents "
        "codepipeline:ListPipelineExecutions codepipeline:GetPipelineExecution",
    ),
)
