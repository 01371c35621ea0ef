"""One step of an execution: the call of SageMaker that it is made of, as the pipeline's role, and its retries."""

import secrets
import time
from typing import Any, NamedTuple

from botocore import xform_name
from botocore.exceptions import ClientError, ParamValidationError
from ministack.core.responses import get_account_id

from sandbox.api import loopback
from sandbox.api.loopback import Credentials
from sandbox.api.types import Record
from sandbox.machine.clock import scaled
from sandbox.services.sagemaker.containers.failure import JobError
from sandbox.services.sagemaker.jobs import job
from sandbox.services.sagemaker.pipelines.shapes import RetryPolicy, Step
from sandbox.services.sagemaker.records.executions import StepRun
from sandbox.services.sagemaker.records.tables import MODEL_PACKAGES, aws_members


class Created(NamedTuple):
    """What a type of step creates, the member of the step's metadata with its ARN, and the longest name it can have."""

    noun: str
    metadata_member: str
    longest_name: int = 63


CREATED = {
    "Processing": Created("ProcessingJob", "ProcessingJob"),
    "Training": Created("TrainingJob", "TrainingJob"),
    "Tuning": Created("HyperParameterTuningJob", "TuningJob", 32),
    "Transform": Created("TransformJob", "TransformJob"),
    "Model": Created("Model", "Model"),
    "RegisterModel": Created("ModelPackage", "RegisterModel"),
}
# Developer Guide, "Retry Policy for Pipeline Steps": these are retried without a policy too, and tuning jobs retry
# their own internal errors.
_DEFAULT_POLICY: RetryPolicy = {"ExceptionType": ["Step.SERVICE_FAULT", "Step.THROTTLING"]}
_UNNAMED = {"RegisterModel"}
_THROTTLED = {"ThrottlingException", "Throttling"}


class StepError(JobError):
    """Why a step failed; `exception_type` is what a retry policy may name."""

    def __init__(self, reason: str, exception_type: str = "") -> None:
        super().__init__(reason)
        self.exception_type = exception_type


class StepCall(NamedTuple):
    """A step with its arguments resolved. The created name begins with the execution's id; role policies name it."""

    step: Step
    arguments: Record
    execution: str
    credentials: Credentials

    @property
    def created(self) -> Created:
        return CREATED[self.step["Type"]]


def run_step(call: StepCall, run: StepRun) -> Record:
    """Create the step's resource and wait until it is done; its properties. `run` gains the ARN and the attempts."""
    policies, waited = [*call.step.get("RetryPolicies", []), _DEFAULT_POLICY], 0.0
    while True:
        run.attempts += 1
        try:
            return _attempt(call, run)
        except StepError as error:
            pause = _pause(policies, error.exception_type, run.attempts, waited)
            if pause is None:
                raise
            waited += pause
            time.sleep(scaled(pause))


def stop(call: StepCall, run: StepRun) -> None:
    """Stop the job that the step waits for."""
    noun = call.created.noun
    if noun.endswith("Job") and run.metadata:
        arn = run.metadata[call.created.metadata_member]["Arn"]
        _call_sagemaker(call, f"Stop{noun}", {f"{noun}Name": arn.rpartition("/")[2]})


def _pause(policies: list[RetryPolicy], exception_type: str, attempt: int, waited: float) -> float | None:
    """Seconds until the next attempt; None when the first policy for this type of exception is used up.

    The time that counts for ExpireAfterMin is that of the pauses, since jobs take less time here than at AWS.
    """
    policy = next((policy for policy in policies if exception_type in policy["ExceptionType"]), None)
    if policy is None:
        return None
    pause = policy.get("IntervalSeconds", 1) * policy.get("BackoffRate", 2.0) ** (attempt - 1)
    if "ExpireAfterMin" in policy:
        return pause if waited + pause <= policy["ExpireAfterMin"] * 60 else None
    return pause if attempt <= policy.get("MaxAttempts", 5) else None


def _attempt(call: StepCall, run: StepRun) -> Record:
    noun, is_named = call.created.noun, call.step["Type"] not in _UNNAMED
    name = {f"{noun}Name": _name(call)} if is_named else {}
    arn = _call_sagemaker(call, f"Create{noun}", {**call.arguments, **name})[f"{noun}Arn"]
    run.metadata = {call.created.metadata_member: {"Arn": arn}}
    if not is_named:
        return aws_members(MODEL_PACKAGES.at(get_account_id())[arn])
    job.wait(arn)
    described = _call_sagemaker(call, f"Describe{noun}", name)
    if described.get(f"{noun}Status", "Completed") != "Completed":
        reason = described.get("FailureReason", f"{noun} {arn} was stopped")
        is_internal = reason.startswith("InternalServer") and call.step["Type"] != "Tuning"
        raise StepError(reason, "SageMaker.JOB_INTERNAL_ERROR" if is_internal else "")
    return described


def _name(call: StepCall) -> str:
    start, end = f"pipelines-{call.execution}-", secrets.token_hex(4)
    room = call.created.longest_name - len(start) - len(end) - 1
    return f"{start}{call.step['Name'][:room]}-{end}" if room > 0 else f"{start}{end}"


def _call_sagemaker(call: StepCall, operation: str, arguments: Record) -> Record:
    failed = f"ClientError: Failed to invoke sagemaker:{operation}. Error Details: "
    with loopback.acting_as(call.credentials):
        try:
            answer: Record = getattr(loopback.client("sagemaker"), xform_name(operation))(**arguments)
        except ParamValidationError as error:
            raise StepError(f"{failed}{error}") from None
        except ClientError as error:
            raise StepError(f"{failed}{error.response['Error'].get('Message')}", _exception_type(error)) from None
    return {name: value for name, value in answer.items() if name != "ResponseMetadata"}


def _exception_type(error: ClientError) -> str:
    response: dict[str, Any] = error.response
    if response["Error"]["Code"] in _THROTTLED:
        return "Step.THROTTLING"
    return "Step.SERVICE_FAULT" if response["ResponseMetadata"].get("HTTPStatusCode", 400) >= 500 else ""
