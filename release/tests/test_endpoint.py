"""The template of an endpoint, for every type and every way to shift traffic."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from deployment import endpoint as written
from deployment.choices import Choices, Scaling
from deployment.machines import instances
from deployment.settings import EndpointType, Traffic

EVERY = [
    (endpoint, traffic)
    for endpoint in EndpointType
    for traffic in Traffic
    if endpoint is not EndpointType.SERVERLESS or traffic is Traffic.ALL_AT_ONCE
]


CONTAINER = {
    "Image": "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:3.2-0",
    "ModelDataUrl": "s3://sagemaker-p-abc123def456-0a1b2c3d/releases/0a/model.tar.gz",
    "Environment": {"SAGEMAKER_PROGRAM": "inference.py"},
}


def template(endpoint, traffic, **choices):
    return written.template(written.Served(endpoint, traffic, Choices(**choices), CONTAINER))


def properties(endpoint, traffic, name):
    return template(endpoint, traffic)["Resources"][name]["Properties"]


def lint(*files):
    """What cfn-lint finds, by file: one run, because starting it takes longer than reading a template."""
    linter = Path(sys.executable).with_name("cfn-lint")
    regions = ["--regions", "us-east-1", "eu-west-1", "ap-southeast-1"]
    command = [linter, *regions, "--format", "json", "--", *files]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.stderr == ""
    found = [(Path(each["Filename"]).stem, each["Message"]) for each in json.loads(ended.stdout)]
    assert bool(found) == bool(ended.returncode)
    return found


def test_cloudformation_would_accept_every_template(tmp_path):
    for endpoint, traffic in EVERY:
        file = tmp_path / f"{endpoint.value} {traffic.value}.json"
        file.write_text(json.dumps(template(endpoint, traffic)))
    broken = template(EndpointType.REAL_TIME, Traffic.CANARY)
    del broken["Resources"]["Endpoint"]["Properties"]["EndpointConfigName"]
    (tmp_path / "broken.json").write_text(json.dumps(broken))
    files = sorted(tmp_path.glob("*.json"))
    assert len(files) == len(EVERY) + 1
    assert lint(*files) == [("broken", "'EndpointConfigName' is a required property")]


@pytest.mark.parametrize(("endpoint", "traffic"), EVERY)
def test_nothing_that_sagemaker_replaces_has_a_fixed_name(endpoint, traffic):
    assert "EndpointConfigName" not in properties(endpoint, traffic, "Configuration")
    assert "ModelName" not in properties(endpoint, traffic, "Model")


@pytest.mark.parametrize(("endpoint", "traffic"), EVERY)
def test_only_alarms_on_the_new_fleet_roll_back(endpoint, traffic):
    resources = template(endpoint, traffic)["Resources"]
    rollback = resources["Endpoint"]["Properties"]["DeploymentConfig"]["AutoRollbackConfiguration"]["Alarms"]
    watching = {alarm["AlarmName"]["Ref"] for alarm in rollback}
    alarms = {name: body["Properties"] for name, body in resources.items() if body["Type"].endswith("::Alarm")}
    fleets = {name for name, alarm in alarms.items() if "EndpointConfigName" in dimensions(alarm)}
    assert watching == fleets != set()


@pytest.mark.parametrize(("endpoint", "traffic"), EVERY)
def test_every_fleet_has_alarms_of_its_own(endpoint, traffic):
    alarm = properties(endpoint, traffic, "ErrorAlarm")
    configuration = {"Fn::GetAtt": ["Configuration", "EndpointConfigName"]}
    assert dimensions(alarm)["EndpointConfigName"] == configuration
    # A name of its own: an alarm that is only changed keeps the state of the fleet before.
    assert alarm["AlarmName"] == {"Fn::Sub": "${Configuration.EndpointConfigName}-errors"}


def test_failures_of_an_asynchronous_endpoint_are_counted_where_sagemaker_counts_them():
    failures = properties(EndpointType.ASYNCHRONOUS, Traffic.CANARY, "FailureAlarm")
    waiting = properties(EndpointType.ASYNCHRONOUS, Traffic.CANARY, "QueueAlarm")
    assert list(dimensions(failures)) == ["EndpointName", "VariantName"]
    assert list(dimensions(waiting)) == ["EndpointName"]


@pytest.mark.parametrize(("endpoint", "traffic"), EVERY)
def test_the_model_is_made_without_the_registry_and_says_which_version_it_is(endpoint, traffic):
    model = properties(endpoint, traffic, "Model")
    assert model["PrimaryContainer"] == CONTAINER
    assert model["Tags"] == [{"Key": "model-package", "Value": {"Ref": "ModelPackageArn"}}]


@pytest.mark.parametrize(
    ("kind", "encrypts"), [("ml.m5.large", True), ("ml.m5d.large", False), ("ml.g5.xlarge", False)]
)
def test_disks_that_encrypt_themselves_get_no_key(kind, encrypts):
    document = template(EndpointType.REAL_TIME, Traffic.CANARY, instance_type=kind)
    assert ("KmsKeyId" in document["Resources"]["Configuration"]["Properties"]) == encrypts


def test_an_update_of_production_keeps_its_instances_and_takes_the_new_data_capture():
    endpoint = properties(EndpointType.REAL_TIME, Traffic.CANARY, "Endpoint")
    assert endpoint["RetainAllVariantProperties"] == {"Fn::If": ["InProduction", True, {"Ref": "AWS::NoValue"}]}
    _, excluded, _ = endpoint["ExcludeRetainedVariantProperties"]["Fn::If"]
    assert [each["VariantPropertyType"] for each in excluded] == ["DataCaptureConfig", "DesiredWeight"]


def dimensions(alarm):
    return {each["Name"]: each["Value"] for each in alarm["Dimensions"]}


@pytest.mark.parametrize("traffic", Traffic)
def test_traffic_moves_as_asked(traffic):
    config = properties(EndpointType.REAL_TIME, traffic, "Endpoint")["DeploymentConfig"]
    routing = config.get("BlueGreenUpdatePolicy", {}).get("TrafficRoutingConfiguration", {})
    assert routing.get("Type", "ROLLING") == traffic.value.replace("-", "_").upper()
    assert ("RollingUpdatePolicy" in config) == (traffic is Traffic.ROLLING)


@pytest.mark.parametrize("traffic", Traffic)
@pytest.mark.parametrize("stage", ["staging", "production"])
def test_moving_half_of_the_traffic_takes_two_instances(traffic, stage):
    count = instances(traffic, Choices(), stage)
    assert count == (1 if (traffic, stage) == (Traffic.ALL_AT_ONCE, "staging") else 2)


def test_a_serverless_endpoint_uses_nothing_that_aws_refuses_there():
    document = template(EndpointType.SERVERLESS, Traffic.ALL_AT_ONCE)
    text = json.dumps(document)
    assert not re.search("DataCapture|InstanceType|InstanceCount|ScalableTarget|VpcConfig|NetworkIsolation", text)
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


def test_an_endpoint_with_as_many_instances_at_most_as_at_least_is_not_scaled():
    resources = template(EndpointType.REAL_TIME, Traffic.CANARY, scaling=Scaling(most_instances=2))["Resources"]
    assert not [name for name in resources if name.startswith("Scaling")]


@pytest.mark.parametrize("endpoint", [EndpointType.REAL_TIME, EndpointType.ASYNCHRONOUS])
def test_a_model_reaches_no_network_and_is_in_that_of_its_stage(endpoint):
    document = template(endpoint, Traffic.ALL_AT_ONCE)
    model = document["Resources"]["Model"]["Properties"]
    assert model["EnableNetworkIsolation"] is True
    network = {"Subnets": {"Ref": "Subnets"}, "SecurityGroupIds": {"Ref": "SecurityGroups"}}
    assert model["VpcConfig"] == {"Fn::If": ["HasNetwork", network, {"Ref": "AWS::NoValue"}]}
    assert document["Parameters"]["Subnets"]["Type"] == "CommaDelimitedList"
