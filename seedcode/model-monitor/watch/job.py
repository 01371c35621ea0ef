"""The processing job, in AWS's scikit-learn image as it is: nothing is installed, and it reaches no network."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from watch import store
from watch.settings import Settings, WatchError

VERSION = "1.9-0-cpu-py3"  # supported until 16 July 2027: AWS, support policy of the scikit-learn image
MACHINE = "ml.m5.large"
PLACE = "/opt/ml/processing"
FINISHED = ("Completed", "Failed", "Stopped")
HOUR = 3600


@dataclass(frozen=True)
class Inputs:
    """S3 URIs. `labels` is None while there are none: a job fails for an empty folder."""

    code: str
    baseline: str
    captured: str
    labels: str | None


def image(region: str) -> str:
    """AWS keeps the image in an account of its own in each region: SageMaker AI, "Docker registry paths"."""
    accounts = json.loads((Path(__file__).parent / "registries.json").read_text(encoding="utf-8"))
    if region not in accounts:
        raise WatchError(f"AWS has no scikit-learn image in {region}")
    suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return f"{accounts[region]}.dkr.ecr.{region}.{suffix}/sagemaker-scikit-learn:{VERSION}"


def captured_manifest(s3: Any, settings: Settings, days: float, now: datetime, name: str) -> str:
    """The S3 URI of a list of the files that were captured in the period: a job reads no older ones.

    SageMaker API Reference, S3DataSource: a manifest is a JSON list that begins with the prefix of its keys.
    """
    bucket, _ = store.split(settings.captured_uri)
    since = now - timedelta(days=days)
    keys = [key for key, changed in store.keys_below(s3, settings.captured_uri) if changed >= since]
    if not keys:
        period = f"since {since:%Y-%m-%d %H:%M} UTC"
        raise WatchError(f"nothing was captured below {settings.captured_uri} {period}: is data capture on?")
    uri = f"s3://{settings.artifact_bucket}/code/manifests/{name}.json"
    store.write(s3, uri, json.dumps([{"prefix": f"s3://{bucket}/"}, *sorted(keys)]).encode())
    return uri


def request(settings: Settings, name: str, inputs: Inputs, report: str) -> dict[str, Any]:
    given = {"code": inputs.code, "baseline": inputs.baseline, "labels": inputs.labels}
    sources = [_input(key, uri, "S3Prefix") for key, uri in given.items() if uri]
    output = {"S3Uri": report, "LocalPath": f"{PLACE}/output/report", "S3UploadMode": "EndOfJob"}
    network = {"VpcConfig": settings.network} if settings.network else {}
    return {
        "ProcessingJobName": name,
        "RoleArn": settings.job_role_arn,
        "AppSpecification": {
            "ImageUri": image(settings.aws_region),
            "ContainerEntrypoint": ["python3", f"{PLACE}/input/code/monitor.py"],
        },
        "ProcessingInputs": [*sources, _input("captured", inputs.captured, "ManifestFile")],
        "ProcessingOutputConfig": {
            "KmsKeyId": settings.kms_key_arn,
            "Outputs": [{"OutputName": "report", "S3Output": output}],
        },
        "ProcessingResources": {
            "ClusterConfig": {
                "InstanceType": MACHINE,
                "InstanceCount": 1,
                "VolumeSizeInGB": 30,
                "VolumeKmsKeyId": settings.kms_key_arn,
            }
        },
        "NetworkConfig": {"EnableNetworkIsolation": True, **network},
        "StoppingCondition": {"MaxRuntimeInSeconds": HOUR},
        "Environment": {"OMP_NUM_THREADS": "1"},
        "Tags": settings.tags,
    }


def _input(name: str, uri: str, kind: str) -> dict[str, Any]:
    source = {"S3Uri": uri, "LocalPath": f"{PLACE}/input/{name}", "S3DataType": kind, "S3InputMode": "File"}
    return {"InputName": name, "S3Input": source}


def finish(sagemaker: Any, name: str, sleep: Callable[[float], Any] = time.sleep) -> None:
    """Wait for the job. Raises WatchError with what the job says."""
    while (found := sagemaker.describe_processing_job(ProcessingJobName=name))["ProcessingJobStatus"] not in FINISHED:
        sleep(5)
    if found["ProcessingJobStatus"] != "Completed":
        raise WatchError(found.get("ExitMessage") or found.get("FailureReason") or f"the job {name} was stopped")
