"""Builds of plain projects: what they keep for the next, where they stand, and how many there may be."""

import json
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.private_networks import make_network
from tests.sandbox.services.codepipeline.codepipeline import PipelineProject, until

DEVELOPMENT, HUB, OUTSIDER = "222222222222", "111111111111", "999999999999"
COUNTING = """version: 0.2
phases:
  build:
    commands:
      - mkdir -p ~/.cache/pip && ls ~/.cache/pip | wc -l && touch ~/.cache/pip/$CODEBUILD_BUILD_NUMBER
cache:
  paths:
    - '/root/.cache/pip/**/*'
"""
INSTALLING = "version: 0.2\nphases:\n  build:\n    commands:\n      - pip install pip\n"
SLEEPING = "version: 0.2\nphases:\n  build:\n    commands:\n      - sleep 60\n"
LOGS = {"Effect": "Allow", "Action": "logs:*", "Resource": "*"}


class Builds:
    """Projects of one sandbox, each with a role of its own."""

    def __init__(self, sandbox: Any) -> None:
        self.sandbox, self.client = sandbox, sandbox.client("codebuild", DEVELOPMENT)

    def project(self, buildspec: str, *allowed: dict[str, Any], image: str = "i", **more: Any) -> str:
        name = f"b-{uuid.uuid4().hex[:8]}"
        self.sandbox.client("logs", DEVELOPMENT).create_log_group(logGroupName=name)
        self.client.create_project(
            name=name,
            source={"type": "NO_SOURCE", "buildspec": buildspec},
            artifacts={"type": "NO_ARTIFACTS"},
            environment={"type": "LINUX_CONTAINER", "image": image, "computeType": "BUILD_GENERAL1_SMALL"},
            serviceRole=self.create_role(name, LOGS, *allowed),
            logsConfig={"cloudWatchLogs": {"status": "ENABLED", "groupName": name}},
            **more,
        )
        return name

    def create_role(self, name: str, *allowed: dict[str, Any]) -> str:
        iam = self.sandbox.client("iam", DEVELOPMENT)
        trust = {"Effect": "Allow", "Principal": {"Service": "codebuild.amazonaws.com"}, "Action": "sts:AssumeRole"}
        made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=_document(trust))["Role"]["Arn"]
        iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=_document(*allowed))
        return made

    def run(self, name: str) -> tuple[dict[str, Any], list[str]]:
        """The ended build, and its log."""
        started = self.client.start_build(projectName=name)["build"]
        deadline = time.monotonic() + 30
        while True:
            build = self.client.batch_get_builds(ids=[started["id"]])["builds"][0]
            if build["buildComplete"]:
                break
            assert time.monotonic() < deadline, build["currentPhase"]
            time.sleep(0.1)
        place = {"logGroupName": name, "logStreamName": build["logs"]["streamName"]}
        try:
            events = self.sandbox.client("logs", DEVELOPMENT).get_log_events(**place)["events"]
        except self.sandbox.client("logs", DEVELOPMENT).exceptions.ResourceNotFoundException:
            events = []
        return build, [event["message"].strip() for event in events]


def _document(*statements: dict[str, Any]) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


@pytest.fixture(scope="module")
def builds(make_sandbox: Callable[..., Any]) -> Builds:
    return Builds(make_sandbox())


@pytest.fixture(scope="module")
def bucket(builds: Builds) -> str:
    builds.sandbox.client("s3", DEVELOPMENT).create_bucket(Bucket="builds-keep")
    return "builds-keep"


def _cached(log: list[str]) -> int:
    """How many files of earlier builds this one found."""
    return next(int(line) for line in log if line.isdigit())


def test_a_cache_of_the_project_is_there_for_its_next_build(builds: Builds, bucket: str) -> None:
    keeping = {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": f"arn:aws:s3:::{bucket}/c/*"}
    name = builds.project(COUNTING, keeping, cache={"type": "S3", "location": f"{bucket}/c/"})
    assert [_cached(builds.run(name)[1]) for _ in range(3)] == [0, 1, 2]


@pytest.mark.parametrize("cache", [{"type": "NO_CACHE"}, {"type": "LOCAL", "modes": ["LOCAL_CUSTOM_CACHE"]}])
def test_the_buildspecs_cache_is_nothing_without_the_projects(builds: Builds, cache: dict[str, Any]) -> None:
    name = builds.project(COUNTING, cache=cache)
    assert [_cached(builds.run(name)[1]) for _ in range(2)] == [0, 0]


def test_a_cache_that_the_role_may_not_use_fails_no_build_and_is_logged(builds: Builds, bucket: str) -> None:
    name = builds.project(COUNTING, cache={"type": "S3", "location": f"{bucket}/forbidden/"})
    ended, log = builds.run(name)
    assert ended["buildStatus"] == "SUCCEEDED"
    assert any("Unable to upload cache" in line and "AccessDenied" in line for line in log)


def _network(sandbox: Any, account: str, *, leads_out: bool = True) -> dict[str, Any]:
    """A VPC with a subnet and a group of an account; a way out is a route to a NAT gateway."""
    ec2 = sandbox.client("ec2", account)
    vpc, subnet, group = make_network(ec2)
    if leads_out:
        gateway = ec2.create_nat_gateway(SubnetId=subnet, ConnectivityType="private")["NatGateway"]["NatGatewayId"]
        table = ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
        ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", NatGatewayId=gateway)
        ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
    if account != DEVELOPMENT:
        ec2.create_tags(Resources=[vpc, subnet, group], Tags=[{"Key": "sandbox:shared", "Value": "organisation"}])
    return {"vpcId": vpc, "subnets": [subnet], "securityGroupIds": [group]}


def _joining(place: str) -> dict[str, Any]:
    """What a role needs for an interface in subnets and behind groups of `place`, an account or *."""
    owned = [f"arn:aws:ec2:us-east-1:{place}:{kind}/*" for kind in ("subnet", "security-group")]
    interface = f"arn:aws:ec2:us-east-1:{DEVELOPMENT}:network-interface/*"
    actions = ["ec2:CreateNetworkInterface", "ec2:CreateNetworkInterfacePermission"]
    return {"Effect": "Allow", "Action": actions, "Resource": [interface, *owned]}


def test_a_shared_subnet_is_a_resource_of_the_account_that_shares_it(builds: Builds) -> None:
    shared = _network(builds.sandbox, HUB)
    own_only = builds.project(INSTALLING, _joining(DEVELOPMENT), vpcConfig=shared)
    anybodys = builds.project(INSTALLING, _joining("*"), vpcConfig=shared)
    refused = builds.run(own_only)[0]
    context = next(phase for phase in refused["phases"] if phase["phaseType"] == "PROVISIONING")["contexts"][0]
    assert context["statusCode"] == "VPC_CLIENT_ERROR"
    assert f"ec2:us-east-1:{HUB}:subnet/{shared['subnets'][0]}" in context["message"]
    assert builds.run(anybodys)[0]["buildStatus"] == "SUCCEEDED"


def test_a_subnet_outside_the_organisation_is_not_there(builds: Builds) -> None:
    place = _network(builds.sandbox, OUTSIDER)
    with pytest.raises(builds.client.exceptions.InvalidInputException, match=f"{place['vpcId']}' does not exist"):
        builds.project(INSTALLING, _joining("*"), vpcConfig=place)


def test_without_a_route_to_the_internet_only_a_private_index_answers(builds: Builds) -> None:
    closed = _network(builds.sandbox, DEVELOPMENT, leads_out=False)
    public = builds.project(INSTALLING, _joining("*"), vpcConfig=closed)
    build, log = builds.run(public)
    assert build["buildStatus"] == "FAILED"
    assert any("connection to https://pypi.org/ timed out" in line for line in log)
    own = INSTALLING.replace(
        "phases:", "env:\n  variables:\n    PIP_INDEX_URL: https://index.example.com/simple\nphases:"
    )
    assert builds.run(builds.project(own, _joining("*"), vpcConfig=closed))[0]["buildStatus"] == "SUCCEEDED"


def test_an_account_that_may_run_one_build_refuses_the_second(make_sandbox: Callable[..., Any]) -> None:
    few = Builds(make_sandbox(SANDBOX_BUILD_LIMIT="1"))
    name = few.project(SLEEPING)
    first = few.client.start_build(projectName=name)["build"]["id"]
    with pytest.raises(few.client.exceptions.AccountLimitExceededException) as refused:
        few.client.start_build(projectName=name)
    assert "Cannot have more than 1 builds in queue for the account" in str(refused.value)
    few.client.stop_build(id=first)


def test_a_pipeline_shows_the_limit_that_stopped_its_build(make_sandbox: Callable[..., Any], tmp_path: Path) -> None:
    project = PipelineProject(make_sandbox(SANDBOX_BUILD_LIMIT="0"), tmp_path)
    project.create_pipeline()
    commit = project.push("hello")
    project.client("codepipeline").start_pipeline_execution(name=project.name)
    assert commit
    listed = project.client("codepipeline").list_action_executions

    def failed() -> list[dict[str, Any]]:
        found = listed(pipelineName=project.name)["actionExecutionDetails"]
        return [detail for detail in found if detail["actionName"] == "Build" and detail["status"] == "Failed"]

    said = until(failed)[0]["output"]["executionResult"]["externalExecutionSummary"]
    assert said.startswith("Error calling startBuild: Cannot have more than 0 builds in queue for the account")
    assert "AccountLimitExceededException" in said


@pytest.mark.parametrize("version", ["3.12", "3.x", "latest", "3.10"])
def test_a_runtime_of_the_image_can_be_selected(builds: Builds, version: str) -> None:
    assert builds.run(_selecting(builds, version))[0]["buildStatus"] == "SUCCEEDED"


def test_a_runtime_that_the_image_lacks_stops_the_build_with_those_that_it_has(builds: Builds) -> None:
    ended, _ = builds.run(_selecting(builds, "3.8"))
    contexts = [context for phase in ended["phases"] for context in phase.get("contexts", [])]
    context = next(context for context in contexts if context["statusCode"])
    assert ended["buildStatus"] == "FAILED"
    assert context["statusCode"] == "YAML_FILE_ERROR"
    assert context["message"] == (
        "Unknown runtime version named '3.8' of python. "
        "This build image has the following versions: 3.10, 3.11, 3.12, 3.13, 3.14"
    )


def _selecting(builds: Builds, version: str) -> str:
    install = f"  install:\n    runtime-versions:\n      python: {version}\n"
    buildspec = f"version: 0.2\nphases:\n{install}  build:\n    commands:\n      - echo done\n"
    return builds.project(buildspec, image="aws/codebuild/amazonlinux-x86_64-standard:6.0")


def test_a_log_that_is_larger_than_a_batch_of_events_is_whole(builds: Builds) -> None:
    """CloudWatch Logs takes a mebibyte at once: here are more than two in a moment, and a line as long as a batch."""
    numbered = "for i in $(seq 220); do head -c 10000 /dev/zero | tr '\\0' x; echo $i; done"
    lines = f"{numbered}; head -c 1100000 /dev/zero | tr '\\0' y"
    buildspec = f"version: 0.2\nphases:\n  build:\n    commands:\n      - |\n        {lines}\n"
    log = builds.run(builds.project(buildspec))[1]
    assert [line[10000:] for line in log if line.startswith("xxx")] == [str(number) for number in range(1, 221)]
    assert [set(line) for line in log if line.startswith("yyy")] == [{"y"}]
