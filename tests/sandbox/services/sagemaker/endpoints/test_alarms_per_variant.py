"""The endpoint's own template in a stack: a broken production can be repaired, and a bad model does not get in."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from tests.sandbox.conftest import Sandbox
from tests.sandbox.polling import Poll, invoke
from tests.sandbox.services.sagemaker.sagemaker import IMAGE, INFERENCE, SageMakerSandbox, archive

ROOT = Path(__file__).parents[5]
RELEASE, SEED = ROOT / "release", ROOT / "seedcode" / "model-deploy"
WRITE = """
import json, sys
from deployment.choices import Choices
from deployment.endpoint import Served, template
from deployment.settings import EndpointType, Traffic
print(json.dumps(template(Served(EndpointType.REAL_TIME, Traffic.CANARY, Choices(), json.loads(sys.argv[1])))))
"""
LINEAGE = ("ModelPackageArn", "ModelVersion", "ModelDigest", "SourceCommit", "PipelineExecutionId")


class Stack:
    """What the deploying pipeline does to a stage: the template for one model, with the stage's parameters."""

    def __init__(self, sandbox: Sandbox, sagemaker_sandbox: SageMakerSandbox, name: str) -> None:
        self.sandbox, self.sagemaker_sandbox, self.name = sandbox, sagemaker_sandbox, name

    def template(self, number: str) -> dict:
        files = archive({"number": number, "code/inference.py": INFERENCE})
        uri = self.sagemaker_sandbox.put(f"models/{self.name}-{number}/model.tar.gz", files)
        container = {"Image": IMAGE, "ModelDataUrl": uri, "Environment": {"SAGEMAKER_PROGRAM": "inference.py"}}
        command = [sys.executable, "-c", WRITE, json.dumps(container)]
        return json.loads(subprocess.run(command, cwd=RELEASE, capture_output=True, text=True, check=True).stdout)

    def parameters(self, number: str) -> list[dict[str, str]]:
        values = {
            **dict.fromkeys(LINEAGE, number),
            "Stage": "production",
            "EndpointName": self.name,
            "ExecutionRoleArn": self.sagemaker_sandbox.role,
            "InstanceType": "ml.m5.large",
            "InstanceCount": "2",
            "KmsKeyArn": self.sandbox.client("kms").create_key()["KeyMetadata"]["Arn"],
            "Place": f"s3://{self.sagemaker_sandbox.bucket}/{self.name}",
            "DataCapturePercentage": "0",
            "Subnets": "none",
            "SecurityGroups": "none",
        }
        return [{"ParameterKey": key, "ParameterValue": value} for key, value in values.items()]

    def create(self, number: str) -> str:
        return self.sandbox.deploy(self.name, self.template(number), Parameters=self.parameters(number))["StackStatus"]

    def update(self, number: str) -> str:
        return self.sandbox.update(self.name, self.template(number), Parameters=self.parameters(number))["StackStatus"]


@pytest.fixture(scope="module")
def quick(tmp_path_factory) -> Sandbox:
    started = Sandbox(tmp_path_factory.mktemp("fleets"))
    assert started.run("start").returncode == 0
    yield started
    started.run("stop")


@pytest.fixture(scope="module")
def sagemaker_sandbox(quick: Sandbox) -> SageMakerSandbox:
    return SageMakerSandbox(quick)


@pytest.fixture(scope="module")
def runtime(quick: Sandbox, sagemaker_sandbox: SageMakerSandbox):
    return quick.client("sagemaker-runtime", sagemaker_sandbox.account)


PROVE = """
import sys
from pathlib import Path
import boto3
from deploy.identity import is_the_prepared_model
print(is_the_prepared_model(boto3.client("sagemaker"), sys.argv[1], Path(sys.argv[2])))
"""


def proof(stack: Stack, folder: Path, template: dict) -> str:
    """What the test build finds out about the endpoint after a deployment of that template."""
    (folder / "endpoint.json").write_text(json.dumps(template))
    keys = stack.sandbox.root(stack.sagemaker_sandbox.account)
    environment = {
        "AWS_ENDPOINT_URL": stack.sandbox.endpoint,
        "AWS_ACCESS_KEY_ID": keys["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": keys["SecretAccessKey"],
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    command = [sys.executable, "-c", PROVE, stack.name, str(folder)]
    ended = subprocess.run(command, cwd=SEED, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_a_rollback_that_the_stack_takes_for_success_is_found_out_by_the_test(tmp_path, tmp_path_factory):
    """hashicorp/terraform-provider-aws#48997, #46663: in service again, with the old configuration."""
    silent = Sandbox(tmp_path_factory.mktemp("silent"), SANDBOX_SILENT_ROLLBACK="yes")
    assert silent.run("start").returncode == 0
    try:
        stack = Stack(silent, SageMakerSandbox(silent), "silent")
        assert stack.create("1") == "CREATE_COMPLETE", silent.failures("silent")
        assert proof(stack, tmp_path, stack.template("1")).startswith("ok")
        runtime = silent.client("sagemaker-runtime", stack.sagemaker_sandbox.account)
        with Poll(runtime, "silent"):
            assert stack.update("broken") == "UPDATE_COMPLETE"
        assert invoke(runtime, "silent") == "1\n"
        result = proof(stack, tmp_path, stack.template("broken"))
    finally:
        silent.run("stop")
    assert result.startswith("FAILED  silent does not serve the model that was deployed: ModelDataUrl is None, not ")
    assert "went into ALARM state" in result


def state_of(sandbox: Sandbox, name: str) -> str:
    alarms = sandbox.client("cloudwatch").describe_alarms(AlarmNamePrefix=name)["MetricAlarms"]
    return next(alarm["StateValue"] for alarm in alarms if alarm["AlarmName"].endswith("-errors"))


def test_a_production_that_answers_with_errors_lets_a_good_model_in(quick, sagemaker_sandbox, runtime):
    stack = Stack(quick, sagemaker_sandbox, "repaired")
    assert stack.create("broken") == "CREATE_COMPLETE", quick.failures("repaired")
    with Poll(runtime, "repaired") as poll:
        deadline = time.monotonic() + 30
        while state_of(quick, "repaired") != "ALARM":
            assert time.monotonic() < deadline, "production answers with errors, and no alarm goes off"
            time.sleep(0.1)
        assert stack.update("7") == "UPDATE_COMPLETE", quick.failures("repaired")
        time.sleep(0.3)
    assert invoke(runtime, "repaired") == "7\n"
    assert poll.failures != []
    assert poll.answers[-1] == "7"


def test_a_model_that_answers_with_errors_does_not_get_in(quick, sagemaker_sandbox, runtime):
    stack = Stack(quick, sagemaker_sandbox, "defended")
    assert stack.create("1") == "CREATE_COMPLETE", quick.failures("defended")
    with Poll(runtime, "defended"):
        assert stack.update("broken") == "UPDATE_ROLLBACK_COMPLETE"
    assert invoke(runtime, "defended") == "1\n"
    assert any("-errors went into ALARM" in reason for reason in quick.failures("defended"))


def test_an_alarm_on_the_whole_endpoint_would_end_the_deployment_that_repairs_it(quick, sagemaker_sandbox, runtime):
    """SageMaker developer guide, "Auto-Rollback Configuration and Monitoring", the note on both fleets."""
    stack = Stack(quick, sagemaker_sandbox, "unrepaired")
    both = stack.template("broken")
    good = stack.template("7")
    for template in (both, good):
        alarm = template["Resources"]["ErrorAlarm"]["Properties"]
        alarm["Dimensions"] = [
            dimension for dimension in alarm["Dimensions"] if dimension["Name"] != "EndpointConfigName"
        ]
        alarm["AlarmName"] = "both-fleets"
    parameters = stack.parameters("1")
    assert quick.deploy("unrepaired", both, Parameters=parameters)["StackStatus"] == "CREATE_COMPLETE"
    with Poll(runtime, "unrepaired"):
        time.sleep(2)
        assert quick.update("unrepaired", good, Parameters=parameters)["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    with pytest.raises(ClientError, match=r"Received server error \(500\)"):
        invoke(runtime, "unrepaired")


def test_a_scaled_production_keeps_its_instances_when_a_model_changes(quick, sagemaker_sandbox):
    stack = Stack(quick, sagemaker_sandbox, "scaled")
    assert stack.create("1") == "CREATE_COMPLETE", quick.failures("scaled")
    sagemaker_sandbox.sagemaker.update_endpoint_weights_and_capacities(
        EndpointName="scaled", DesiredWeightsAndCapacities=[{"VariantName": "AllTraffic", "DesiredInstanceCount": 4}]
    )
    assert stack.update("2") == "UPDATE_COMPLETE", quick.failures("scaled")
    (variant,) = sagemaker_sandbox.sagemaker.describe_endpoint(EndpointName="scaled")["ProductionVariants"]
    assert variant["DesiredInstanceCount"] == 4


def test_another_instance_type_is_refused_while_the_variant_is_a_scalable_target(quick, sagemaker_sandbox):
    stack = Stack(quick, sagemaker_sandbox, "stuck")
    parameters = stack.parameters("1")
    template = stack.template("1")
    assert quick.deploy("stuck", template, Parameters=parameters)["StackStatus"] == "CREATE_COMPLETE"
    other = [
        parameter | {"ParameterValue": "ml.m5.xlarge"} if parameter["ParameterKey"] == "InstanceType" else parameter
        for parameter in parameters
    ]
    assert quick.update("stuck", template, Parameters=other)["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert any("configured as scalable targets" in reason for reason in quick.failures("stuck"))
    # The README's way: without scaling, then with the other type.
    for name in ("Scaling", "ScalingPolicy"):
        del template["Resources"][name]
    assert quick.update("stuck", template, Parameters=parameters)["StackStatus"] == "UPDATE_COMPLETE"
    assert quick.update("stuck", template, Parameters=other)["StackStatus"] == "UPDATE_COMPLETE"


def test_alarms_that_the_execution_role_may_not_look_at_are_refused(quick, sagemaker_sandbox):
    blind = sagemaker_sandbox.make_role("blind", ["s3:*", "logs:*", "ecr:*"])
    stack = Stack(quick, sagemaker_sandbox, "blind")
    parameters = [
        parameter | {"ParameterValue": blind} if parameter["ParameterKey"] == "ExecutionRoleArn" else parameter
        for parameter in stack.parameters("1")
    ]
    assert quick.deploy("blind", stack.template("1"), Parameters=parameters)["StackStatus"] == "CREATE_COMPLETE"
    assert (
        quick.update("blind", stack.template("2"), Parameters=parameters)["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    )
    assert any("perform: cloudwatch:DescribeAlarms" in reason for reason in quick.failures("blind"))


@pytest.mark.parametrize(
    "lacking",
    [
        "application-autoscaling:DescribeScheduledActions",
        "cloudwatch:GetMetricData",
        "sagemaker:UpdateEndpointWeightsAndCapacities",
    ],
)
def test_the_stacks_role_needs_the_permissions_of_handlers_and_of_auto_scaling(quick, sagemaker_sandbox, lacking):
    """cfn-lint's resource schemas, handlers; "Permissions validation for Application Auto Scaling API calls"."""
    name = f"lacks-{lacking.rpartition(':')[2].lower()[:20]}"
    role = sagemaker_sandbox.make_role(name, ["*"], "cloudformation.amazonaws.com")
    deny = {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": lacking, "Resource": "*"}]}
    quick.client("iam").put_role_policy(RoleName=name, PolicyName="deny", PolicyDocument=json.dumps(deny))
    stack = Stack(quick, sagemaker_sandbox, name)
    made = quick.deploy(name, stack.template("1"), Parameters=stack.parameters("1"), RoleARN=role)
    assert made["StackStatus"] == "ROLLBACK_COMPLETE"
    assert any(f"perform: {lacking} " in reason for reason in quick.failures(name))


def test_a_key_is_refused_for_disks_that_encrypt_themselves(sagemaker_sandbox):
    """SageMaker API reference, CreateEndpointConfig, KmsKeyId; ResourceConfig, VolumeKmsKeyId."""
    for kind in ("ml.m5d.large", "ml.g5.xlarge", "ml.g4dn.xlarge", "ml.p4d.24xlarge"):
        name, one = f"disks-{kind.replace('.', '-')}", {"InstanceType": kind, "InitialInstanceCount": 1}
        with pytest.raises(ClientError, match=f"local storage: {kind}"):
            sagemaker_sandbox.configuration(name, "1", kind=one, KmsKeyId="alias/any")
    job = sagemaker_sandbox.training("", {}, {"train": f"s3://{sagemaker_sandbox.bucket}/data"})
    job["ResourceConfig"] |= {"InstanceType": "ml.r5d.large", "VolumeKmsKeyId": "alias/any"}
    with pytest.raises(ClientError, match=r"VolumeKmsKeyId cannot be specified .* ml.r5d.large"):
        sagemaker_sandbox.sagemaker.create_training_job(TrainingJobName="disks", **job)
