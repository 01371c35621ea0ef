"""Each scanner of templates finds a planted defect of its kind, names its place, and says nothing of what is right."""

from collections.abc import Callable, Iterable
from typing import Any

from scripts.configuration import Workspace
from scripts.gate.findings import Finding
from scripts.gate.scanners import cdk_nag, cfn_guard, cfn_lint, checkov, parliament, shellcheck

Make = Callable[..., Workspace]


def places(findings: Iterable[Finding]) -> set[tuple[str, str, str]]:
    return {(finding.rule, finding.file, finding.resource) for finding in findings}


def role(**statement: Any) -> dict[str, Any]:
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]}
    policy = {"PolicyName": "one", "PolicyDocument": document}
    properties = {
        "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
        "Policies": [policy],
    }
    return {"Type": "AWS::IAM::Role", "Properties": properties}


def build(buildspec: Any) -> dict[str, Any]:
    return {"Type": "AWS::CodeBuild::Project", "Properties": {"Source": {"Type": "NO_SOURCE", "BuildSpec": buildspec}}}


def test_cfn_lint_finds_errors_warnings_and_remarks(with_template: Make) -> None:
    resources = {
        "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"Colour": "red"}},
        "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Fn::Sub": "a"}}},
    }
    found = places(cfn_lint.scan(with_template(resources)))
    assert {("E3002", "planted.json", "Queue"), ("W1020", "planted.json", "Topic")} <= found
    assert ("I3011", "planted.json", "Queue") in found


def test_checkov_finds_a_queue_without_encryption(with_template: Make) -> None:
    resources = {
        "Open": {"Type": "AWS::SQS::Queue", "Properties": {"SqsManagedSseEnabled": False}},
        "Closed": {"Type": "AWS::SQS::Queue", "Properties": {"KmsMasterKeyId": "alias/key"}},
    }
    assert places(checkov.scan(with_template(resources))) == {("CKV_AWS_27", "planted.json", "Open")}


def test_cfn_guard_finds_breaches_of_control_tower_and_of_the_registry(with_template: Make) -> None:
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["*"], "Resource": ["*"]}]}
    grant = {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": document}}
    found = places(cfn_guard.scan(with_template({"Grant": grant})))
    assert ("CT.IAM.PR.2", "planted.json", "Grant") in found
    assert ("IAM_MANAGEDPOLICY_NO_STATEMENTS_WITH_FULL_ACCESS", "planted.json", "Grant") in found


def test_a_rule_reads_what_an_if_hides(with_template: Make) -> None:
    grant = {"Effect": "Allow", "Action": ["*"], "Resource": ["*"]}
    statement = {"Fn::If": ["Wide", grant, {"Ref": "AWS::NoValue"}]}
    document = {"Version": "2012-10-17", "Statement": [statement]}
    policy = {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": document}}
    conditions = {"Wide": {"Fn::Equals": [{"Ref": "AWS::Region"}, "us-east-1"]}}
    workspace = with_template({"Grant": policy}, Conditions=conditions)
    assert ("CT.IAM.PR.2", "planted.json", "Grant") in places(cfn_guard.scan(workspace))


def test_cdk_nag_finds_breaches_of_both_packs(with_template: Make) -> None:
    found = places(cdk_nag.scan(with_template({"Bucket": {"Type": "AWS::S3::Bucket"}})))
    assert ("AwsSolutions-S1", "planted.json", "Bucket") in found
    assert ("NIST.800.53.R5-S3BucketVersioningEnabled", "planted.json", "Bucket") in found


def test_cdk_nag_tells_everything_from_a_pattern(with_template: Make) -> None:
    resources = {
        "Wide": role(Action="s3:GetObject", Resource="*"),
        "Narrow": role(Action="s3:GetObject", Resource="arn:aws:s3:::bucket/*"),
    }
    found = places(cdk_nag.scan(with_template(resources)))
    assert ("AwsSolutions-IAM5[Resource::*]", "planted.json", "Wide") in found
    assert ("AwsSolutions-IAM5[Resource]", "planted.json", "Narrow") in found


def test_parliament_finds_an_action_that_its_resource_does_not_fit(with_template: Make) -> None:
    resources = {
        "Bucket": {"Type": "AWS::S3::Bucket"},
        "Wrong": role(Action="s3:GetObject", Resource={"Fn::GetAtt": ["Bucket", "Arn"]}),
        "Right": role(Action="s3:GetObject", Resource={"Fn::Sub": "${Bucket.Arn}/*"}),
    }
    assert places(parliament.scan(with_template(resources))) == {("RESOURCE_MISMATCH", "planted.json", "Wrong")}


def test_parliament_knows_that_a_reference_to_a_state_machine_is_its_arn(with_template: Make) -> None:
    resources = {
        "Machine": {"Type": "AWS::StepFunctions::StateMachine"},
        "Wrong": role(Action="states:StopExecution", Resource={"Ref": "Machine"}),
        "Right": role(Action="states:StartExecution", Resource={"Ref": "Machine"}),
    }
    assert places(parliament.scan(with_template(resources))) == {("RESOURCE_MISMATCH", "planted.json", "Wrong")}


def test_parliament_finds_an_unknown_action_in_the_policy_of_a_resource(with_template: Make) -> None:
    statement = {"Effect": "Deny", "Principal": "*", "Action": "sqs:SendMesage", "Resource": {"Ref": "Queue"}}
    document = {"Version": "2012-10-17", "Statement": [statement]}
    policy = {"Type": "AWS::SQS::QueuePolicy", "Properties": {"PolicyDocument": document, "Queues": []}}
    resources = {"Queue": {"Type": "AWS::SQS::Queue"}, "QueuePolicy": policy}
    found = places(parliament.scan(with_template(resources)))
    assert ("UNKNOWN_ACTION", "planted.json", "QueuePolicy") in found


def test_shellcheck_reads_the_commands_of_a_build(with_template: Make, with_files: Make) -> None:
    text = "version: 0.2\nphases:\n  build:\n    commands:\n      - cp $SOURCE target\n    finally:\n      - cd build\n"
    workspace = with_template({"Build": build(text), "Named": build("buildspec.yml")})
    with_files({})
    found = places(shellcheck.scan(workspace))
    assert found == {("SC2086", "planted.json", "Build"), ("SC2164", "planted.json", "Build")}


def test_shellcheck_takes_the_shell_that_the_buildspec_names(with_template: Make, with_files: Make) -> None:
    command = "version: 0.2\n{}phases:\n  build:\n    commands:\n      - '[[ -n $HOME ]] && echo yes'\n"
    resources = {"Default": build(command.format("")), "Named": build(command.format("env:\n  shell: bash\n"))}
    workspace = with_template(resources)
    with_files({})
    assert {finding.resource for finding in shellcheck.scan(workspace)} == {"Default"}
