"""Images that are not AWS's: the table with the commands of this machine for their programs."""

import json

import pytest

from tests.sandbox.polling import invoke
from tests.sandbox.services.sagemaker.sagemaker import SageMakerSandbox

REGISTRY = "222222222222.dkr.ecr.us-east-1.amazonaws.com"
DIGEST = f"sha256:{'0f' * 32}"
# As seedcode/abalone/container/repository_policy.py writes it.
PULL = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"]
OURS = {"StringEquals": {"aws:PrincipalOrgID": "o-sandbox0001"}}
SHARED = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": "*", "Action": PULL, "Condition": OURS}],
}
TRAIN = """
import json, sys
from pathlib import Path
home = Path(sys.argv[1])
count = len((home / "input/data/train/file").read_text().split())
chosen = json.loads((home / "input/config/hyperparameters.json").read_text())
(home / "model/number").write_text(str(count * int(chosen["factor"])))
"""
SERVE = """
import os, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.answer(b"")

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(Path(sys.argv[1], "model/number").read_bytes())

    def answer(self, text):
        self.send_response(200)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

HTTPServer(("127.0.0.1", int(os.environ["SAGEMAKER_BIND_TO_PORT"])), Handler).serve_forever()
"""


@pytest.fixture(scope="module")
def sagemaker_sandbox(sandbox, tmp_path_factory) -> SageMakerSandbox:
    """With a table in which `team/forecast` trains and serves by two programs of this machine."""
    programs = tmp_path_factory.mktemp("programs")
    commands = {}
    for purpose, program in (("train", TRAIN), ("serve", SERVE)):
        (programs / f"{purpose}.py").write_text(program)
        commands[purpose] = ["python3", str(programs / f"{purpose}.py"), "/opt/ml"]
    (sandbox.state / "images.json").write_text(json.dumps({"team/forecast": commands}))
    ecr = sandbox.client("ecr", "222222222222")
    for name in ("team/forecast", "team/other"):
        ecr.create_repository(repositoryName=name)
        ecr.set_repository_policy(repositoryName=name, policyText=json.dumps(SHARED))
    return SageMakerSandbox(sandbox, "123456789012")


def train(sagemaker_sandbox, name, image):
    data = sagemaker_sandbox.put("own/train/file", "a b c")
    request = sagemaker_sandbox.training("", {}, {"train": data.rpartition("/")[0]})
    request["AlgorithmSpecification"]["TrainingImage"] = image
    request["HyperParameters"] = {"factor": "7"}
    sagemaker_sandbox.sagemaker.create_training_job(TrainingJobName=name, **request)
    return sagemaker_sandbox.ended("training", name)


@pytest.mark.parametrize("reference", [":1.0", f"@{DIGEST}", f":1.0@{DIGEST}", ""])
def test_own_image_trains_by_its_command_however_it_is_referred_to(sagemaker_sandbox, reference):
    name = f"own-{abs(hash(reference))}"
    job = train(sagemaker_sandbox, name, f"{REGISTRY}/team/forecast{reference}")
    assert job["TrainingJobStatus"] == "Completed", job["FailureReason"]
    assert job["ModelArtifacts"]["S3ModelArtifacts"].endswith(f"{name}/output/model.tar.gz")


def test_own_image_serves_what_it_trained(sagemaker_sandbox, sandbox):
    image = f"{REGISTRY}/team/forecast@{DIGEST}"
    model = train(sagemaker_sandbox, "to-serve", image)["ModelArtifacts"]["S3ModelArtifacts"]
    container = {"Image": image, "ModelDataUrl": model}
    sagemaker_sandbox.sagemaker.create_model(
        ModelName="own", PrimaryContainer=container, ExecutionRoleArn=sagemaker_sandbox.role
    )
    variant = {
        "VariantName": "AllTraffic", "ModelName": "own", "InstanceType": "ml.m5.large", "InitialInstanceCount": 1
    }  # fmt: skip
    sagemaker_sandbox.sagemaker.create_endpoint_config(EndpointConfigName="own", ProductionVariants=[variant])
    sagemaker_sandbox.sagemaker.create_endpoint(EndpointName="own", EndpointConfigName="own")
    assert sagemaker_sandbox.rested("own")["EndpointStatus"] == "InService"
    assert invoke(sandbox.client("sagemaker-runtime", sagemaker_sandbox.account), "own") == "21"


def test_failure_reason_of_an_image_without_a_command_names_the_table(sagemaker_sandbox):
    job = train(sagemaker_sandbox, "unknown", f"{REGISTRY}/team/other@{DIGEST}")
    assert job["TrainingJobStatus"] == "Failed"
    assert "no command for train of image" in job["FailureReason"]
    assert "images.json, under team/other" in job["FailureReason"]


def test_an_image_of_another_account_is_refused_without_a_policy_of_its_repository(sagemaker_sandbox, sandbox):
    """ECR user guide, "Private repository policies": an identity's own grant is half of it."""
    sandbox.client("ecr", "222222222222").create_repository(repositoryName="team/closed")
    commands = json.loads((sandbox.state / "images.json").read_text())
    closed = commands | {"team/closed": commands["team/forecast"]}
    (sandbox.state / "images.json").write_text(json.dumps(closed))
    job = train(sagemaker_sandbox, "closed", f"{REGISTRY}/team/closed@{DIGEST}")
    assert job["TrainingJobStatus"] == "Failed"
    assert "does not have permission to pull the image" in job["FailureReason"]
    assert "by its repository's policy" in job["FailureReason"]
