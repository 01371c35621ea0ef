"""The template of an endpoint, for every type and every way to shift traffic."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.endpoint import template
from deploy.settings import EndpointType, Traffic
from deploy.traffic import instances

EVERY = [
    (endpoint, traffic)
    for endpoint in EndpointType
    for traffic in Traffic
    if endpoint is not EndpointType.SERVERLESS or traffic is Traffic.ALL_AT_ONCE
]


def properties(endpoint, traffic, name):
    return template(endpoint, traffic)["Resources"][name]["Properties"]


@pytest.mark.parametrize(("endpoint", "traffic"), EVERY)
def test_cloudformation_would_accept_it(endpoint, traffic, tmp_path):
    file = tmp_path / "endpoint.json"
    file.write_text(json.dumps(template(endpoint, traffic)))
    linter = Path(sys.executable).with_name("cfn-lint")
    command = [linter, "--regions", "us-east-1", "eu-west-1", "ap-southeast-1", "--", file]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stdout) == (0, "")


@pytest.mark.parametrize(("endpoint", "traffic"), EVERY)
def test_nothing_that_sagemaker_replaces_has_a_fixed_name(endpoint, traffic):
    assert "EndpointConfigName" not in properties(endpoint, traffic, "Configuration")
    assert "ModelName" not in properties(endpoint, traffic, "Model")


@pytest.mark.parametrize(("endpoint", "traffic"), EVERY)
def test_every_alarm_of_the_stack_rolls_back(endpoint, traffic):
    resources = template(endpoint, traffic)["Resources"]
    alarms = {name for name, body in resources.items() if body["Type"] == "AWS::CloudWatch::Alarm"}
    rollback = resources["Endpoint"]["Properties"]["DeploymentConfig"]["AutoRollbackConfiguration"]["Alarms"]
    assert {alarm["AlarmName"]["Ref"] for alarm in rollback} == alarms
    assert len(alarms) == 2


@pytest.mark.parametrize("traffic", Traffic)
def test_traffic_moves_as_asked(traffic):
    config = properties(EndpointType.REAL_TIME, traffic, "Endpoint")["DeploymentConfig"]
    routing = config.get("BlueGreenUpdatePolicy", {}).get("TrafficRoutingConfiguration", {})
    assert routing.get("Type", "ROLLING") == traffic.value.replace("-", "_").upper()
    assert ("RollingUpdatePolicy" in config) == (traffic is Traffic.ROLLING)


@pytest.mark.parametrize("traffic", Traffic)
@pytest.mark.parametrize("stage", ["staging", "production"])
def test_moving_half_of_the_traffic_takes_two_instances(traffic, stage):
    count = instances(EndpointType.REAL_TIME, traffic, stage)
    assert count == (1 if (traffic, stage) == (Traffic.ALL_AT_ONCE, "staging") else 2)


def test_a_serverless_endpoint_uses_nothing_that_aws_refuses_there():
    document = template(EndpointType.SERVERLESS, Traffic.ALL_AT_ONCE)
    text = json.dumps(document)
    assert not re.search("DataCapture|InstanceType|InstanceCount|ScalableTarget|VpcConfig", text)
    variant = document["Resources"]["Configuration"]["Properties"]["ProductionVariants"][0]
    assert variant["ServerlessConfig"] == {"MemorySizeInMB": 2048, "MaxConcurrency": 10}


def test_data_is_captured_only_where_a_share_is_asked_for():
    document = template(EndpointType.REAL_TIME, Traffic.CANARY)
    condition, settings, nothing = document["Resources"]["Configuration"]["Properties"]["DataCaptureConfig"]["Fn::If"]
    assert document["Conditions"][condition] == {"Fn::Not": [{"Fn::Equals": [{"Ref": "DataCapturePercentage"}, 0]}]}
    assert settings["DestinationS3Uri"] == {"Fn::Sub": "${Place}/capture"}
    assert nothing == {"Ref": "AWS::NoValue"}


def test_scaling_waits_for_the_endpoint():
    resources = template(EndpointType.ASYNCHRONOUS, Traffic.ALL_AT_ONCE)["Resources"]
    assert resources["Scaling"]["DependsOn"] == "Endpoint"
