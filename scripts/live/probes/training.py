"""SageMaker pipelines: which definitions are taken, and what steps leave for others."""

import json
from collections.abc import Sequence
from typing import Any

from scripts.live.budget import JOB, Cost
from scripts.live.calls import Answer
from scripts.live.fixtures import BUCKET, ROLE, allow, bucket, put, service_role, xgboost_image
from scripts.live.lab import Lab
from scripts.live.probe import Probe, Verdict, broken, verdict

PIPELINE = "sagemaker:CreatePipeline "
RUN = f"{ROLE}{BUCKET}{PIPELINE}s3:PutObject sagemaker:StartPipelineExecution sagemaker:DescribePipelineExecution "
STEPS = "sagemaker:ListPipelineExecutionSteps "
SENTENCE = "3 rows of 1 file"
DIGEST = "0a1b2c3d"
# SageMaker Developer Guide, "How Amazon SageMaker AI Processes ... exit message": the file output/message.
LEAVING = f"""
import json, sys
from pathlib import Path
Path("/opt/ml/output").mkdir(parents=True, exist_ok=True)
Path("/opt/ml/output/message").write_text("{SENTENCE}")
Path("/opt/ml/processing/output/facts/facts.json").write_text(json.dumps({{"rows": 3, "digest": "{DIGEST}"}}))
sys.exit(int(sys.argv[1]))
"""
MINUTES = 10
"""Of a job, its start included."""


def _permissions(lab: Lab) -> Sequence[dict[str, Any]]:
    registry = f"arn:{lab.place.partition}:ecr:*:*:repository/*"
    objects = [f"arn:{lab.place.partition}:s3:::{lab.name('data')}{path}" for path in ("", "/*")]
    return (
        allow(["s3:GetObject", "s3:PutObject", "s3:ListBucket"], objects),
        allow(["ecr:GetAuthorizationToken", "logs:*", "cloudwatch:PutMetricData"]),
        allow(["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer", "ecr:BatchCheckLayerAvailability"], [registry]),
        allow(["sagemaker:*ProcessingJob", "sagemaker:AddTags", "sagemaker:CreateModelPackage"]),
        allow(["iam:PassRole"], [lab.arn("iam", f"role/{lab.name('jobs')}", region=False)]),
    )


def make_pipeline(lab: Lab, steps: Sequence[Any], role: str, parameters: Sequence[Any] = ()) -> Verdict | None:
    """Makes a pipeline; a verdict if its definition is refused."""
    document = json.dumps({"Version": "2020-12-01", "Parameters": list(parameters), "Steps": list(steps)})
    refused = lab.create_patiently(
        "sagemaker:CreatePipeline",
        PipelineName=lab.name(),
        PipelineDefinition=document,
        RoleArn=role,
        ClientRequestToken=f"{lab.name()}-{'x' * 32}"[:40],
    )
    return broken(f"the definition is refused: {refused.message}") if refused else None


def run(lab: Lab, word: str) -> Answer:
    """An execution of the pipeline as it ended, and its steps by name."""
    token = f"{lab.name(word)}-{'x' * 32}"[:40]
    started = lab("sagemaker:StartPipelineExecution", PipelineName=lab.name(), ClientRequestToken=token)
    execution = {"PipelineExecutionArn": started["PipelineExecutionArn"]}
    ended = lab.until("sagemaker:DescribePipelineExecution", _has_ended, **execution)
    listed = lab("sagemaker:ListPipelineExecutionSteps", **execution)["PipelineExecutionSteps"]
    return {"status": ended["PipelineExecutionStatus"], **{step["StepName"]: step for step in listed}}


def _has_ended(answer: Answer) -> bool:
    return answer["PipelineExecutionStatus"] not in ("Executing", "Stopping")


def fail_step(name: str, reason: Any) -> dict[str, Any]:
    return {"Name": name, "Type": "Fail", "Arguments": {"ErrorMessage": reason}}


def condition(name: str, left: Any, then: Sequence[Any], otherwise: Sequence[Any]) -> dict[str, Any]:
    conditions = [{"Type": "GreaterThanOrEqualTo", "LeftValue": left, "RightValue": 1}]
    arguments = {"Conditions": conditions, "IfSteps": list(then), "ElseSteps": list(otherwise)}
    return {"Name": name, "Type": "Condition", "Arguments": arguments}


def _job(lab: Lab, role: str, code: str, exit_code: int) -> dict[str, Any]:
    """A step whose job leaves a sentence and a file."""
    place = f"s3://{lab.name('data')}/facts"
    inputs = {"S3Uri": code, "LocalPath": "/opt/ml/processing/input/code", "S3DataType": "S3Prefix"}
    output = {"S3Uri": place, "LocalPath": "/opt/ml/processing/output/facts", "S3UploadMode": "EndOfJob"}
    arguments = {
        "RoleArn": role,
        "AppSpecification": {
            "ImageUri": xgboost_image(lab),
            "ContainerEntrypoint": ["python3", "/opt/ml/processing/input/code/leave.py"],
            "ContainerArguments": [str(exit_code)],
        },
        "ProcessingInputs": [{"InputName": "code", "S3Input": {**inputs, "S3InputMode": "File"}}],
        "ProcessingOutputConfig": {"Outputs": [{"OutputName": "facts", "S3Output": output}]},
        "ProcessingResources": {
            "ClusterConfig": {"InstanceType": "ml.t3.medium", "InstanceCount": 1, "VolumeSizeInGB": 10}
        },
        "StoppingCondition": {"MaxRuntimeInSeconds": 600},
    }
    files = [{"PropertyFileName": "Facts", "OutputName": "facts", "FilePath": "facts.json"}]
    cache = {"Enabled": True, "ExpireAfter": "P1D"}
    return {"Name": "Leave", "Type": "Processing", "Arguments": arguments, "PropertyFiles": files, "CacheConfig": cache}


def _with_job(lab: Lab, exit_code: int = 0) -> tuple[str, dict[str, Any]]:
    bucket(lab)
    role = service_role(lab, "jobs", "sagemaker", *_permissions(lab))
    return role, _job(lab, role, put(lab, lab.name("data"), "code/leave.py", LEAVING), exit_code)


def value(path: str) -> dict[str, Any]:
    """A value of the file that the job wrote."""
    return {"Std:JsonGet": {"PropertyFile": {"Get": "Steps.Leave.PropertyFiles.Facts"}, "Path": path}}


def ask_nested_condition(lab: Lab) -> Verdict:
    """A condition in a branch of another."""
    role = service_role(lab, "jobs", "sagemaker")
    inner = condition("Inner", {"Get": "Parameters.Wanted"}, [], [fail_step("TooBad", "no")])
    outer = condition("Outer", {"Get": "Parameters.Wanted"}, [inner], [])
    wanted = {"Name": "Wanted", "Type": "Float", "DefaultValue": 1.0}
    return make_pipeline(lab, [outer], role, [wanted]) or verdict(
        held := True, "the definition is taken" if held else ""
    )


def ask_exit_message(lab: Lab) -> Verdict:
    """The gate closes with what the job said, also when the second execution takes the job from the cache."""
    role, job = _with_job(lab)
    stop = fail_step("Stop", {"Get": "Steps.Leave.ExitMessage"})
    refused = make_pipeline(
        lab, [job, condition("Gate", {"Std:JsonGet": value("rows")["Std:JsonGet"]}, [stop], [])], role
    )
    if refused:
        return refused
    for word in ("first", "second"):
        steps = run(lab, word)
        reason = steps.get("Stop", {}).get("FailureReason", "")
        if SENTENCE not in reason:
            return broken(f"the {word} execution is {steps['status']} with the reason {reason or 'none'}")
        cached = "CacheHitResult" in steps["Leave"]
    return verdict(
        cached, f"both executions have the sentence, the second {'from the cache' if cached else 'uncached'}"
    )


def ask_json_get(lab: Lab) -> Verdict:
    """A version is registered with a value of a file, which is no condition."""
    role, job = _with_job(lab)
    lab.create("sagemaker:CreateModelPackageGroup", ModelPackageGroupName=lab.name())
    arguments = {
        "ModelPackageGroupName": lab.name(),
        "ModelApprovalStatus": "PendingManualApproval",
        "InferenceSpecification": {
            "Containers": [{"Image": xgboost_image(lab)}],
            "SupportedContentTypes": ["text/csv"],
            "SupportedResponseMIMETypes": ["text/csv"],
        },
        "CustomerMetadataProperties": {"digest": value("digest")},
    }
    register = {"Name": "Register", "Type": "RegisterModel", "Arguments": arguments}
    refused = make_pipeline(lab, [job, register], role)
    if refused:
        return refused
    steps = run(lab, "first")
    if steps["status"] != "Succeeded":
        return broken(f"the execution is {steps['status']}: {steps.get('Register', {}).get('FailureReason', '')}")
    version = steps["Register"]["Metadata"]["RegisterModel"]["Arn"]
    found = lab("sagemaker:DescribeModelPackage", ModelPackageName=version)["CustomerMetadataProperties"]
    return verdict(
        found.get("digest") == DIGEST,
        "the version has the file's value" if found.get("digest") == DIGEST else "the version has another value",
    )


def ask_failure_reason(lab: Lab) -> Verdict:
    """A job that leaves a sentence and fails."""
    role, job = _with_job(lab, exit_code=3)
    refused = make_pipeline(lab, [job], role)
    if refused:
        return refused
    steps = run(lab, "first")
    reason = steps["Leave"].get("FailureReason", "")
    if not reason:
        return broken(f"the step is {steps['Leave']['StepStatus']} and has no reason")
    return verdict(SENTENCE not in reason, f"the reason is {'with' if SENTENCE in reason else 'without'} the sentence")


def ask_enumerated_values(lab: Lab) -> Verdict:
    """A start with a value that the definition does not list; the only step would fail at once."""
    role = service_role(lab, "jobs", "sagemaker")
    listed = {"Name": "Instance", "Type": "String", "DefaultValue": "ml.m5.large", "EnumValues": ["ml.m5.large"]}
    refused = make_pipeline(lab, [fail_step("Stop", {"Get": "Parameters.Instance"})], role, [listed])
    if refused:
        return refused
    found = lab.refusal(
        "sagemaker:StartPipelineExecution",
        PipelineName=lab.name(),
        PipelineParameters=[{"Name": "Instance", "Value": "ml.g5.xlarge"}],
        ClientRequestToken=f"{lab.name('start')}-{'x' * 32}"[:40],
    )
    return verdict(found, f"refused: {found.code}: {found.message}" if found else "the execution was started")


JOBS = Cost(JOB, MINUTES)
PROBES = (
    Probe(9, "may a condition be in a branch of another?", ask_nested_condition, f"{ROLE}{PIPELINE}"),
    Probe(
        10,
        "can the exit message of a job, also of a cached one, be referenced?",
        ask_exit_message,
        f"{RUN}{STEPS}",
        JOBS,
    ),
    Probe(
        11,
        "does JsonGet work outside of conditions?",
        ask_json_get,
        f"{RUN}{STEPS}sagemaker:CreateModelPackageGroup sagemaker:DescribeModelPackage",
        JOBS,
    ),
    Probe(12, "is a failed step's reason without the exit message?", ask_failure_reason, f"{RUN}{STEPS}", JOBS),
    Probe(
        34,
        "is a start with a value that is not listed refused?",
        ask_enumerated_values,
        f"{ROLE}{PIPELINE}sagemaker:StartPipelineExecution",
    ),
)
