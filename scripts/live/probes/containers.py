"""AWS's XGBoost image in script mode: what its pip needs, and as which endpoint it serves."""

import gzip
import io
import tarfile
from collections.abc import Mapping
from typing import Any

from scripts.live.budget import ENDPOINT, TRAINING, Cost
from scripts.live.calls import Answer
from scripts.live.fixtures import BUCKET, ROLE, allow, bucket, put, service_role, xgboost_image
from scripts.live.lab import Lab
from scripts.live.probe import Probe, Verdict, broken, undecided, verdict

TRAIN = """
from pathlib import Path

folder = Path("/opt/ml/model")
folder.mkdir(parents=True, exist_ok=True)
(folder / "number").write_text("7")
"""
SERVE = """
def model_fn(folder):
    return "7"


def transform_fn(model, body, kind, accept):
    return model, "text/csv"
"""
# As the seeds' `script_mode.py`: nothing is read from an index, and pip must not want to.
OFFLINE = {"PIP_NO_BUILD_ISOLATION": "0", "PIP_NO_INDEX": "1"}
SERVED = (
    f"{ROLE}{BUCKET}s3:PutObject sagemaker:CreateModel sagemaker:CreateEndpointConfig sagemaker:CreateEndpoint "
    "sagemaker:DescribeEndpoint "
)
MINUTES = 15


def archive(files: Mapping[str, str]) -> bytes:
    """A tar.gz of some texts, the same whenever it is made."""
    content = io.BytesIO()
    with (
        gzip.GzipFile(fileobj=content, mode="wb", mtime=0) as zipped,
        tarfile.open(fileobj=zipped, mode="w") as written,
    ):
        for name, text in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(text.encode())
            written.addfile(entry, io.BytesIO(text.encode()))
    return content.getvalue()


def _role(lab: Lab) -> str:
    """What a job or an endpoint needs: its bucket, AWS's registry, its log."""
    objects = [f"arn:{lab.place.partition}:s3:::{lab.name('data')}{path}" for path in ("", "/*")]
    permissions = (
        # Developer Guide, "Complete the prerequisites" of asynchronous inference.
        allow(["s3:GetObject", "s3:PutObject", "s3:AbortMultipartUpload", "s3:ListBucket"], objects),
        allow(["ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "logs:*"]),
        allow(["ecr:BatchCheckLayerAvailability", "cloudwatch:PutMetricData"]),
    )
    return service_role(lab, "jobs", "sagemaker", *permissions)


def ask_build_isolation(lab: Lab) -> Verdict:
    """A training in script mode whose pip may read no index, as in a network without the internet."""
    store = bucket(lab)
    role, code = _role(lab), put(lab, store, "code/sourcedir.tar.gz", archive({"train.py": TRAIN}))
    parameters = {"sagemaker_program": "train.py", "sagemaker_submit_directory": code}
    refused = lab.create_patiently(
        "sagemaker:CreateTrainingJob",
        TrainingJobName=lab.name(),
        RoleArn=role,
        AlgorithmSpecification={"TrainingImage": xgboost_image(lab), "TrainingInputMode": "File"},
        HyperParameters=parameters,
        Environment=OFFLINE,
        OutputDataConfig={"S3OutputPath": f"s3://{store}/models"},
        ResourceConfig={"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 10},
        StoppingCondition={"MaxRuntimeInSeconds": 600},
    )
    if refused:
        raise refused
    ended = lab.until("sagemaker:DescribeTrainingJob", _training_ended, TrainingJobName=lab.name())
    status = ended["TrainingJobStatus"]
    return verdict(status == "Completed", f"the training is {status} {ended.get('FailureReason', '')}".strip())


def _training_ended(answer: Answer) -> bool:
    return answer["TrainingJobStatus"] not in ("InProgress", "Stopping")


def endpoint(lab: Lab, variant: Mapping[str, Any], **configuration: Any) -> Answer:
    """An endpoint in script mode, as described when it rests."""
    store, name = bucket(lab), lab.name()
    role = _role(lab)
    model = put(lab, store, "model/model.tar.gz", archive({"number": "7", "code/inference.py": SERVE}))
    settings = {"SAGEMAKER_PROGRAM": "inference.py", "SAGEMAKER_SUBMIT_DIRECTORY": "/opt/ml/model/code", **OFFLINE}
    container = {"Image": xgboost_image(lab), "ModelDataUrl": model, "Environment": settings}
    refused = lab.create_patiently(
        "sagemaker:CreateModel", ModelName=name, ExecutionRoleArn=role, PrimaryContainer=container
    )
    if refused:
        raise refused
    variants = [{"VariantName": "AllTraffic", "ModelName": name, **variant}]
    lab.create("sagemaker:CreateEndpointConfig", EndpointConfigName=name, ProductionVariants=variants, **configuration)
    lab.create("sagemaker:CreateEndpoint", EndpointName=name, EndpointConfigName=name)
    return lab.until("sagemaker:DescribeEndpoint", _endpoint_rests, EndpointName=name)


def _endpoint_rests(answer: Answer) -> bool:
    return not answer["EndpointStatus"].endswith("ing")


def ask_serverless(lab: Lab) -> Verdict:
    """A serverless endpoint in script mode: it should not start."""
    found = endpoint(lab, {"ServerlessConfig": {"MemorySizeInMB": 2048, "MaxConcurrency": 1}})
    status = found["EndpointStatus"]
    return verdict(status == "Failed", f"the endpoint is {status} {found.get('FailureReason', '')}".strip())


def ask_dimensions(lab: Lab) -> Verdict:
    """A request to an asynchronous endpoint, and its metrics by configuration."""
    output = {"OutputConfig": {"S3OutputPath": f"s3://{lab.name('data')}/answers"}}
    found = endpoint(lab, {"InstanceType": "ml.m5.large", "InitialInstanceCount": 1}, AsyncInferenceConfig=output)
    if found["EndpointStatus"] != "InService":
        return undecided(f"the endpoint is {found['EndpointStatus']}")
    location = put(lab, lab.name("data"), "request.csv", "1,2,3\n")
    lab(
        "sagemaker-runtime:InvokeEndpointAsync",
        EndpointName=lab.name(),
        InputLocation=location,
        ContentType="text/csv",
    )
    dimension = {"Name": "EndpointConfigName", "Value": lab.name()}
    listed = lab.until(
        "cloudwatch:ListMetrics",
        lambda answer: answer["Metrics"],
        lab.pace.metrics,
        Namespace="AWS/SageMaker",
        Dimensions=[dimension],
    )
    names = sorted({metric["MetricName"] for metric in listed["Metrics"]})
    return verdict(names, f"metrics by configuration: {', '.join(names)}") if names else broken("there are no metrics")


PROBES = (
    Probe(
        14,
        "does the XGBoost image in script mode fail as a serverless endpoint?",
        ask_serverless,
        SERVED,
        Cost(ENDPOINT, MINUTES, endpoint=True),
    ),
    Probe(
        15,
        "does the image's pip read PIP_NO_BUILD_ISOLATION=0 as no isolation?",
        ask_build_isolation,
        f"{ROLE}{BUCKET}s3:PutObject sagemaker:CreateTrainingJob sagemaker:DescribeTrainingJob",
        Cost(TRAINING, MINUTES),
    ),
    Probe(
        16,
        "do asynchronous metrics have the dimension EndpointConfigName?",
        ask_dimensions,
        f"{SERVED}sagemaker-runtime:InvokeEndpointAsync cloudwatch:ListMetrics",
        Cost(ENDPOINT, 60, endpoint=True),
    ),
)
