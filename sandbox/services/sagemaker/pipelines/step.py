"""One step of an execution: the call that it stands for, made as the pipeline's role, and what comes of it."""

import secrets
import time
from typing import Any, NamedTuple

from botocore import xform_name
from botocore.exceptions import ClientError, ParamValidationError

from sandbox.api import loopback
from sandbox.api.loopback import Credentials
from sandbox.machine.clock import scaled
from sandbox.services.sagemaker.api.resources import STORE
from sandbox.services.sagemaker.jobs import job
from sandbox.services.sagemaker.jobs.failure import JobError

Record = dict[str, Any]


class Made(NamedTuple):
    """What a type of step makes, where its ARN is shown, and how long its name may be."""

    noun: str
    shown: str
    longest: int = 63


MADE = {
    "Processing": Made("ProcessingJob", "ProcessingJob"),
    "Training": Made("TrainingJob", "TrainingJob"),
    "Tuning": Made("HyperParameterTuningJob", "TuningJob", 32),
    "Transform": Made("TransformJob", "TransformJob"),
    "Model": Made("Model", "Model"),
    "RegisterModel": Made("ModelPackage", "RegisterModel"),
}
# Developer Guide, "Retry Policy for Pipeline Steps": these are retried without a policy too, and tuning jobs see to
# their own internal errors.
_BY_ITSELF: Record = {"ExceptionType": ["Step.SERVICE_FAULT", "Step.THROTTLING"]}
_UNNAMED = {"RegisterModel"}
_THROTTLED = {"ThrottlingException", "Throttling"}


class StepError(JobError):
    """Why a step failed; `kind` is what a retry policy may name."""

    def __init__(self, reason: str, kind: str = "") -> None:
        super().__init__(reason)
        self.kind = kind


class Call(NamedTuple):
    """A step ready to be made. `name` is taken from the execution, so that role policies can name it."""

    step: Record
    arguments: Record
    execution: str
    credentials: Credentials

    @property
    def made(self) -> Made:
        return MADE[self.step["Type"]]


def make(call: Call, record: Record) -> Record:
    """Create what the step stands for, wait until it is done; its properties. `record` gains the ARN and attempts."""
    policies, waited = [*call.step.get("RetryPolicies", []), _BY_ITSELF], 0.0
    while True:
        record["AttemptCount"] = record.get("AttemptCount", 0) + 1
        try:
            return _attempt(call, record)
        except StepError as error:
            pause = _pause(policies, error.kind, record["AttemptCount"], waited)
            if pause is None:
                raise
            waited += pause
            time.sleep(scaled(pause))


def _pause(policies: list[Record], kind: str, attempt: int, waited: float) -> float | None:
    """Seconds until the next attempt; None when the policy for this kind of error, the first that names it, is used up.

    The time that counts for ExpireAfterMin is that of the pauses, since jobs take less time here than at AWS.
    """
    policy = next((each for each in policies if kind in each["ExceptionType"]), None)
    if policy is None:
        return None
    pause = policy.get("IntervalSeconds", 1) * policy.get("BackoffRate", 2.0) ** (attempt - 1)
    if "ExpireAfterMin" in policy:
        return pause if waited + pause <= policy["ExpireAfterMin"] * 60 else None
    return pause if attempt <= policy.get("MaxAttempts", 5) else None


def _attempt(call: Call, record: Record) -> Record:
    noun = call.made.noun
    arguments = call.arguments if call.step["Type"] in _UNNAMED else {**call.arguments, f"{noun}Name": _name(call)}
    arn = _called(call, f"Create{noun}", arguments)[f"{noun}Arn"]
    record["Metadata"] = {call.made.shown: {"Arn": arn}}
    if call.step["Type"] in _UNNAMED:
        return {name: value for name, value in STORE.here("packages")[arn].items() if name[0].isupper()}
    job.wait(arn)
    described = _called(call, f"Describe{noun}", {f"{noun}Name": arguments[f"{noun}Name"]})
    status = described.get(f"{noun}Status", "Completed")
    if status != "Completed":
        reason = described.get("FailureReason", f"{noun} {arn} was stopped")
        internal = reason.startswith("InternalServer") and call.step["Type"] != "Tuning"
        raise StepError(reason, "SageMaker.JOB_INTERNAL_ERROR" if internal else "")
    return described


def stop(call: Call, record: Record) -> None:
    """Stop the job that the step waits for."""
    for shown in record.get("Metadata", {}).values():
        if call.made.noun.endswith("Job"):
            _called(call, f"Stop{call.made.noun}", {f"{call.made.noun}Name": shown["Arn"].rpartition("/")[2]})


def _name(call: Call) -> str:
    start, end = f"pipelines-{call.execution}-", secrets.token_hex(4)
    room = call.made.longest - len(start) - len(end) - 1
    return f"{start}{call.step['Name'][:room]}-{end}" if room > 0 else f"{start}{end}"


def _called(call: Call, operation: str, arguments: Record) -> Record:
    with loopback.acting_as(call.credentials):
        try:
            answer = getattr(loopback.client("sagemaker"), xform_name(operation))(**arguments)
            return {name: value for name, value in answer.items() if name != "ResponseMetadata"}
        except ParamValidationError as error:
            raise StepError(f"ClientError: Failed to invoke sagemaker:{operation}. Error Details: {error}") from None
        except ClientError as error:
            details = error.response["Error"]
            fault = error.response["ResponseMetadata"].get("HTTPStatusCode", 400) >= 500
            kind = "Step.THROTTLING" if details["Code"] in _THROTTLED else "Step.SERVICE_FAULT" if fault else ""
            reason = f"ClientError: Failed to invoke sagemaker:{operation}. Error Details: {details.get('Message')}"
            raise StepError(reason, kind) from None
