"""Services send the source keys that a document promises; new roles are refused for a while where asked for."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

ACCOUNT = "222222222222"
ANYTHING = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}


def _trust(service: str, condition: dict[str, Any]) -> str:
    principal = {"Service": f"{service}.amazonaws.com"}
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", "Condition": condition}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _role(sandbox: Any, name: str, trust: str) -> str:
    iam = sandbox.client("iam", ACCOUNT)
    everything = json.dumps(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
    )
    made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
    iam.put_role_policy(RoleName=name, PolicyName="everything", PolicyDocument=everything)
    return made


def _pipeline(role: str) -> dict[str, Any]:
    def action(name: str, category: str, provider: str, **more: Any) -> dict[str, Any]:
        kind = {"category": category, "owner": "AWS", "provider": provider, "version": "1"}
        return {"name": name, "actions": [{"name": name, "actionTypeId": kind, **more}]}

    code = {"RepositoryName": "code", "BranchName": "main"}
    stages = [
        action("Source", "Source", "CodeCommit", configuration=code, outputArtifacts=[{"name": "Code"}]),
        action("Approve", "Approval", "Manual"),
    ]
    store = {"type": "S3", "location": "artifacts"}
    return {"name": role.rpartition("/")[2], "roleArn": role, "artifactStore": store, "stages": stages}


SAME_ACCOUNT = {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
IF_TOLD = {"StringEqualsIfExists": {"aws:SourceAccount": ACCOUNT}}
OF_ANOTHER = {"StringEqualsIfExists": {"aws:SourceAccount": "333333333333"}}


def _is_accepted(refusal: str, call: Callable[..., Any], **arguments: Any) -> bool:
    """Whether a call succeeds; it may fail with that refusal only."""
    try:
        call(**arguments)
    except ClientError as error:
        if refusal not in str(error):
            raise
        return False
    return True


def _creates_stack(sandbox: Any, name: str, condition: dict[str, Any]) -> bool:
    role = _role(sandbox, name, _trust("cloudformation", condition))
    create = sandbox.client("cloudformation", ACCOUNT).create_stack
    template = json.dumps(ANYTHING)
    return _is_accepted("cannot be assumed", create, StackName=name, TemplateBody=template, RoleARN=role)


def _creates_pipeline(sandbox: Any, name: str, condition: dict[str, Any]) -> bool:
    create = sandbox.client("codepipeline", ACCOUNT).create_pipeline
    pipeline = _pipeline(_role(sandbox, name, _trust("codepipeline", condition)))
    return _is_accepted("not authorized to perform AssumeRole", create, pipeline=pipeline)


UNDOCUMENTED = [
    pytest.param(_creates_stack, id="CloudFormation"),
    pytest.param(_creates_pipeline, id="CodePipeline"),
]


@pytest.mark.parametrize("creates", UNDOCUMENTED)
def test_a_service_without_a_document_sends_no_source_keys(cloud: Any, creates: Callable[..., bool]) -> None:
    assert not creates(cloud, cloud.unique("strict"), SAME_ACCOUNT)
    assert creates(cloud, cloud.unique("open"), IF_TOLD)
    assert creates(cloud, cloud.unique("elsewhere"), OF_ANOTHER)


@pytest.fixture(scope="module")
def telling(make_sandbox: Callable[..., Any]) -> Any:
    """A sandbox in which every service sends source keys."""
    return make_sandbox(SANDBOX_SOURCE_KEYS="all")


@pytest.mark.parametrize("creates", UNDOCUMENTED)
def test_where_every_service_sends_them_they_are_judged(telling: Any, creates: Callable[..., bool]) -> None:
    assert creates(telling, f"strict-{len(creates.__name__)}", SAME_ACCOUNT)
    assert creates(telling, f"open-{len(creates.__name__)}", IF_TOLD)
    assert not creates(telling, f"elsewhere-{len(creates.__name__)}", OF_ANOTHER)


def _serves(cloud: Any, source: str) -> bool:
    """Whether a model's role lets SageMaker in that asks for that source."""
    condition = SAME_ACCOUNT | {"ArnLike": {"aws:SourceArn": source}}
    role = _role(cloud, cloud.unique("sagemaker"), _trust("sagemaker", condition))
    client, name = cloud.client("sagemaker", ACCOUNT), cloud.unique("model")
    container = {"Image": f"{ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/own:1"}
    client.create_model(ModelName=name, ExecutionRoleArn=role, PrimaryContainer=container)
    variant = {"VariantName": "all", "ModelName": name, "InitialInstanceCount": 1, "InstanceType": "ml.m5.large"}
    client.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[variant])
    return _is_accepted("Could not assume role", client.create_endpoint, EndpointName=name, EndpointConfigName=name)


def test_an_endpoint_sends_the_whole_account_and_not_its_own_arn(cloud: Any) -> None:
    """SageMaker AI Developer Guide, "Cross-service confused deputy prevention", inference."""
    place = f"arn:aws:sagemaker:us-east-1:{ACCOUNT}"
    assert _serves(cloud, f"{place}:*")
    assert not _serves(cloud, f"{place}:endpoint/*")


@pytest.fixture(scope="module")
def slow(make_sandbox: Callable[..., Any]) -> Any:
    """A sandbox in which a new role is refused for some seconds."""
    return make_sandbox(SANDBOX_NEW_ROLE_SECONDS="2")


def test_a_new_role_is_refused_until_it_is_known(slow: Any) -> None:
    client, role = slow.client("codepipeline", ACCOUNT), _role(slow, "new", _trust("codepipeline", IF_TOLD))
    with pytest.raises(client.exceptions.InvalidStructureException, match="not authorized to perform AssumeRole"):
        client.create_pipeline(pipeline=_pipeline(role))
    time.sleep(2)
    assert client.create_pipeline(pipeline=_pipeline(role))["pipeline"]["name"] == "new"


def test_a_stack_waits_until_its_new_role_is_known(slow: Any) -> None:
    trust = json.loads(_trust("codepipeline", IF_TOLD))
    role = {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "stacked", "AssumeRolePolicyDocument": trust}}
    given = _pipeline(f"arn:aws:iam::{ACCOUNT}:role/stacked")
    stages = [
        {
            "Name": stage["name"],
            "Actions": [{_upper(key): _capital(value) for key, value in action.items()} for action in stage["actions"]],
        }
        for stage in given["stages"]
    ]
    properties = {
        "Name": "stacked",
        "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
        "ArtifactStore": {"Type": "S3", "Location": "artifacts"},
        "Stages": stages,
    }
    pipeline = {"Type": "AWS::CodePipeline::Pipeline", "Properties": properties}
    client = slow.client("cloudformation", ACCOUNT)
    template = json.dumps({"Resources": {"Role": role, "Pipeline": pipeline}})
    client.create_stack(StackName="stacked", TemplateBody=template, Capabilities=["CAPABILITY_NAMED_IAM"])
    client.get_waiter("stack_create_complete").wait(StackName="stacked", WaiterConfig={"Delay": 1, "MaxAttempts": 20})
    assert slow.client("codepipeline", ACCOUNT).get_pipeline(name="stacked")["pipeline"]["version"] == 1


def _upper(name: str) -> str:
    return name[:1].upper() + name[1:]


def _capital(value: Any) -> Any:
    if isinstance(value, dict):
        return {_upper(key): _capital(each) for key, each in value.items()}
    return [_capital(each) for each in value] if isinstance(value, list) else value
