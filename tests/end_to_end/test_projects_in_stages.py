"""A launched project has roles of its own in the accounts of its stages, and nobody else gets at them."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.end_to_end.stage_accounts import (
    DEVELOPMENT,
    NAME,
    OUTSIDER,
    PARTS,
    STAGES,
    assume,
    become,
    delete_project,
    make_role,
    reasons_of_launched_stacks,
    role_names,
    roles,
    settled,
    stage_stacks,
)

TOPIC = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}


@pytest.fixture(scope="module")
def command_line(make_published_sandbox: Callable[[], Any], make_command_line: Callable[..., Any]) -> Any:
    return make_command_line(make_published_sandbox())


@pytest.fixture(scope="module")
def project(command_line: Any) -> str:
    """The id of a project that deploys."""
    done = command_line("data-scientist", "launch", "build-train-deploy", NAME)
    assert done.returncode == 0, done.stdout + done.stderr
    studio = command_line.sandbox.client("sagemaker", "data-scientist")
    return studio.describe_project(ProjectName=NAME)["ProjectId"]


@pytest.fixture
def template_url(command_line: Any) -> str:
    hub = command_line.sandbox.client("s3", "111111111111")
    (bucket,) = [each["Name"] for each in hub.list_buckets()["Buckets"] if "-assets-" in each["Name"]]
    (key,) = [each["Key"] for each in hub.list_objects_v2(Bucket=bucket, Prefix="stages/")["Contents"]]
    return f"https://{bucket}.s3.us-east-1.amazonaws.com/{key}"


@pytest.fixture
def stack(command_line: Any) -> Iterator[Callable[..., Any]]:
    """Deploys a stack in the development account with roles for a project id, as who writes templates could."""
    client = command_line.sandbox.client("cloudformation", DEVELOPMENT)
    made: list[str] = []

    def deploy(name: str, resources: dict[str, Any]) -> tuple[str, str]:
        client.create_stack(
            StackName=name, TemplateBody=json.dumps({"Resources": resources}), Capabilities=["CAPABILITY_NAMED_IAM"]
        )
        made.append(name)
        status = settled(client, name)
        events = client.describe_stack_events(StackName=name)["StackEvents"]
        reasons = [event.get("ResourceStatusReason", "") for event in events]
        return status, " ".join(reasons)

    yield deploy
    for name in made:
        client.delete_stack(StackName=name)


def refusal(call: Callable[..., Any], *arguments: Any, **named: Any) -> str:
    """The code of the error that the call ends with."""
    with pytest.raises(ClientError) as refused:
        call(*arguments, **named)
    return refused.value.response["Error"]["Code"]


@pytest.mark.parametrize("stage", STAGES)
def test_a_launch_makes_the_projects_own_roles_in_each_stage(command_line: Any, project: str, stage: str) -> None:
    assert stage_stacks(command_line, project)[stage] == "CREATE_COMPLETE"
    assert role_names(command_line, stage, project) == PARTS


@pytest.mark.parametrize("stage", STAGES)
def test_the_projects_pipeline_and_test_become_their_roles_and_no_others(
    command_line: Any, project: str, stage: str
) -> None:
    own = f"arn:aws:iam::{DEVELOPMENT}:role/mlops-catalog/sagemaker-{project}"
    there = f"arn:aws:iam::{STAGES[stage]}:role/mlops-catalog/sagemaker-{project}-{stage}"
    pipeline, test = (become(command_line, f"{own}-{part}") for part in ("deploy-pipeline", "test"))
    assert assume(command_line, pipeline, f"{there}-deploy")
    assert assume(command_line, test, f"{there}-test")
    for credentials, part in ((pipeline, "test"), (test, "deploy"), (pipeline, "endpoint"), (test, "cloudformation")):
        assert refusal(assume, command_line, credentials, f"{there}-{part}") == "AccessDenied"


def test_roles_of_other_projects_and_accounts_become_none_of_them(command_line: Any, project: str) -> None:
    """With ids that begin like the project's, end like it or contain it, and with its own in another account."""
    hostile = [
        (DEVELOPMENT, f"sagemaker-{project[:-1]}-deploy-pipeline"),
        (DEVELOPMENT, f"sagemaker-{project}a-deploy-pipeline"),
        (DEVELOPMENT, f"sagemaker-p-000000000000-{project}-deploy-pipeline"),
        (STAGES["production"], f"sagemaker-{project}-deploy-pipeline"),
        (OUTSIDER, f"sagemaker-{project}-deploy-pipeline"),
    ]
    for account, name in hostile:
        made = make_role(command_line, account, name)
        sts = command_line.sandbox.client("sts", account)
        credentials = sts.assume_role(RoleArn=made, RoleSessionName="hostile")["Credentials"]
        for part in PARTS:
            role = f"arn:aws:iam::{STAGES['staging']}:role/mlops-catalog/sagemaker-{project}-staging-{part}"
            assert refusal(assume, command_line, credentials, role) == "AccessDenied"


def test_another_launch_with_the_projects_id_gets_nothing_and_changes_nothing(
    command_line: Any, project: str, stack: Any, template_url: str
) -> None:
    status, reasons = stack("thief", {"Roles": roles(project, template_url)})
    assert status == "ROLLBACK_COMPLETE"
    assert "Another launch has made roles for a project with this id" in reasons
    assert stage_stacks(command_line, project)["staging"] == "CREATE_COMPLETE"
    assert role_names(command_line, "staging", project) == PARTS


def test_another_development_account_changes_only_stacks_with_its_own_number(
    command_line: Any, project: str, template_url: str
) -> None:
    """The production account of the sandbox is below the units of development accounts too."""
    other = STAGES["production"]
    provisioner = f"arn:aws:iam::{STAGES['staging']}:role/mlops-catalog/mlops-catalog-stage-provisioner"
    function = become(command_line, f"arn:aws:iam::{other}:role/mlops-catalog/mlops-catalog-stages-function")
    for tag in ([DEVELOPMENT], []):
        assert refusal(assume, command_line, function, provisioner, *tag) == "AccessDenied"
    stacks = command_line.sandbox.client_with("cloudformation", assume(command_line, function, provisioner, other))
    service_role = provisioner.replace("stage-provisioner", "stage-cloudformation")
    given = {"RoleARN": service_role, "TemplateURL": template_url, "Capabilities": ["CAPABILITY_NAMED_IAM"]}
    theirs, own = f"mlops-catalog-staging-{DEVELOPMENT}-", f"mlops-catalog-staging-{other}-p-000000000000"
    assert refusal(stacks.delete_stack, StackName=theirs + project, RoleARN=service_role) == "AccessDenied"
    assert refusal(stacks.update_stack, StackName=theirs + project, **given) == "AccessDenied"
    elsewhere = given | {"TemplateURL": template_url.replace("/stages/", "/templates/")}
    sent = {"RoleARN": service_role, "TemplateBody": json.dumps(TOPIC)}
    wrong = [(f"{theirs}p-000000000000", given), (f"{theirs}p-{other}", given), (own, elsewhere), (own, sent)]
    for name, request in wrong:
        assert refusal(stacks.create_stack, StackName=name, **request) == "AccessDenied"
    stacks.create_stack(StackName=own, **given)
    assert settled(stacks, own) == "CREATE_COMPLETE"
    stacks.delete_stack(StackName=own, RoleARN=service_role)
    assert settled(stacks, own) == "DELETE_COMPLETE"
    assert stage_stacks(command_line, project)["staging"] == "CREATE_COMPLETE"


@pytest.mark.parametrize("account", [OUTSIDER, "111111111111"])
def test_accounts_outside_of_the_units_do_not_become_the_provisioner(command_line: Any, account: str) -> None:
    """The hub has the function's role as well, because a launch constraint needs its role there."""
    name = "mlops-catalog-stages-function"
    if account == OUTSIDER:
        make_role(command_line, account, name)
    credentials = become(command_line, f"arn:aws:iam::{account}:role/mlops-catalog/{name}")
    for target in STAGES.values():
        provisioner = f"arn:aws:iam::{target}:role/mlops-catalog/mlops-catalog-stage-provisioner"
        assert refusal(assume, command_line, credentials, provisioner, account) == "AccessDenied"


@pytest.mark.parametrize("name", ["mlops-catalog-approver", "mlops-catalog-seeding-function", "admin"])
def test_other_roles_of_a_development_account_do_not_become_the_provisioner(command_line: Any, name: str) -> None:
    role = f"arn:aws:iam::{DEVELOPMENT}:role/mlops-catalog/{name}"
    if name == "admin":
        make_role(command_line, DEVELOPMENT, name)
    provisioner = f"arn:aws:iam::{STAGES['staging']}:role/mlops-catalog/mlops-catalog-stage-provisioner"
    assert refusal(assume, command_line, become(command_line, role), provisioner, DEVELOPMENT) == "AccessDenied"


def test_a_launch_that_fails_after_its_roles_were_made_leaves_none(
    command_line: Any, stack: Any, template_url: str
) -> None:
    broken = {"Type": "AWS::SNS::Topic", "DependsOn": "Roles", "Properties": {"TopicName": "not a name!"}}
    status, reasons = stack("broken", {"Roles": roles("p-00000000000b", template_url), "Broken": broken})
    assert status == "ROLLBACK_COMPLETE", reasons
    assert stage_stacks(command_line, "p-00000000000b") == {}
    assert role_names(command_line, "staging", "p-00000000000b") == set()


def test_an_endpoint_that_is_deployed_refuses_the_deletion_and_a_later_one_removes_the_roles(
    command_line: Any, project: str
) -> None:
    staging = command_line.sandbox.client("cloudformation", STAGES["staging"])
    endpoint = f"sagemaker-{NAME}-{project}-endpoint-staging"
    staging.create_stack(StackName=endpoint, TemplateBody=json.dumps(TOPIC))
    assert settled(staging, endpoint) == "CREATE_COMPLETE"
    assert delete_project(command_line) == "DeleteFailed"
    assert f"aws cloudformation delete-stack --stack-name {endpoint}" in reasons_of_launched_stacks(command_line)
    assert role_names(command_line, "staging", project) == PARTS
    staging.delete_stack(StackName=endpoint)
    assert settled(staging, endpoint) == "DELETE_COMPLETE"
    assert delete_project(command_line) == "DeleteCompleted"
    assert stage_stacks(command_line, project) == {}
    for stage in STAGES:
        assert role_names(command_line, stage, project) == set()
